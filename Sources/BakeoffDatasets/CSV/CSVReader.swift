import BakeoffCore

/// Reads comma-separated text record by record (RFC 4180): quoted fields may hold separators, line breaks and doubled
/// quotes; lines end in LF or CRLF; a byte order mark at the front and empty lines are skipped.
struct CSVReader {
  /// One field: where its text is, without its quotes.
  struct Field {
    fileprivate let range: Range<Int>
    fileprivate let isQuoted: Bool
  }

  /// The line the last record began on, counted from 1.
  private(set) var line = 0
  private let bytes: [UInt8]
  private let file: InputFile
  private let separator: UInt8
  private var position: Int
  private var nextLine = 1

  /// Starts at the front. Throws `DatasetError.malformed` for what is no UTF-8 text.
  init(_ bytes: [UInt8], of file: InputFile, separator: UInt8) throws {
    self.bytes = bytes
    self.file = file
    self.separator = separator
    position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    guard !bytes.isEmpty, !bytes.contains(0), String(validating: bytes, as: UTF8.self) != nil else {
      throw file.malformed(expected: "text in UTF-8", found: contentDescription(bytes))
    }
  }

  /// Puts the fields of the next record in `fields`; returns false at the end. Throws `DatasetError.malformed` that
  /// names the line.
  mutating func read(into fields: inout [Field]) throws -> Bool {
    fields.removeAll(keepingCapacity: true)
    skipEmptyLines()
    guard position < bytes.count else { return false }
    line = nextLine
    while true {
      fields.append(try nextField())
      guard position < bytes.count else { return true }
      let end = bytes[position]
      position += 1
      if end == separator { continue }
      if end == .carriageReturn && position < bytes.count && bytes[position] == .lineFeed { position += 1 }
      nextLine += 1
      return true
    }
  }

  /// The text of a field, with doubled quotes made single.
  func text(_ field: Field) -> String {
    let text = String(decoding: bytes[field.range], as: UTF8.self)
    return field.isQuoted ? text.replacing("\"\"", with: "\"") : text
  }

  /// The value of a field that is a finite number and nothing else, spaces around it apart.
  func number(_ field: Field) -> Float? {
    wholeNumber(field) ?? number(text(field).trimmingPrefix(while: \.isWhitespace))
  }

  private func number(_ text: Substring) -> Float? {
    let end = text.lastIndex { !$0.isWhitespace }.map { text.index(after: $0) } ?? text.startIndex
    // What Float reads beyond these is hexadecimal, infinite, or not a number.
    guard text[..<end].allSatisfy({ $0.isASCII && ($0.isWholeNumber || "+-.eE".contains($0)) }) else { return nil }
    return Float(text[..<end]).flatMap { $0.isFinite ? $0 : nil }
  }

  /// The value of up to seven digits: most numbers in large files are so, and need no general parser.
  private func wholeNumber(_ field: Field) -> Float? {
    guard (1...7).contains(field.range.count) else { return nil }
    var value = 0
    for index in field.range {
      let digit = Int(bytes[index]) - Int(UInt8(ascii: "0"))
      guard (0...9).contains(digit) else { return nil }
      value = 10 * value + digit
    }
    return Float(value)
  }

  private mutating func skipEmptyLines() {
    while position < bytes.count, bytes[position] == .lineFeed || bytes[position] == .carriageReturn {
      if bytes[position] == .lineFeed { nextLine += 1 }
      position += 1
    }
  }

  private mutating func nextField() throws -> Field {
    guard position < bytes.count, bytes[position] == .quote else {
      let start = position
      while position < bytes.count, !isEnd(bytes[position]) { position += 1 }
      return Field(range: start..<position, isQuoted: false)
    }
    return try quotedField()
  }

  private mutating func quotedField() throws -> Field {
    let openingLine = nextLine
    position += 1
    let start = position
    while position < bytes.count {
      if bytes[position] == .lineFeed { nextLine += 1 }
      if bytes[position] == .quote {
        guard position + 1 < bytes.count, bytes[position + 1] == .quote else { break }
        position += 1
      }
      position += 1
    }
    guard position < bytes.count else {
      throw file.line(openingLine).malformed(expected: "a closing quote", found: "none up to the end of the file")
    }
    let field = Field(range: start..<position, isQuoted: true)
    position += 1
    guard position == bytes.count || isEnd(bytes[position]) else {
      throw file.line(nextLine).malformed(
        expected: "a separator or the end of the line after a closing quote",
        found: "\"\(Character(Unicode.Scalar(bytes[position])))\"")
    }
    return field
  }

  private func isEnd(_ byte: UInt8) -> Bool {
    byte == separator || byte == .lineFeed || byte == .carriageReturn
  }
}

extension UInt8 {
  fileprivate static let quote = UInt8(ascii: "\"")
  fileprivate static let lineFeed = UInt8(ascii: "\n")
  fileprivate static let carriageReturn = UInt8(ascii: "\r")
}
