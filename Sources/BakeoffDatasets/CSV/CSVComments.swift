/// What begins a line that is no row.
struct CSVComments: OptionSet, Sendable {
  let rawValue: Int

  /// `#`, as R, NumPy and gnuplot have it.
  static let hash = CSVComments(rawValue: 1)
  /// `%`, as MATLAB and Weka have it.
  static let percent = CSVComments(rawValue: 2)
  /// `//`.
  static let slashes = CSVComments(rawValue: 4)
  static let all: CSVComments = [.hash, .percent, .slashes]

  /// What a user calls them.
  static let named: [String: CSVComments] = ["none": [], "#": .hash, "%": .percent, "//": .slashes]

  /// The marks, for a note.
  var title: String {
    let marks = [(Self.hash, "#"), (.percent, "%"), (.slashes, "//")].filter { contains($0.0) }.map(\.1)
    return marks.count < 2 ? marks.joined() : "\(marks.dropLast().joined(separator: ", ")) or \(marks[marks.count - 1])"
  }

  /// The mark that `bytes` begin with at `place`; nothing where there is none.
  static func mark(at place: Int, in bytes: [UInt8]) -> CSVComments {
    guard place < bytes.count else { return [] }
    switch bytes[place] {
    case UInt8(ascii: "#"): return isSpreadsheetError(at: place, in: bytes) ? [] : .hash
    case UInt8(ascii: "%"): return .percent
    case UInt8(ascii: "/"): return place + 1 < bytes.count && bytes[place + 1] == UInt8(ascii: "/") ? .slashes : []
    default: return []
    }
  }

  /// Whether a value begins there that spreadsheets write for what they cannot compute, such as `#N/A`.
  private static func isSpreadsheetError(at place: Int, in bytes: [UInt8]) -> Bool {
    let text = bytes[place...].prefix(8)
    return spreadsheetErrors.contains { text.starts(with: $0) }
  }

  private static let spreadsheetErrors = ["#N/A", "#NA", "#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!"]
    .map { Array($0.utf8) }
}
