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

  /// Reads every record of `bytes`; of rows to predict, for which one column may be enough, `expected` says what was learned
  /// from. Throws `DatasetError.malformed` that names the line.
  init(
    _ bytes: [UInt8], _ form: CSVForm, _ file: InputFile, header: Header, options: TableOptions, missing: MissingMarks,
    like expected: ExpectedRows? = nil
  ) throws {
    self.missing = missing
    var reader = CSVReader(bytes, of: file, form: form)
    let sample = try reader.sample(CSVForm.sampleSize)
    let heading = try CSVHeading(
      sample, form, file, header: header, options: options, isQuotedAlone: try reader.quotesFirstRecordAlone(),
      missing: missing, like: expected)
    table = RawTable(columns: heading.columns.map { RawColumn($0) }, hasNames: heading.hasNames)
    table.reserveCapacity(reader.estimatedRecords(like: sample))
    var names: [CSVReader.Field] = []
    if heading.isRecord { _ = try reader.read(into: &names) }
    let line = reader.line
    try keepTexts(options, like: expected, file)
    try readRows(&reader, file, under: names, width: table.columns.count)
    if heading.isRecord {
      guard table.count > 0 else { throw file.malformed(expected: "rows after the header", found: "none") }
      try checkNamesAreNoValues(heading, file.line(line))
    }
    table.notes += form.notes + heading.notes
    if reader.commentCount > 0 {
      let isOne = reader.commentCount == 1
      table.notes.append(
        "\(counted(reader.commentCount, "line")) that \(isOne ? "begins" : "begin") with \(form.comments.title) "
          + "\(isOne ? "was passed over as a comment" : "were passed over as comments").")
    }
    dropNamelessEmptyColumn()
    omitRowNames(form, options)
  }

  /// Adds the rows of another file with the same columns, as the fixed hold-out: by name where both have names.
  mutating func appendHoldOut(_ bytes: [UInt8], _ form: CSVForm, _ file: InputFile) throws {
    table.trainingCount = table.count
    var reader = CSVReader(bytes, of: file, form: form)
    var order: [Int?]?
    var width = table.columns.count
    var fields: [CSVReader.Field] = []
    if table.hasNames, try reader.read(into: &fields) {
      let names = (form.hasRowNames ? [""] : []) + fields.map { trimmed(reader.text($0)) }
      width = names.count
      var taken: Set<Int> = []
      order = try table.columns.indices.map { column in
        // Where a name comes twice, the first is the first.
        let place = names.indices.first { names[$0] == table.columns[column].name && !taken.contains($0) }
        place.map { _ = taken.insert($0) }
        guard place != nil || table.omitted.contains(column) else {
          throw file.line(reader.line).malformed(
            expected: "the columns of the training file", found: "no column \(visible(table.columns[column].name))")
        }
        return place
      }
    }
    try readRows(&reader, file, under: fields, width: width, order: order)
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
      let categories = zip(learned.sources, expected.columns).filter { $0.part == nil && $1.categories != nil }
        .map(\.0.place)
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

  /// `names` are the fields of the heading, if there is one; `order` says which field of a record is each column's, where
  /// that is not the same.
  private mutating func readRows(
    _ reader: inout CSVReader, _ file: InputFile, under names: [CSVReader.Field], width: Int, order: [Int?]? = nil
  ) throws {
    var fields: [CSVReader.Field] = []
    let first = reader.line
    while try reader.read(into: &fields) {
      if fields.count == names.count, zip(fields, names).allSatisfy(reader.areAlike) {
        throw file.line(reader.line).malformed(
          expected: "a row", found: "the heading again, as in line \(first)",
          remedy: "two files seem to be joined here: delete that line, or say header=no if it is a row")
      }
      // Some programs end every row, and not the header, with a separator.
      if fields.count == width + 1, reader.text(fields[width]).isEmpty { fields.removeLast() }
      guard fields.count == width else {
        let place = first > 1 ? "line \(first)" : "the first line"
        throw file.line(reader.line).malformed(
          expected: "\(width) fields, as in \(place)", found: "\(fields.count)")
      }
      table.lines.append(Int32(clamping: reader.line))
      for column in table.columns.indices {
        guard let order else {
          append(fields[column], of: reader, to: column)
          continue
        }
        if let place = order[column] {
          append(fields[place], of: reader, to: column)
        } else {
          table.columns[column].appendMissing()
        }
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
      table.columns[column].appendMissing(text)
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

  /// R and pandas put the names or numbers of rows in front of them, in a column without a name.
  private mutating func omitRowNames(_ form: CSVForm, _ options: TableOptions) {
    let asked = [options.label, options.group, options.categories].compactMap(\.self)
    guard table.hasNames, table.columns.count > 2, table.columns[0].name.isEmpty,
      form.hasRowNames || table.columns[0].namesRows,
      !asked.contains(where: { (try? table.places(of: $0, for: "label").contains(0)) == true })
    else { return }
    table.omitted.insert(0)
    table.notes.append("The first column, which has no name, numbers or names the rows and was left out.")
  }

  /// A line taken for a header for its class alone, or because it is like no other, is a row where others have a text of it.
  private func checkNamesAreNoValues(_ heading: CSVHeading, _ place: InputFile) throws {
    let names = heading.columns
    let columns: [Int] =
      switch heading.doubt {
      case .nameOfClasses: [heading.classes]
      case .unlikeTheRows: Array(names.indices)
      case .nameOfFeature, nil: []
      }
    for column in columns where table.columns[column].texts.contains(names[column]) {
      let over = heading.doubt == .nameOfClasses ? "over a number and again as a class" : "again further down"
      throw place.malformed(
        expected: "a header or a row", found: "\(visible(names[column].prefix(40))) \(over)")
    }
  }
}
