import BakeoffCore

/// What looks wrong about a column: it numbers the rows, or it gives the answer away.
struct ColumnHints {
  /// A line for each such column.
  let notes: [String]

  /// Looks at every column beside `labels`, the class of each row.
  init(_ columns: [(title: String, name: String, typed: TypedColumn)], labels: [Int], classCount: Int) {
    let counts = labels.reduce(into: Array(repeating: 0, count: classCount)) { $0[$1] += 1 }
    let majority = Double(counts.max() ?? 0) / Double(max(labels.count, 1))
    notes = columns.flatMap { column -> [String] in
      let values = column.typed.values
      let isCategory = column.typed.column.categories != nil
      if Self.isIdentifier(values, isCategory: isCategory) {
        return [
          "\(column.title) looks as if it only numbers or names the rows (\(isCategory ? "nearly all texts are" : "in order, and all") "
            + "different); then leave it out: ignore=\(visible(column.name))."
        ]
      }
      guard majority < 0.95, let share = Self.foretold(values, labels, isCategory: isCategory), share >= 0.99 else {
        return []
      }
      let percent = Int((share * 100).rounded(.down))
      return [
        "\(column.title) alone tells the class in \(percent) % of the rows; if it is only known once the class is, leave it "
          + "out: ignore=\(visible(column.name))."
      ]
    }
  }

  /// Whether the values are all different whole numbers in order, or nearly all different texts.
  static func isIdentifier(_ values: [Double], isCategory: Bool) -> Bool {
    guard values.count >= 20, !values.contains(where: \.isNaN) else { return false }
    if isCategory { return Set(values).count * 10 >= values.count * 9 }
    guard values.allSatisfy({ $0 == $0.rounded() }) else { return false }
    let pairs = zip(values, values.dropFirst())
    return pairs.allSatisfy { $0 < $1 } || pairs.allSatisfy { $0 > $1 }
  }

  /// The share of rows whose class a few intervals, or the categories, of this column tell; nil where they do not pay.
  static func foretold(_ values: [Double], _ labels: [Int], isCategory: Bool) -> Double? {
    let rows = values.indices.filter { !values[$0].isNaN }.sorted { values[$0] < values[$1] }
    guard rows.count >= 20, rows.count * 10 >= values.count * 9 else { return nil }
    var right = 0
    var pieces: [Int] = []
    var start = 0
    while start < rows.count {
      var counts: [Int: Int] = [:]
      var end = start
      while end < rows.count, values[rows[end]] == values[rows[start]] {
        counts[labels[rows[end]], default: 0] += 1
        end += 1
      }
      let best = counts.max { ($0.value, -$0.key) < ($1.value, -$1.key) }
      right += best?.value ?? 0
      if let label = best?.key, isCategory || pieces.last != label { pieces.append(label) }
      start = end
    }
    // Many pieces would fit anything.
    guard pieces.count <= 2 * Set(labels).count + rows.count / 100 else { return nil }
    return Double(right) / Double(rows.count)
  }
}
