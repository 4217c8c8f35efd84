import BakeoffCore

/// Columns of numbers on one scale, in which rows can be near each other: those with many values, at most 32 of them.
///
/// Columns that count the rows, or in which the file is sorted, are left out of distances and taken for orders: rows that
/// are near in them alone are near for nothing.
struct NeighbourTable {
  /// Columns are looked for among so many, in a random order.
  private static let mostLookedAt = 2_000
  private static let mostColumns = 32
  /// A column with fewer values is no measurement.
  private static let fewestValues = 10

  /// How many columns there are.
  let width: Int
  /// Rows of the table.
  let count: Int
  /// The orders in which rows may follow each other: that of the file first.
  let orders: [RowOrder]
  /// For each column ten steps of it, a step being the usual difference of two values next to each other: where rows are
  /// nearer, they stand on a grid, and directions between them say nothing.
  let coarseness: [Float]
  private let lanes: Int
  private let values: [SIMD8<Float>]

  /// Of the rows of `features`; nil where fewer than two columns are left.
  init?(_ features: Features) {
    var generator = SeededGenerator(seed: 0)
    let some = features.selecting((0..<features.count).shuffled(using: &generator).prefix(2_000))
    var (columns, orders): ([StandardColumn], [RowOrder]) = ([], [RowOrder(name: nil, ranks: nil)])
    let all = (0..<features.shape.count).shuffled(using: &generator)
    for column in all.prefix(Self.mostLookedAt) where columns.count < Self.mostColumns {
      guard features.table?.columns[column].categories == nil,
        let sample = StandardColumn(some.values(ofColumn: column)), sample.distinctCount >= Self.fewestValues
      else { continue }
      let values = features.values(ofColumn: column)
      if isSorted(values) { continue }
      if let ranks = RowOrder.ranks(ifCounting: values) {
        orders.append(RowOrder(name: features.table?.columns[column].name, ranks: ranks))
      } else {
        columns.append(sample.replacing(values))
      }
    }
    guard columns.count >= 2 else { return nil }
    (width, count, self.orders) = (columns.count, features.count, orders)
    coarseness = columns.map { 10 * $0.step }
    lanes = (columns.count + 7) / 8
    values = Self.interleaved(columns, count: features.count, lanes: (columns.count + 7) / 8)
  }

  private static func interleaved(_ columns: [StandardColumn], count: Int, lanes: Int) -> [SIMD8<Float>] {
    var values = [SIMD8<Float>](repeating: .zero, count: count * lanes)
    for (index, column) in columns.enumerated() {
      for row in 0..<count { values[row * lanes + index / 8][index % 8] = column.values[row] }
    }
    return values
  }

  /// How many multiplications a distance takes.
  var costOfADistance: Int { lanes * 8 }

  /// The squares of the distances from `row` to each of `others`, to `body` with the place in `others`.
  func forEachDistance(from row: Int, to others: [Int], _ body: (Int, Float) -> Void) {
    values.withUnsafeBufferPointer { values in
      for (place, other) in others.enumerated() {
        var sum = SIMD8<Float>.zero
        for lane in 0..<lanes {
          let difference = values[row * lanes + lane] - values[other * lanes + lane]
          sum += difference * difference
        }
        body(place, sum.sum())
      }
    }
  }

  /// What leads from one row to another, a value a column.
  func difference(from row: Int, to other: Int) -> [Float] {
    (0..<width).map { column in
      values[other * lanes + column / 8][column % 8] - values[row * lanes + column / 8][column % 8]
    }
  }
}

private func isSorted(_ values: [Double]) -> Bool {
  let pairs = zip(values, values.dropFirst())
  return pairs.allSatisfy { $0 <= $1 } || pairs.allSatisfy { $0 >= $1 }
}

/// A column with mean 0 and standard deviation 1, by a sample of its rows.
private struct StandardColumn {
  let values: [Float]
  let distinctCount: Int
  /// The median difference of two values next to each other.
  let step: Float
  private let mean: Double
  private let deviation: Double
  private let median: Double

  /// Nil where half the values or more are not known, or all are the same, or they are too large to compute with.
  init?(_ sample: [Double]) {
    let sorted = sample.filter(\.isFinite).sorted()
    guard 2 * sorted.count > sample.count, let first = sorted.first else { return nil }
    let count = Double(sorted.count)
    let mean = first + sorted.reduce(0) { $0 + ($1 - first) } / count
    let deviation = (sorted.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
    guard deviation.isFinite, deviation > 0 else { return nil }
    let steps = zip(sorted, sorted.dropFirst()).map { $1 - $0 }.filter { $0 > 0 }.sorted()
    guard !steps.isEmpty else { return nil }
    (self.mean, self.deviation, median) = (mean, deviation, sorted[sorted.count / 2])
    (step, distinctCount, values) = (Float(steps[steps.count / 2] / deviation), steps.count + 1, [])
  }

  private init(_ other: StandardColumn, _ values: [Double]) {
    (mean, deviation, median) = (other.mean, other.deviation, other.median)
    (step, distinctCount) = (other.step, other.distinctCount)
    self.values = values.map { value in
      Float(((value.isFinite ? value : other.median) - other.mean) / other.deviation)
    }
  }

  /// All rows, on the scale of the sample.
  func replacing(_ values: [Double]) -> StandardColumn { StandardColumn(self, values) }
}
