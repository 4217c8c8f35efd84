import BakeoffCore

/// Reads comma-separated text record by record (RFC 4180): quoted fields may hold separators, line breaks and doubled
/// quotes; lines end in LF, CRLF or CR; empty lines and comments are skipped.
struct CSVReader {
  /// One field: where its text is, without its quotes.
  struct Field {
    fileprivate let range: Range<Int>
    fileprivate let isQuoted: Bool
  }

  /// More fields in a line than this are taken for a file without line ends.
  static let mostFields = 1 << 20

  /// The line the last record began on, counted from 1.
  private(set) var line = 0
  /// The byte the last record began at.
  private(set) var start = 0
  /// Comments that were skipped.
  private(set) var commentCount = 0
  private let bytes: [UInt8]
  private let file: InputFile
  private let separator: CSVSeparator
  private let comments: CSVComments
  private var position: Int
  private var nextLine: Int

  /// Starts where the form says that the table begins.
  init(_ bytes: [UInt8], of file: InputFile, form: CSVForm) {
    self.bytes = bytes
    self.file = file
    separator = form.separator
    comments = form.comments
    position = form.offset
    nextLine = form.line
  }

  /// Puts the fields of the next record in `fields`; returns false at the end. Throws `DatasetError.malformed` that
  /// names the line.
  mutating func read(into fields: inout [Field]) throws -> Bool {
    fields.removeAll(keepingCapacity: true)
    skipToRecord()
    guard position < bytes.count else { return false }
    (line, start) = (nextLine, position)
    repeat {
      fields.append(try nextField())
      guard fields.count <= Self.mostFields else {
        throw file.line(line).malformed(
          expected: "at most \(grouped(Self.mostFields)) fields in a line", found: "more",
          remedy: "look whether its lines have ends, and whether the separator is right")
      }
    } while takeSeparator()
    takeLineEnd()
    return true
  }

  /// Whether two fields are written alike, quotes apart.
  func areAlike(_ one: Field, _ other: Field) -> Bool {
    one.range.count == other.range.count && bytes[one.range] == bytes[other.range]
  }

  /// The text of a field, with doubled quotes made single.
  func text(_ field: Field) -> String {
    let text = String(decoding: bytes[field.range], as: UTF8.self)
    return field.isQuoted ? text.replacing("\"\"", with: "\"") : text
  }

  /// The value of a field that is a finite number and nothing else, spaces around it apart.
  func number(_ field: Field) -> Double? {
    plainNumber(field.range) ?? finiteNumber(trimmed(text(field)))
  }

  /// Whether a number is written like `1.234`, so that its point might part thousands.
  func isPointed(_ field: Field) -> Bool {
    let sign = bytes[field.range].first.map { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") } ?? false
    let digits = bytes[field.range].dropFirst(sign ? 1 : 0)
    guard (5...7).contains(digits.count), digits[digits.endIndex - 4] == UInt8(ascii: "."),
      digits.first != UInt8(ascii: "0")
    else { return false }
    return digits.count { (0x30...0x39).contains($0) } == digits.count - 1
  }

  /// The value of up to fifteen digits with a point among them or not: most numbers in large files are so. Both the
  /// digits and the power of ten are exact doubles, so their quotient is the nearest double.
  private func plainNumber(_ range: Range<Int>) -> Double? {
    guard (1...17).contains(range.count) else { return nil }
    var digits = 0
    var value = 0
    var scale = 1.0
    var hasPoint = false
    for index in range {
      let byte = bytes[index]
      if (0x30...0x39).contains(byte) {
        value = 10 * value + Int(byte - 0x30)
        digits += 1
        if hasPoint { scale *= 10 }
      } else if byte == UInt8(ascii: "."), !hasPoint {
        hasPoint = true
      } else if byte != UInt8(ascii: "-") || index != range.lowerBound {
        return nil
      }
    }
    guard (1...15).contains(digits) else { return nil }
    let quotient = Double(value) / scale
    return bytes[range.lowerBound] == UInt8(ascii: "-") ? -quotient : quotient
  }

  /// About how many records there are, by the length of some of them.
  func estimatedRecords(like sample: [[String]]) -> Int {
    let length = sample.reduce(0) { $0 + $1.reduce(0) { $0 + $1.utf8.count + 1 } }
    return bytes.count * sample.count / max(length, 1) + sample.count
  }

  /// The texts of the next records, at most so many; the reader stays where it is.
  func sample(_ count: Int) throws -> [[String]] {
    var reader = self
    var fields: [Field] = []
    var records: [[String]] = []
    while records.count < count, try reader.read(into: &fields) { records.append(fields.map(reader.text)) }
    return records
  }

  /// Whether what could be numbers is quoted in the next record, and nothing is in the one after it that could be.
  func quotesFirstRecordAlone() throws -> Bool {
    var reader = self
    var (first, second): ([Field], [Field]) = ([], [])
    guard try reader.read(into: &first), try reader.read(into: &second), first.count == second.count else {
      return false
    }
    let numbers = first.indices.filter { reader.number(first[$0]) != nil && reader.number(second[$0]) != nil }
    return !numbers.isEmpty && numbers.allSatisfy { first[$0].isQuoted && !second[$0].isQuoted }
  }

  /// Passes over lines that are empty, or comments; in front of a row, over blanks that separate nothing.
  private mutating func skipToRecord() {
    while position < bytes.count {
      var ahead = position
      while ahead < bytes.count, bytes[ahead] == .blank || bytes[ahead] == .tab { ahead += 1 }
      // A line of tabs is a row of nothing where each tab separates.
      let isBlank =
        ahead == position || separator.joinsRuns || !bytes[position..<ahead].contains(where: separator.contains)
      if isBlank, ahead == bytes.count || isLineEnd(bytes[ahead]) {
        position = ahead
        takeLineEnd()
      } else if !comments.isEmpty, !comments.isDisjoint(with: CSVComments.mark(at: ahead, in: bytes)) {
        position = bytes[ahead...].firstIndex(where: isLineEnd) ?? bytes.count
        commentCount += 1
        takeLineEnd()
      } else {
        if separator.joinsRuns { position = ahead }
        return
      }
    }
  }

  /// Takes what separates two fields, and says whether there was any.
  private mutating func takeSeparator() -> Bool {
    guard position < bytes.count, separator.contains(bytes[position]) else { return false }
    position += 1
    guard separator.joinsRuns else { return true }
    while position < bytes.count, separator.contains(bytes[position]) { position += 1 }
    return position < bytes.count && !isLineEnd(bytes[position])
  }

  private mutating func takeLineEnd() {
    guard position < bytes.count else { return }
    position += 1
    if bytes[position - 1] == .carriageReturn, position < bytes.count, bytes[position] == .lineFeed { position += 1 }
    nextLine += 1
  }

  private mutating func nextField() throws -> Field {
    // Blanks before a quote are no part of the field.
    var ahead = position
    while ahead < bytes.count, bytes[ahead] == .blank { ahead += 1 }
    if ahead < bytes.count, bytes[ahead] == .quote {
      position = ahead
      return try quotedField()
    }
    let start = position
    while position < bytes.count, !isEnd(bytes[position]) { position += 1 }
    return Field(range: start..<position, isQuoted: false)
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
    while position < bytes.count, bytes[position] == .blank, !separator.contains(.blank) { position += 1 }
    guard position == bytes.count || isEnd(bytes[position]) else {
      throw file.line(nextLine).malformed(
        expected: "a separator or the end of the line after a closing quote",
        found: "\"\(Character(Unicode.Scalar(bytes[position])))\"")
    }
    return field
  }

  private func isEnd(_ byte: UInt8) -> Bool { separator.contains(byte) || isLineEnd(byte) }

  private func isLineEnd(_ byte: UInt8) -> Bool { byte == .lineFeed || byte == .carriageReturn }
}

extension UInt8 {
  fileprivate static let quote = UInt8(ascii: "\"")
  fileprivate static let blank = UInt8(ascii: " ")
  fileprivate static let tab = UInt8(ascii: "\t")
  fileprivate static let lineFeed = UInt8(ascii: "\n")
  fileprivate static let carriageReturn = UInt8(ascii: "\r")
}
