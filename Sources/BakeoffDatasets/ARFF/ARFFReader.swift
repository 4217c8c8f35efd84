import BakeoffCore

/// Reads an ARFF file, dense or sparse, into the columns of a table.
///
/// Source: Weka, "Attribute-Relation File Format (ARFF)", stable version.
struct ARFFReader {
  /// What was read; columns declared as nominal are categories.
  private(set) var table: RawTable
  private var attributes: [ARFFAttribute] = []
  /// The columns a user leaves out, whatever is in them.
  private var ignored: Set<Int> = []
  private let file: InputFile
  private let missing: MissingMarks

  /// Reads the whole of `bytes`. Throws `DatasetError.malformed` that names the line.
  init(_ bytes: [UInt8], _ file: InputFile, missing: MissingMarks, ignoring ignore: String? = nil) throws {
    try checkIsText(bytes, file)
    self.file = file
    self.missing = missing
    table = RawTable(columns: [], hasNames: true)
    let text = bytes[(bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)...]
    var isData = false
    var relational: [String] = []
    for (index, line) in text.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      let text = trimmed(String(decoding: line, as: UTF8.self))
      guard !text.isEmpty, !text.hasPrefix("%") else { continue }
      let place = file.line(index + 1)
      if isData {
        try readRow(ARFFText.withoutComment(text), place)
        table.lines.append(Int32(clamping: index + 1))
      } else if let rest = keyword("@attribute", text) {
        let attribute = try ARFFAttribute(rest, line: index + 1, place)
        // What is declared up to its end are columns of the tables in its cells.
        if relational.isEmpty { declare(attribute) }
        if case .relational = attribute.kind { relational.append(attribute.name) }
      } else if keyword("@end", text) != nil, !relational.isEmpty {
        relational.removeLast()
      } else if keyword("@data", text) != nil {
        isData = true
        ignored = try ignore.map { try table.places(of: $0, for: "ignore") } ?? []
      } else if keyword("@relation", text) == nil {
        throw place.malformed(
          expected: "@relation, @attribute or @data", found: "\"\(visible(text.prefix(40)))\"")
      }
    }
    guard isData, table.count > 0 else {
      throw file.malformed(expected: "rows after @data", found: isData ? "none" : "no @data")
    }
    table.categories = Set(
      attributes.indices.filter { if case .category = attributes[$0].kind { true } else { false } })
  }

  /// Throws `DatasetError.malformed` where a column that is not left out holds tables.
  func checkTypes() throws {
    for (column, attribute) in attributes.enumerated() where !ignored.contains(column) {
      guard case .relational = attribute.kind else { continue }
      throw file.line(attribute.line).malformed(
        expected: "numeric, string, date or {values} as the type of \(visible(attribute.name))", found: "relational",
        remedy: "leave it out: ignore=\(visible(attribute.name))")
    }
  }

  private mutating func declare(_ attribute: ARFFAttribute) {
    attributes.append(attribute)
    table.columns.append(RawColumn(attribute.name))
    if let format = attribute.dateFormat { table.datePatterns[attributes.count - 1] = DatePattern(format) }
    guard case .other(let type) = attribute.kind else { return }
    table.notes.append(
      "Column \(visible(attribute.name)) is declared as \(visible(type)), which is no type of ARFF; it was read by what is in it."
    )
  }

  private func keyword(_ word: String, _ line: String) -> Substring? {
    guard line.lowercased().hasPrefix(word) else { return nil }
    let rest = line.dropFirst(word.count)
    return rest.first.map(\.isWhitespace) == false ? nil : rest
  }

  private mutating func readRow(_ text: String, _ place: InputFile) throws {
    if text.hasPrefix("{") { return try readSparseRow(text, place) }
    var fields = ARFFText.fields(text)
    if fields.count != attributes.count { fields = ARFFText.words(text) }
    guard fields.count == attributes.count else {
      let found = text.hasPrefix("@") ? "\"\(visible(text.prefix(40)))\", as if a second file began" : "\(fields.count)"
      throw place.malformed(expected: "\(attributes.count) values, one an attribute", found: found)
    }
    for (column, field) in fields.enumerated() { try append(field, to: column, place) }
  }

  /// `{2 5.5, 7 yes}`: what is not named is 0, or the first of its values.
  private mutating func readSparseRow(_ text: String, _ place: InputFile) throws {
    table.isSparse = true
    guard let inner = ARFFText.braced(text) else {
      throw place.malformed(expected: "a closing brace", found: "none")
    }
    var values: [Int: String] = [:]
    for pair in ARFFText.fields(inner) where !pair.isEmpty {
      let parts = pair.split(maxSplits: 1, whereSeparator: \.isWhitespace)
      guard parts.count == 2, let column = Int(parts[0]), attributes.indices.contains(column) else {
        throw place.malformed(
          expected: "pairs of a column 0...\(attributes.count - 1) and a value",
          found: "\"\(visible(pair.prefix(40)))\"")
      }
      values[column] = ARFFText.unquoted(trimmed(parts[1]))
    }
    for column in attributes.indices {
      if let value = values[column] {
        try append(value, to: column, place)
      } else if case .category(let names) = attributes[column].kind, let first = names.first {
        table.columns[column].append(text: first)
      } else {
        table.columns[column].append(0)
      }
    }
  }

  private mutating func append(_ field: String, to column: Int, _ place: InputFile) throws {
    // What is declared is a value, also where it is the usual mark for a missing one.
    if attributes[column].values.contains(trimmed(field)) { return table.columns[column].append(text: field) }
    if missing.contains(field) { return table.columns[column].appendMissing(field) }
    if ignored.contains(column) { return table.columns[column].append(text: field) }
    switch attributes[column].kind {
    case .number:
      guard let number = Double(field), number.isFinite else {
        throw place.malformed(
          expected: "a finite number in column \(visible(attributes[column].name))",
          found: "\"\(visible(field.prefix(40)))\"")
      }
      table.columns[column].append(number)
    case .other:
      if let number = finiteNumber(field) {
        table.columns[column].append(number)
      } else {
        table.columns[column].append(text: field)
      }
    case .text: table.columns[column].append(text: field)
    case .relational: table.columns[column].appendMissing()
    case .category(let names):
      let shown = names.prefix(10).map(visible).joined(separator: ", ") + (names.count > 10 ? ", ..." : "")
      throw place.malformed(
        expected: "one of the values declared for column \(visible(attributes[column].name)) (\(shown))",
        found: "\"\(visible(field.prefix(40)))\"",
        remedy: "correct it, or declare it with them\(didYouMean(field, among: names))")
    }
  }
}
