import BakeoffCore

/// Columns as they were read, before it is known what they are.
struct RawTable: Sendable {
  /// The columns, in the order of the file.
  var columns: [RawColumn]
  /// Whether the file names its columns.
  let hasNames: Bool
  /// The line each row begins on, counted from 1; empty where rows have no line.
  var lines: [Int32] = []
  /// How many rows are to train on; the others are the fixed hold-out.
  var trainingCount: Int?
  /// The columns that are known to hold categories.
  var categories: Set<Int> = []
  /// The columns that are no features unless somebody asks for them.
  var omitted: Set<Int> = []
  /// Whether most values are zeros that stand for nothing.
  var isSparse = false
  /// What was found out about the file when it was read.
  var notes: [String] = []

  /// Rows in the table.
  var count: Int { columns.first?.count ?? 0 }

  /// Makes room for so many rows.
  mutating func reserveCapacity(_ rows: Int) {
    for index in columns.indices { columns[index].reserveCapacity(rows) }
    lines.reserveCapacity(rows)
  }

  /// What a message calls a column.
  func title(_ column: Int) -> String { "column \(visible(name(of: column)))" }

  /// What a column is called: its position, from 1, where it has no name.
  func name(of column: Int) -> String {
    hasNames && !columns[column].name.isEmpty ? columns[column].name : "\(column + 1)"
  }

  /// The columns a user names in `text`: names and positions from 1, and ranges of positions, joined by `+`. Throws
  /// `ConfigurationError`.
  func places(of text: String, for key: String) throws -> Set<Int> {
    if let whole = columns.firstIndex(where: { $0.name == text }), hasNames { return [whole] }
    return try text.split(separator: "+").reduce(into: []) { $0.formUnion(try places(ofPart: String($1), key)) }
  }

  private func places(ofPart part: String, _ key: String) throws -> Set<Int> {
    if hasNames, let named = columns.firstIndex(where: { $0.name == part }) { return [named] }
    let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    if ends.count <= 2, let first = ends[0], let last = ends[ends.count - 1], first >= 1, first <= last,
      last <= columns.count
    {
      return Set(first - 1...last - 1)
    }
    let names = hasNames ? columns.map(\.name) : []
    let known =
      hasNames
      ? "\(didYouMean(part, among: names)) (known: \(names.prefix(20).map(visible).joined(separator: ", ")))"
      : " (the table has \(counted(columns.count, "column")) without names: give positions from 1)"
    throw ConfigurationError("\(key)=\(part): no such column\(known)")
  }
}
