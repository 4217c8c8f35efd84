import BakeoffCore

/// The numbers and the classes of a comma-separated table.
struct CSVTable {
  /// Row by row, the columns in the order of the file without the one of the classes (labels.count x width).
  private(set) var features: [Float] = []
  /// The class of each row.
  private(set) var labels: [String] = []
  /// Features in a row.
  let width: Int
  /// What an error calls the column of the classes.
  var labelTitle: String { title(labelColumn) }

  private let file: InputFile
  private let names: [String]?
  private let labelColumn: Int

  /// Reads every record. Throws `DatasetError.malformed` that names the line.
  init(
    _ reader: inout CSVReader, _ file: InputFile, label: CSVDatasetSource.LabelColumn, header: CSVDatasetSource.Header
  ) throws {
    self.file = file
    var first: [CSVReader.Field] = []
    guard try reader.read(into: &first) else {
      throw file.malformed(expected: "a row of fields", found: "nothing but empty lines")
    }
    guard first.count > 1 else {
      throw file.line(reader.line).malformed(
        expected: "at least two columns, one of them the classes", found: "one: \(reader.text(first[0]).prefix(40))")
    }
    let firstLine = reader.line
    let named = try Self.labelColumn(label, in: first.map(reader.text), header, file.line(firstLine))
    labelColumn = named.column
    width = first.count - 1
    var fields: [CSVReader.Field] = []
    var hasMore = try reader.read(into: &fields)
    let evidence =
      header == .automatic && !named.byName ? reader.headerEvidence(first, over: fields, classes: labelColumn) : nil
    let isHeader = header == .yes || named.byName || evidence != nil
    names = isHeader ? first.map(reader.text) : nil
    if !isHeader { try append(first, of: reader, line: firstLine) }
    while hasMore {
      try append(fields, of: reader, line: reader.line)
      hasMore = try reader.read(into: &fields)
    }
    guard !labels.isEmpty else { throw file.malformed(expected: "rows after the header", found: "none") }
    if evidence == .nameOfClasses { try checkNameIsNoClass(reader.text(first[labelColumn]), file.line(firstLine)) }
  }

  /// A line taken for a header for its class alone is a row where other rows have that class.
  private func checkNameIsNoClass(_ name: String, _ place: InputFile) throws {
    guard !labels.contains(name) else {
      throw place.malformed(
        expected: "a header or a row", found: "\(name.prefix(40)) over a number and again as a class")
    }
  }

  private mutating func append(_ fields: [CSVReader.Field], of reader: borrowing CSVReader, line: Int) throws {
    guard fields.count == width + 1 else {
      throw file.line(line).malformed(
        expected: "\(width + 1) fields, as in the first line", found: "\(fields.count)")
    }
    for (column, field) in fields.enumerated() where column != labelColumn {
      guard let number = reader.number(field) else { throw notANumber(reader.text(field), column, file.line(line)) }
      features.append(number)
    }
    let label = reader.text(fields[labelColumn])
    guard !label.allSatisfy(\.isWhitespace) else {
      throw file.line(line).malformed(expected: "a class in \(labelTitle)", found: "nothing")
    }
    labels.append(label)
  }

  private func notANumber(_ text: String, _ column: Int, _ place: InputFile) -> DatasetError {
    return place.malformed(
      expected: "a finite number in \(title(column))",
      found: text.allSatisfy(\.isWhitespace) ? "nothing" : "\"\(text.prefix(40))\"")
  }

  private func title(_ column: Int) -> String {
    names.map { "column \($0[column])" } ?? "column \(column + 1)"
  }

  /// The index of the column of the classes, and whether the first record names it.
  private static func labelColumn(
    _ label: CSVDatasetSource.LabelColumn, in names: [String], _ header: CSVDatasetSource.Header,
    _ file: InputFile
  ) throws -> (column: Int, byName: Bool) {
    switch label {
    case .last: return (names.count - 1, false)
    case .position(let position):
      guard (1...names.count).contains(position) else {
        throw file.malformed(expected: "a column \(position) with the classes", found: "\(names.count) columns")
      }
      return (position - 1, false)
    case .named(let name):
      let columns = names.indices.filter { names[$0] == name }
      guard header != .no, columns.count == 1 else {
        throw file.malformed(
          expected: "one column named \(name)",
          found: header == .no
            ? "a table that is said to have no header"
            : columns.isEmpty
              ? "the columns \(names.prefix(20).joined(separator: ", "))\(didYouMean(name, among: names))"
              : "\(columns.count) of that name"
        )
      }
      return (columns[0], true)
    }
  }
}

extension CSVReader {
  /// Why a first line is taken for the names of the columns.
  enum HeaderEvidence {
    /// A feature has a name.
    case nameOfFeature
    /// The column of the classes has one, and the features have none that is not a number.
    case nameOfClasses
  }

  /// What makes a header of `first`, or nil where it must be a row.
  ///
  /// Either a column has text in it and a number in `second`, the line after it (empty where there is none), or it has
  /// text in every feature and so can be no row. What stands for a missing or an infinite value is no text: such a line
  /// is a row with an error in it, which must not vanish as a header.
  func headerEvidence(_ first: [Field], over second: [Field], classes: Int) -> HeaderEvidence? {
    let features = first.indices.filter { $0 != classes }
    func isName(_ column: Int) -> Bool {
      isText(first[column]) && column < second.count && number(second[column]) != nil
    }
    if features.contains(where: isName) || features.allSatisfy({ isText(first[$0]) }) { return .nameOfFeature }
    return isName(classes) ? .nameOfClasses : nil
  }

  private func isText(_ field: Field) -> Bool {
    let words = text(field).split(whereSeparator: \.isWhitespace)
    guard let word = words.first, words.count == 1 else { return !words.isEmpty }
    // Double reads what is infinite, no number, or too large for the features' Float.
    return Double(word) == nil && !missing.contains(word.lowercased())
  }
}

/// What tables hold in place of a value that is not known, in lower case.
private let missing: Set = ["na", "n/a", "#n/a", "<na>", "null", "none", "nil", "?", "-"]
