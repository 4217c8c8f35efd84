import BakeoffCore

/// Classes as a file names them, numbered: in numeric order where every name is a finite number (those that are equal in
/// alphabetical order), else in alphabetical order.
struct ClassLabels {
  /// The class of each row, 0..<names.count.
  let labels: [Int]
  /// The name of each class.
  let names: [String]

  /// Numbers the classes of every row.
  init(_ values: [String]) {
    let unique = Set(values)
    let numbers = unique.compactMap { name in Double(name).flatMap { $0.isFinite ? (name, $0) : nil } }
    names =
      numbers.count == unique.count
      ? numbers.sorted { ($0.1, $0.0) < ($1.1, $1.0) }.map(\.0) : unique.sorted()
    let index = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    labels = values.map { index[$0, default: 0] }
  }
}
