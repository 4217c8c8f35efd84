import BakeoffCore

/// Which column holds the classes, and how that was found out.
struct TargetChoice {
  /// The column, from 0.
  let column: Int
  /// What a reader should know of the choice; nil where the user made it.
  let note: String?
  /// What an error adds where what was chosen cannot be right; nil where the user or a name said it.
  var guess: String? { note.map { _ in "the last column was a guess" } }

  /// What people call the column of the classes.
  private static let usualNames: Set = [
    "label", "labels", "class", "classes", "target", "y", "species", "diagnosis", "outcome",
  ]

  /// The column the user named; else the only one with a usual name; else the last.
  ///
  /// Throws `ConfigurationError` where several have a usual name, and where the first column is the better guess than the
  /// last: which of the two it is has to be said.
  init(_ label: String?, in table: RawTable, _ file: InputFile) throws {
    if let label {
      (column, note) = (try Self.named(label, in: table, file), nil)
      return
    }
    let usual = Self.usuallyNamed(in: table)
    if usual.count > 1 {
      let names = usual.map { visible(table.columns[$0].name) }
      let areDifferent = Set(names).count == names.count
      throw ConfigurationError(
        "\(file.name): which column holds the classes, \(names.joined(separator: " or "))? say "
          + (areDifferent ? "label=NAME" : RawTable.choice(of: usual, for: "label")))
    }
    if let only = usual.first {
      (column, note) = (only, nil)
      return
    }
    let last = table.columns.count - 1
    let (first, end) = (ClassEvidence(table.columns[0]), ClassEvidence(table.columns[last]))
    // In a handful of rows anything looks like a class.
    if first.strength > end.strength, !end.isMeasurement, table.count >= 20 {
      throw ConfigurationError(
        "\(file.name): which column holds the classes? The last, \(table.title(last)), has \(end.words); the first, "
          + "\(table.title(0)), has \(first.words): say label=1, or label=\(last + 1)")
    }
    column = last
    note = "The last column was taken for the classes; label=NAME says another."
  }

  private static func usuallyNamed(in table: RawTable) -> [Int] {
    table.columns.indices.filter {
      table.hasNames && usualNames.contains(trimmed(table.columns[$0].name).lowercased())
    }
  }

  /// The columns one of which is chosen where the user names none.
  static func candidates(in table: RawTable) -> [Int] {
    let usual = usuallyNamed(in: table)
    return usual.isEmpty ? [table.columns.count - 1] : usual
  }

  private static func named(_ label: String, in table: RawTable, _ file: InputFile) throws -> Int {
    if let position = Int(label) {
      guard (1...table.columns.count).contains(position) else {
        throw file.malformed(
          expected: "a column \(position) with the classes", found: counted(table.columns.count, "column"))
      }
      return position - 1
    }
    let named = table.hasNames ? table.columns.indices.filter { table.columns[$0].name == label } : []
    if named.count == 1 { return named[0] }
    let names = table.columns.map(\.name)
    throw file.malformed(
      expected: "one column named \(label)",
      found: !table.hasNames
        ? "a table without names of columns (a position says which: label=1)"
        : named.isEmpty
          ? "the columns \(names.prefix(20).map(visible).joined(separator: ", "))\(didYouMean(label, among: names))"
          : "\(named.count) of that name (\(RawTable.choice(of: named, for: "label")) says which)")
  }
}

/// How much a column looks like one of classes.
struct ClassEvidence {
  /// The higher the better.
  let strength: Int
  /// What is in it, for a message.
  let words: String
  /// Whether it has so many numbers with fractions that it can hold no classes.
  let isMeasurement: Bool

  /// Looks at the values of a column.
  init(_ column: RawColumn) {
    let known = column.count - column.missing
    let numbers = column.textCount == 0 ? column.numbers : column.numbers(reading: finiteNumber)
    guard let numbers else {
      let distinct = Set((0..<column.count).lazy.compactMap { column.text($0) }).count
      strength = distinct < 2 ? 0 : distinct * 2 <= known || known < 20 ? 3 : 1
      words = counted(distinct, "text")
      isMeasurement = false
      return
    }
    let values = Set(numbers.lazy.filter { !$0.isNaN })
    let areWhole = values.allSatisfy { $0 == $0.rounded() }
    isMeasurement = !areWhole && values.count > 10 && known >= 20
    strength = values.count < 2 ? 0 : areWhole && (values.count * 5 <= known || known < 20) ? 2 : 1
    words = "\(counted(values.count, "different value")) (\(areWhole ? "whole numbers" : "numbers with fractions"))"
  }
}
