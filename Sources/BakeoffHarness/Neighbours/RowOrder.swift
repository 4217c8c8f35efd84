/// An order of rows: that of the file, or that of a column that counts them, such as a time in even steps.
struct RowOrder: Sendable {
  /// The column; nil for the file.
  let name: String?
  private let ranks: [Int32]?

  /// Each row's place in the order; nil for that of the rows themselves.
  init(name: String?, ranks: [Int32]?) {
    self.name = name
    self.ranks = ranks
  }

  /// The place of each row by a column of whole numbers that come once each, in steps that are even but for as many gaps as
  /// there are rows; nil for any other column.
  static func ranks(ifCounting values: [Double]) -> [Int32]? {
    guard values.count > 1, values.allSatisfy({ abs($0) < 0x1p53 && $0 == $0.rounded() }) else { return nil }
    let order = values.indices.sorted { values[$0] < values[$1] }
    let steps = zip(order, order.dropFirst()).map { values[$1] - values[$0] }
    guard let least = steps.min(), least > 0, let first = order.first, let last = order.last,
      (values[last] - values[first]) / least <= 2 * Double(values.count)
    else { return nil }
    var ranks = [Int32](repeating: 0, count: values.count)
    for (rank, row) in order.enumerated() { ranks[row] = Int32(rank) }
    return ranks
  }

  /// Of each row its place among the `used` ones alone; -1 for the others.
  func places(of used: [Bool]) -> [Int32] {
    var order = [Int](repeating: 0, count: used.count)
    for row in used.indices { order[ranks.map { Int($0[row]) } ?? row] = row }
    var places = [Int32](repeating: -1, count: used.count)
    var next: Int32 = 0
    for row in order where used[row] {
      places[row] = next
      next += 1
    }
    return places
  }
}
