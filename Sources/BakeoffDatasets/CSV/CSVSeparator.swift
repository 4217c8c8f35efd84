/// What stands between two fields of a line: a byte, or a run of blanks.
struct CSVSeparator: Hashable, Sendable {
  /// What a note calls it, in the plural.
  let title: String
  /// Whether several in a row count as one, and those at the ends of a line as none.
  let joinsRuns: Bool
  private let byte: UInt8
  private let other: UInt8

  private init(_ title: String, _ byte: Unicode.Scalar, or other: Unicode.Scalar? = nil, joinsRuns: Bool = false) {
    self.title = title
    self.joinsRuns = joinsRuns
    self.byte = UInt8(ascii: byte)
    self.other = UInt8(ascii: other ?? byte)
  }

  static let comma = CSVSeparator("commas", ",")
  static let semicolon = CSVSeparator("semicolons", ";")
  static let tab = CSVSeparator("tabs", "\t")
  static let bar = CSVSeparator("bars", "|")
  /// Nothing separates: each line is one field.
  static let nothing = CSVSeparator("nothing", "\u{1F}")
  /// Runs of tabs, so that fields may hold blanks.
  static let tabs = CSVSeparator("runs of tabs", "\t", joinsRuns: true)
  /// Runs of blanks and tabs.
  static let blanks = CSVSeparator("blanks", " ", or: "\t", joinsRuns: true)

  /// What a user calls each.
  static let named: [String: CSVSeparator] = [
    "comma": comma, "semicolon": semicolon, "tab": tab, "bar": bar, "tabs": tabs, "blanks": blanks,
  ]

  /// A mark that a file says separates its fields: one of the known, or any other mark of ASCII that stands in no number.
  init?(mark: UInt8) {
    if let known = [Self.comma, .semicolon, .tab, .bar, .blanks].first(where: { $0.byte == mark }) {
      self = known
      return
    }
    guard (0x21...0x7E).contains(mark), !"\"'+-._".utf8.contains(mark), !Unicode.Scalar(mark).properties.isAlphabetic,
      !(0x30...0x39).contains(mark)
    else { return nil }
    self.init("\"\(Unicode.Scalar(mark))\"", Unicode.Scalar(mark))
  }

  /// The character it is, or the first of those it may be.
  var mark: Character { Character(Unicode.Scalar(byte)) }

  /// Whether a byte separates.
  func contains(_ candidate: UInt8) -> Bool { candidate == byte || candidate == other }

  /// Whether a field holds it.
  func isIn(_ field: String) -> Bool { field.utf8.contains(where: contains) }
}
