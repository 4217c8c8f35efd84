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
  var table: RawTable
  private let missing: MissingMarks
  /// The columns whose values stay texts: the classes, and what the user calls categories.
  private var textColumns: Set<Int> = []

  /// Reads every record of `reader`. Throws `DatasetError.malformed` that names the line.
  init(
    _ reader: inout CSVReader, _ file: InputFile, header: Header, options: TableOptions, missing: MissingMarks
  ) throws {
    self.missing = missing
    let sample = try reader.sample(200)
    guard let first = sample.first else {
      throw file.malformed(expected: "a row of fields", found: "nothing but empty lines")
    }
    guard first.count > 1 else {
      var probe = reader
      var fields: [CSVReader.Field] = []
      _ = try probe.read(into: &fields)
      throw file.line(probe.line).malformed(
        expected: "at least two columns, one of them the classes",
        found: "one: \(visible(first[0].prefix(40)))")
    }
    let names = first.map(trimmed)
    let isNamed = options.label.map { names.contains($0) && Int($0) == nil } ?? false
    let position = options.label.flatMap { Int($0) }.map { $0 - 1 } ?? first.count - 1
    let evidence = HeaderEvidence(
      sample, classes: position, isQuotedAlone: try reader.quotesFirstRecordAlone(), missing: missing)
    let hasNames = header == .yes || (header == .automatic && (isNamed || evidence.kind != nil))
    table = RawTable(
      columns: first.indices.map { RawColumn(hasNames ? names[$0] : "\($0 + 1)") }, hasNames: hasNames)
    table.reserveCapacity(reader.estimatedRecords(like: sample))
    if hasNames {
      var fields: [CSVReader.Field] = []
      _ = try reader.read(into: &fields)
      let line = reader.line
      try keepTexts(options)
      try readRows(&reader, file, order: nil)
      guard table.count > 0 else { throw file.malformed(expected: "rows after the header", found: "none") }
      if header == .automatic, !isNamed {
        try checkNamesAreNoValues(names, evidence, position, file.line(line))
      }
    } else {
      try keepTexts(options)
      try readRows(&reader, file, order: nil)
    }
    if header == .automatic, !isNamed, let note = evidence.note { table.notes.append(note) }
    dropNamelessEmptyColumn()
  }

  /// Adds the rows of another file with the same columns, as the fixed hold-out: by name where both have names.
  mutating func appendHoldOut(_ reader: inout CSVReader, _ file: InputFile) throws {
    table.trainingCount = table.count
    var order: [Int]?
    if table.hasNames, let names = try reader.sample(1).first.map({ $0.map(trimmed) }) {
      var fields: [CSVReader.Field] = []
      _ = try reader.read(into: &fields)
      var taken: Set<Int> = []
      order = try table.columns.map { column in
        // Where a name comes twice, the first is the first.
        guard let place = names.indices.first(where: { names[$0] == column.name && taken.insert($0).inserted }) else {
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
  private mutating func keepTexts(_ options: TableOptions) throws {
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
      return table.columns[column].append(
        number, isPointed: !table.columns[column].hasFraction && reader.isPointed(field))
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

  /// A line taken for a header for its class alone, or because it is like no other, is a row where others have a text of it.
  private func checkNamesAreNoValues(
    _ names: [String], _ evidence: HeaderEvidence, _ position: Int, _ place: InputFile
  ) throws {
    let columns: [Int] =
      switch evidence.kind {
      case .nameOfClasses: [position]
      case .unlikeTheRows: Array(names.indices)
      case .nameOfFeature, nil: []
      }
    for column in columns where table.columns[column].texts.contains(names[column]) {
      let over = evidence.kind == .nameOfClasses ? "over a number and again as a class" : "again further down"
      throw place.malformed(
        expected: "a header or a row", found: "\(visible(names[column].prefix(40))) \(over)")
    }
  }
}
