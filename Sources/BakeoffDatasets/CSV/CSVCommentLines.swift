/// The lines of a text that begin with a mark of comments, and whether they are comments.
struct CSVCommentLines {
  /// The marks that begin comments.
  let marks: CSVComments
  /// So many lines with marks are looked at; where they tell nothing, more will not.
  private static let most = 1000

  /// Looks at every line. A mark begins comments where one of its lines is not as wide as the rows, where it stands before
  /// the rows alone and words follow it, or where every other row begins with a number.
  init(_ bytes: [UInt8], _ form: CSVForm, _ records: [[String]]) {
    let counts = records.reduce(into: [Int: Int]()) { $0[$1.count, default: 0] += 1 }
    let width = counts.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key ?? 0
    let rows = records.dropFirst()
    let areNumbered = rows.count > 1 && rows.allSatisfy { $0.first.map { Double(trimmed($0)) != nil } == true }
    var marks: CSVComments = []
    var waiting: CSVComments = []
    var isBeforeRows = true
    var examined = 0
    Self.forEachLine(of: bytes[form.offset...]) { line in
      guard let start = line.first(where: { bytes[$0] != 0x20 && bytes[$0] != 0x09 }) else { return }
      let mark = CSVComments.mark(at: start, in: bytes)
      guard !mark.isEmpty else {
        isBeforeRows = false
        return
      }
      guard marks.isDisjoint(with: mark), examined < Self.most else { return }
      examined += 1
      guard let fields = Self.fields(of: bytes[line], form.separator) else { return }
      if fields.count != width || areNumbered {
        marks.formUnion(mark)
      } else if isBeforeRows, Self.names(in: bytes[line], form.separator) != nil {
        waiting.formUnion(mark)
      } else {
        waiting.subtract(mark)
      }
    }
    self.marks = records.isEmpty ? [] : marks.union(waiting)
  }

  /// What the last comment in a part of the text calls so many columns: names between what separates rows, or between
  /// blanks or commas.
  static func names(in part: Range<Int>, _ bytes: [UInt8], _ form: CSVForm, count: Int) -> [String]? {
    var last: Range<Int>?
    forEachLine(of: bytes[part]) { line in
      let start = line.first { bytes[$0] != 0x20 && bytes[$0] != 0x09 }
      if let start, !form.comments.isDisjoint(with: CSVComments.mark(at: start, in: bytes)) { last = line }
    }
    guard let last else { return nil }
    return [form.separator, .blanks, .comma].lazy.compactMap { names(in: bytes[last], $0) }.first { $0.count == count }
  }

  /// The fields of a line behind its mark, where each is a name and no two are alike.
  private static func names(in line: ArraySlice<UInt8>, _ separator: CSVSeparator) -> [String]? {
    let marks = Array("#%/ \t".utf8)
    let text = line.drop { (byte: UInt8) -> Bool in marks.contains(byte) }
    guard let names = fields(of: text, separator)?.map({ trimmed($0) }), names.count > 1 else { return nil }
    let areNames = names.allSatisfy { !$0.isEmpty && !isNumberOrDate($0) }
    return areNames && Set(names).count == names.count ? names : nil
  }

  /// The fields of one line, as the reader would have them; nil where a quoted one goes on in the next line.
  private static func fields(of line: ArraySlice<UInt8>, _ separator: CSVSeparator) -> [String]? {
    var fields: [String] = []
    var field: [UInt8] = []
    var isQuoted = false
    for byte in line {
      if byte == UInt8(ascii: "\""), isQuoted || field.allSatisfy({ $0 == 0x20 }) {
        isQuoted.toggle()
      } else if !isQuoted, separator.contains(byte) {
        if !separator.joinsRuns || !field.isEmpty { fields.append(String(decoding: field, as: UTF8.self)) }
        field = []
      } else {
        field.append(byte)
      }
    }
    if !separator.joinsRuns || !field.isEmpty { fields.append(String(decoding: field, as: UTF8.self)) }
    return isQuoted ? nil : fields
  }

  private static func forEachLine(of bytes: ArraySlice<UInt8>, _ body: (Range<Int>) -> Void) {
    var start = bytes.startIndex
    while start < bytes.endIndex {
      let end = bytes[start...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.endIndex
      body(start..<end)
      start = end + 1
    }
  }
}
