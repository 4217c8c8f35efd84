import BakeoffCore

/// How the text of a table is laid out: where it begins, what separates its fields, and which lines are comments.
struct CSVForm: Sendable {
  /// What separates fields.
  var separator: CSVSeparator
  /// What begins a line that is no row.
  var comments: CSVComments = []
  /// The byte the first record begins at, or what is passed over before it.
  var offset = 0
  /// The line of that byte, counted from 1.
  var line = 1
  /// The line of the first record.
  var firstLine = 1
  /// Whether each row has a name in front, for which the heading has no field, as R writes tables.
  var hasRowNames = false
  /// What a comment before the first record calls the columns.
  var commentedNames: [String]?
  /// What was passed over, and what separates, where that is not plain.
  var notes: [String] = []

  /// Lines that are passed over unread, and what a user says of the rest; nil to find it out.
  struct Asked: Sendable {
    var separator: CSVSeparator?
    var comments: CSVComments?
    var skippedLines = 0

    /// Reads the arguments that say so. Throws `ConfigurationError`.
    init(_ arguments: Arguments) throws {
      separator = try arguments.choice("separator", of: CSVSeparator.named)
      comments = try arguments.choice("comments", of: CSVComments.named)
      skippedLines = try arguments.integer("skip", in: 0...1_000_000, default: 0)
    }
  }

  /// Records that are looked at to find out.
  static let sampleSize = 200
  /// Fields after which ten records are enough: the lines of some files are a million fields long.
  private static let mostFields = 100_000

  init(separator: CSVSeparator) { self.separator = separator }

  /// Looks at the text; of rows to predict, `expected` says what was learned from. Throws `DatasetError.malformed` for what is no
  /// text, or ends before the table begins.
  init(of bytes: [UInt8], _ file: InputFile, _ asked: Asked, like expected: ExpectedRows? = nil) throws {
    try checkIsText(bytes, file)
    self.init(separator: .comma)
    offset = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let said = takeSeparatorLine(bytes)
    for _ in 0..<asked.skippedLines {
      guard takeLine(bytes) else {
        throw file.malformed(
          expected: "more than the \(counted(asked.skippedLines, "line")) that skip= passes over", found: "no more")
      }
    }
    comments = asked.comments ?? .all
    separator = asked.separator ?? said ?? CSVSeparation.separator(of: bytes, file, self)
    // Where a single column is expected and the first line has no separator, what stands in other lines is a decimal comma.
    if asked.separator == nil, expected?.wholeCount == 1, sample(bytes, file).records.first?.fields.count == 1 {
      separator = .nothing
    }
    if asked.comments == nil {
      comments = CSVCommentLines(bytes, self, sample(bytes, file).records.map(\.fields)).marks
    }
    let records = sample(bytes, file).records
    let opening = offset
    if let body = CSVBody(records.map(\.fields)) { begin(at: body, of: records) }
    if let first = records.first(where: { $0.offset >= offset }) {
      firstLine = first.line
      commentedNames = CSVCommentLines.names(
        in: opening..<first.offset, bytes, self, count: first.fields.count)
    }
    if asked.separator == nil, separator != .comma, separator != .nothing {
      notes.insert("Fields are separated by \(separator.title).", at: 0)
    }
  }

  /// The first records of a file.
  struct Sample {
    var records: [SampledRecord] = []
    /// Whether nothing was wrong with them.
    var isWhole = true
  }

  /// The first records, and where they begin; as far as they can be read.
  func sample(_ bytes: [UInt8], _ file: InputFile) -> Sample {
    var reader = CSVReader(bytes, of: file, form: self)
    var fields: [CSVReader.Field] = []
    var sample = Sample()
    var count = 0
    do {
      while sample.records.count < (count < Self.mostFields ? Self.sampleSize : 10), try reader.read(into: &fields) {
        count += fields.count
        sample.records.append(
          SampledRecord(fields: fields.map(reader.text), offset: reader.start, line: reader.line))
      }
    } catch {
      // The reading of all of it will say what is wrong.
      sample.isWhole = false
    }
    return sample
  }

  /// Takes a first line such as `sep=;`, by which Excel is told what separates.
  private mutating func takeSeparatorLine(_ bytes: [UInt8]) -> CSVSeparator? {
    guard let end = bytes[offset...].prefix(9).firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) else { return nil }
    let line = Array(bytes[offset..<end])
    let isQuoted = line.count == 7 && line.first == UInt8(ascii: "\"") && line.last == UInt8(ascii: "\"")
    let text = isQuoted ? Array(line.dropFirst().dropLast()) : line
    guard text.count == 5, String(decoding: text.prefix(4), as: UTF8.self).lowercased() == "sep=",
      let separator = CSVSeparator(mark: text[4])
    else { return nil }
    return takeLine(bytes) ? separator : nil
  }

  /// Passes over one line; false at the end.
  private mutating func takeLine(_ bytes: [UInt8]) -> Bool {
    guard offset < bytes.count else { return false }
    offset = bytes[offset...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.count
    if offset + 1 < bytes.count, bytes[offset] == 0x0D, bytes[offset + 1] == 0x0A { offset += 1 }
    offset = min(offset + 1, bytes.count)
    line += 1
    return true
  }

  private mutating func begin(at body: CSVBody, of records: [SampledRecord]) {
    hasRowNames = body.hasRowNames
    guard body.start > 0 else { return }
    let first = records[body.start]
    let text = trimmed(records[0].fields.joined(separator: " "))
    notes.append(
      "The table begins in line \(first.line); what stands before it was passed over: "
        + "\"\(visible(oneLine(text).prefix(40)))\"\(body.start > 1 ? " and \(counted(body.start - 1, "line")) more" : "")."
    )
    (offset, line) = (first.offset, first.line)
  }
}

/// A record as it was read to find out what a file is.
struct SampledRecord {
  /// Its fields.
  let fields: [String]
  /// The byte it begins at.
  let offset: Int
  /// The line it begins on, counted from 1.
  let line: Int
}
