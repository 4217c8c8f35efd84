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
  /// How the dates of columns are written, where the file declares it.
  var datePatterns: [Int: DatePattern] = [:]
  /// What separates the fields of a row.
  var separator: Character = ","
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

  /// The columns a user names in `text`: names, which may come twice, and positions from 1, and ranges of positions, joined by
  /// `+`. Throws `ConfigurationError`.
  func places(of text: String, for key: String) throws -> Set<Int> {
    let whole = places(named: text)
    guard whole.isEmpty else { return whole }
    return try text.split(separator: "+").reduce(into: []) { $0.formUnion(try places(ofPart: String($1), key)) }
  }

  /// The only column a user names in `text`. Throws `ConfigurationError`, which names the positions where several are called so.
  func place(of text: String, for key: String) throws -> Int {
    let found = try places(of: text, for: key).sorted()
    if found.count == 1 { return found[0] }
    guard found.count > 1, places(named: text).count > 1 else {
      throw ConfigurationError("\(key)=\(text): name one column")
    }
    throw ConfigurationError(
      "\(key)=\(text): \(found.count) columns are called so; say \(Self.choice(of: found, for: key))")
  }

  /// Every column of this name.
  func places(named name: String) -> Set<Int> {
    hasNames && !name.isEmpty ? Set(columns.indices.filter { columns[$0].name == name }) : []
  }

  /// How a user chooses one of several columns, such as `label=2 or label=5`.
  static func choice(of places: [Int], for key: String) -> String {
    places.map { "\(key)=\($0 + 1)" }.joined(separator: " or ")
  }

  private func places(ofPart part: String, _ key: String) throws -> Set<Int> {
    let named = places(named: part)
    guard named.isEmpty else { return named }
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

  /// A line for the names that several columns have.
  var noteOnNames: [String] {
    guard hasNames else { return [] }
    let places = Dictionary(grouping: columns.indices.filter { !columns[$0].name.isEmpty }) { columns[$0].name }
    let twice = places.values.filter { $0.count > 1 }.sorted { $0[0] < $1[0] }
    guard let first = twice.first else { return [] }
    let shown = twice.prefix(5).map { same in
      "\(visible(columns[same[0]].name)) (columns \(same.prefix(5).map { "\($0 + 1)" }.joined(separator: ", "))\(same.count > 5 ? ", …" : ""))"
    }
    let more = twice.count > 5 ? " and \(twice.count - 5) more" : ""
    return [
      "Names that come more than once: \(shown.joined(separator: ", "))\(more); ignore= with such a name leaves out all of them, "
        + "with a position one: ignore=\(first[first.count - 1] + 1)."
    ]
  }
}
