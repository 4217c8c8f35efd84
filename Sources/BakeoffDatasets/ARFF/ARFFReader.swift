import BakeoffCore

/// Reads an ARFF file, dense or sparse, into the columns of a table.
///
/// Source: Weka, "Attribute-Relation File Format (ARFF)", stable version.
struct ARFFReader {
  /// What a column may hold.
  private enum Kind {
    case number
    case text
    case category([String])
  }

  /// What was read; columns declared as nominal are categories.
  private(set) var table: RawTable
  private var kinds: [Kind] = []
  private let file: InputFile
  private let missing: MissingMarks

  /// Reads the whole of `bytes`. Throws `DatasetError.malformed` that names the line.
  init(_ bytes: [UInt8], _ file: InputFile, missing: MissingMarks) throws {
    try checkIsText(bytes, file)
    self.file = file
    self.missing = missing
    table = RawTable(columns: [], hasNames: true)
    var isData = false
    for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      let text = trimmed(String(decoding: line, as: UTF8.self))
      guard !text.isEmpty, !text.hasPrefix("%") else { continue }
      let place = file.line(index + 1)
      if isData {
        try readRow(text, place)
        table.lines.append(Int32(clamping: index + 1))
      } else if let rest = keyword("@attribute", text) {
        try readAttribute(rest, place)
      } else if keyword("@data", text) != nil {
        isData = true
      } else if keyword("@relation", text) == nil {
        throw place.malformed(
          expected: "@relation, @attribute or @data", found: "\"\(visible(text.prefix(40)))\"")
      }
    }
    guard isData, table.count > 0 else {
      throw file.malformed(expected: "rows after @data", found: isData ? "none" : "no @data")
    }
    table.categories = Set(kinds.indices.filter { if case .category = kinds[$0] { true } else { false } })
  }

  private func keyword(_ word: String, _ line: String) -> Substring? {
    guard line.lowercased().hasPrefix(word) else { return nil }
    let rest = line.dropFirst(word.count)
    return rest.first.map(\.isWhitespace) == false ? nil : rest
  }

  private mutating func readAttribute(_ text: Substring, _ place: InputFile) throws {
    let (name, rest) = Self.name(text)
    let type = trimmed(rest)
    guard !name.isEmpty, !type.isEmpty else {
      throw place.malformed(expected: "@attribute NAME TYPE", found: "\"\(visible(text.prefix(40)))\"")
    }
    table.columns.append(RawColumn(name))
    if type.hasPrefix("{"), let end = type.lastIndex(of: "}") {
      let values = Self.fields(String(type[type.index(after: type.startIndex)..<end]))
      kinds.append(.category(values))
    } else if ["numeric", "real", "integer"].contains(type.lowercased()) {
      kinds.append(.number)
    } else if type.lowercased().hasPrefix("string") || type.lowercased().hasPrefix("date") {
      kinds.append(.text)
      let words = Self.name(type[...])
      let format = Self.unquoted(trimmed(words.1))
      if words.0.lowercased() == "date", !format.isEmpty {
        table.datePatterns[kinds.count - 1] = DatePattern(format)
      }
    } else {
      throw place.malformed(
        expected: "numeric, string, date or {values} as the type of \(visible(name))", found: type)
    }
  }

  private mutating func readRow(_ text: String, _ place: InputFile) throws {
    if text.hasPrefix("{") { return try readSparseRow(text, place) }
    let fields = Self.fields(text)
    guard fields.count == kinds.count else {
      throw place.malformed(expected: "\(kinds.count) values, one an attribute", found: "\(fields.count)")
    }
    for (column, field) in fields.enumerated() { try append(field, to: column, place) }
  }

  /// `{2 5.5, 7 yes}`: what is not named is 0, or the first of its values.
  private mutating func readSparseRow(_ text: String, _ place: InputFile) throws {
    table.isSparse = true
    var values: [Int: String] = [:]
    for pair in Self.fields(String(text.dropFirst().prefix { $0 != "}" })) where !pair.isEmpty {
      let parts = pair.split(maxSplits: 1, whereSeparator: \.isWhitespace)
      guard parts.count == 2, let column = Int(parts[0]), kinds.indices.contains(column) else {
        throw place.malformed(
          expected: "pairs of a column 0...\(kinds.count - 1) and a value", found: "\"\(visible(pair.prefix(40)))\"")
      }
      values[column] = Self.unquoted(trimmed(parts[1]))
    }
    for column in kinds.indices {
      if let value = values[column] {
        try append(value, to: column, place)
      } else if case .category(let names) = kinds[column], let first = names.first {
        table.columns[column].append(text: first)
      } else {
        table.columns[column].append(0)
      }
    }
  }

  private mutating func append(_ field: String, to column: Int, _ place: InputFile) throws {
    if missing.contains(field) { return table.columns[column].appendMissing() }
    switch kinds[column] {
    case .number:
      guard let number = Double(field), number.isFinite else {
        throw place.malformed(
          expected: "a finite number in column \(visible(table.columns[column].name))",
          found: "\"\(visible(field.prefix(40)))\"")
      }
      table.columns[column].append(number)
    case .text, .category: table.columns[column].append(text: field)
    }
  }

  /// The name at the front, quoted or not, and what follows it.
  private static func name(_ text: Substring) -> (String, Substring) {
    let text = text.drop(while: \.isWhitespace)
    if let quote = text.first, quote == "'" || quote == "\"" {
      var name = ""
      var isEscaped = false
      for index in text.indices.dropFirst() {
        if isEscaped || (text[index] != "\\" && text[index] != quote) {
          name.append(text[index])
          isEscaped = false
        } else if text[index] == "\\" {
          isEscaped = true
        } else {
          return (name, text[text.index(after: index)...])
        }
      }
      return (name, "")
    }
    let end = text.firstIndex { $0.isWhitespace || $0 == "{" } ?? text.endIndex
    return (String(text[..<end]), text[end...])
  }

  /// The values of a line, separated by commas outside quotation marks, without those marks and blanks around them.
  static func fields(_ line: String) -> [String] {
    var fields: [String] = []
    var field = ""
    var quote: Character?
    var isEscaped = false
    for character in line {
      if isEscaped {
        field.append(character)
        isEscaped = false
      } else if character == "\\", quote != nil {
        field.append(character)
        isEscaped = true
      } else if let open = quote {
        field.append(character)
        if character == open { quote = nil }
      } else if character == "'" || character == "\"" {
        // A mark in the middle of a word is an apostrophe.
        if field.allSatisfy({ $0.isWhitespace || $0.isNumber }) { quote = character }
        field.append(character)
      } else if character == "," || character == "\t" {
        fields.append(unquoted(trimmed(field)))
        field = ""
      } else {
        field.append(character)
      }
    }
    return fields + [unquoted(trimmed(field))]
  }

  private static func unquoted(_ text: String) -> String {
    guard text.count > 1, let quote = text.first, quote == "'" || quote == "\"", text.last == quote else { return text }
    let inner = String(text.dropFirst().dropLast())
    return inner.replacing("\\\(quote)", with: String(quote)).replacing("\\\\", with: "\\")
  }
}
