import BakeoffCore

/// Reads the records of a comma-separated file into the columns of a table.
struct CSVTable {
  /// Whether the first line names the columns.
  enum Header: String {
    /// It does.
    case yes
    /// It does not: it is a row.
    case no
    /// It does where `label` is a name, or what stands in it looks so.
    case automatic = "auto"
  }

  /// What was read.
  private(set) var table: RawTable
  private let missing: MissingMarks
  /// The columns whose values stay texts: the classes, and what the user calls categories.
  private var textColumns: Set<Int> = []

  /// Reads every record of `reader`; of rows to predict, for which one column may be enough, `expected` says what was learned
  /// from. Throws `DatasetError.malformed` that names the line.
  init(
    _ reader: inout CSVReader, _ file: InputFile, header: Header, options: TableOptions, missing: MissingMarks,
    like expected: ExpectedRows? = nil
  ) throws {
    self.missing = missing
    let sample = try reader.sample(200)
    guard let first = sample.first else {
      throw file.malformed(expected: "a row of fields", found: "nothing but empty lines")
    }
    guard first.count > 1 || expected != nil else {
      var probe = reader
      var fields: [CSVReader.Field] = []
      _ = try probe.read(into: &fields)
      throw file.line(probe.line).malformed(
        expected: "at least two columns, one of them the classes",
        found: "one: \(visible(first[0].prefix(40)))")
    }
    let names = first.map(trimmed)
    let known = (expected?.table?.columns.map(\.name) ?? []) + [options.label].compactMap(\.self)
    let isNamed = known.contains { Int($0) == nil && names.contains($0) }
    let position = options.label.flatMap { Int($0) }.map { $0 - 1 } ?? first.count - 1
    let evidence = CSVLayout.headerEvidence(sample, classes: position, missing: missing)
    // A single line that has none of the names learned from is the row to predict.
    let hasNames =
      header == .yes || (header == .automatic && (isNamed || evidence != nil && (expected == nil || sample.count > 1)))
    table = RawTable(
      columns: first.indices.map { RawColumn(hasNames ? names[$0] : "\($0 + 1)") }, hasNames: hasNames)
    table.reserveCapacity(reader.estimatedRecords(like: sample))
    if hasNames {
      var fields: [CSVReader.Field] = []
      _ = try reader.read(into: &fields)
      let line = reader.line
      try keepTexts(options, like: expected, file)
      try readRows(&reader, file, order: nil)
      guard table.count > 0 else { throw file.malformed(expected: "rows after the header", found: "none") }
      if header == .automatic, !isNamed, evidence == .nameOfClasses {
        try checkNameIsNoClass(names[position], position, file.line(line))
      }
    } else {
      try keepTexts(options, like: expected, file)
      try readRows(&reader, file, order: nil)
    }
    dropNamelessEmptyColumn()
  }

  /// Adds the rows of another file with the same columns, as the fixed hold-out: by name where both have names.
  mutating func appendHoldOut(_ reader: inout CSVReader, _ file: InputFile) throws {
    table.trainingCount = table.count
    var order: [Int]?
    if table.hasNames, let names = try reader.sample(1).first.map({ $0.map(trimmed) }) {
      var fields: [CSVReader.Field] = []
      _ = try reader.read(into: &fields)
      order = try table.columns.map { column in
        guard let place = names.firstIndex(of: column.name) else {
          throw file.line(reader.line).malformed(
            expected: "the columns of the training file", found: "no column \(visible(column.name))")
        }
        return place
      }
    }
    try readRows(&reader, file, order: order)
    guard table.count > (table.trainingCount ?? 0) else { throw file.malformed(expected: "rows", found: "none") }
    // Their lines are those of another file.
    table.lines = []
  }

  /// What may hold the classes keeps the texts it is written with: `1.0` and `1` are the same number, but `01` is a name.
  ///
  /// Of rows to predict it is known: `01` was learned as a name, or as a number.
  private mutating func keepTexts(_ options: TableOptions, like expected: ExpectedRows?, _ file: InputFile) throws {
    // What is wrong with the columns is said once the rows are read.
    if let expected, let learned = try? LearnedColumns(in: table, options, like: expected, of: file) {
      let categories = zip(learned.places, expected.columns).filter { $1.categories != nil }.map(\.0)
      textColumns = Set(categories + [learned.target].compactMap(\.self))
      return
    }
    textColumns = try options.categories.map { try table.places(of: $0, for: "categories") } ?? []
    guard let label = options.label else {
      textColumns.formUnion(TargetChoice.candidates(in: table))
      return
    }
    let named = table.columns.indices.filter { table.hasNames && table.columns[$0].name == label }
    textColumns.formUnion(Int(label).map { [$0 - 1] } ?? named)
  }

  /// `order` says which field of a record is each column's, where that is not the same.
  private mutating func readRows(_ reader: inout CSVReader, _ file: InputFile, order: [Int]?) throws {
    var fields: [CSVReader.Field] = []
    let width = table.columns.count
    while try reader.read(into: &fields) {
      // Some programs end every row, and not the header, with a separator.
      if order == nil, fields.count == width + 1, reader.text(fields[width]).isEmpty { fields.removeLast() }
      guard order != nil || fields.count == width else {
        throw file.line(reader.line).malformed(
          expected: "\(width) fields, as in the first line", found: "\(fields.count)")
      }
      table.lines.append(Int32(clamping: reader.line))
      for column in 0..<width {
        let place = order?[column] ?? column
        guard place < fields.count else {
          throw file.line(reader.line).malformed(expected: "\(place + 1) fields", found: "\(fields.count)")
        }
        append(fields[place], of: reader, to: column)
      }
    }
  }

  private mutating func append(_ field: CSVReader.Field, of reader: borrowing CSVReader, to column: Int) {
    if !textColumns.contains(column), let number = reader.number(field) {
      return table.columns[column].append(number)
    }
    let text = trimmed(reader.text(field))
    if missing.contains(text) {
      table.columns[column].appendMissing()
    } else {
      table.columns[column].append(text: text)
    }
  }

  /// A separator at the end of every line makes a column without a name and without a value.
  private mutating func dropNamelessEmptyColumn() {
    guard let last = table.columns.last, table.columns.count > 2, last.isEmpty, !table.hasNames || last.name.isEmpty
    else { return }
    table.columns.removeLast()
    table.notes.append("Every line ends in a separator; the empty column after it was left out.")
  }

  /// A line taken for a header for its class alone is a row where other rows have that class.
  private func checkNameIsNoClass(_ name: String, _ column: Int, _ place: InputFile) throws {
    guard !table.columns[column].texts.contains(name) else {
      throw place.malformed(
        expected: "a header or a row", found: "\(visible(name.prefix(40))) over a number and again as a class")
    }
  }
}
