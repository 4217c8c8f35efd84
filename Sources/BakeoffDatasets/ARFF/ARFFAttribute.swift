import BakeoffCore

/// A column as the head of an ARFF file declares it.
struct ARFFAttribute {
  /// What a column may hold.
  enum Kind {
    case number
    case text
    case category([String])
    /// A table in each cell.
    case relational
    /// A word that is no type of ARFF.
    case other(String)
  }

  let name: String
  let kind: Kind
  /// The line that declares it, counted from 1.
  let line: Int
  /// The values that are declared, without blanks around them.
  let values: Set<String>
  /// How its dates are written; nil where nothing is declared.
  let dateFormat: String?

  /// Reads what follows `@attribute`. Throws `DatasetError.malformed` for what is no name and type.
  init(_ text: Substring, line: Int, _ place: InputFile) throws {
    let (name, rest) = ARFFText.name(text)
    let type = ARFFText.withoutComment(trimmed(rest))
    guard !name.isEmpty, !type.isEmpty else {
      throw place.malformed(expected: "@attribute NAME TYPE", found: "\"\(visible(text.prefix(40)))\"")
    }
    guard let kind = Self.kind(type) else {
      throw place.malformed(
        expected: "numeric, string, date or {values} as the type of \(visible(name))",
        found: "\"\(visible(type.prefix(40)))\"")
    }
    (self.name, self.kind, self.line) = (name, kind, line)
    dateFormat = Self.dateFormat(type)
    if case .category(let names) = kind { values = Set(names.map { trimmed($0) }) } else { values = [] }
  }

  private static func dateFormat(_ type: String) -> String? {
    let words = ARFFText.name(type[...])
    guard words.0.lowercased() == "date" else { return nil }
    let format = ARFFText.name(words.1).0
    return format.isEmpty ? nil : format
  }

  private static func kind(_ type: String) -> Kind? {
    if type.hasPrefix("{") { return ARFFText.braced(type).map { .category(ARFFText.fields($0)) } }
    // A range or a format may follow.
    let word = type.prefix { $0.isLetter }.lowercased()
    switch word {
    case "numeric", "real", "integer": return .number
    case "string", "date": return .text
    case "relational": return .relational
    default: return word.count == type.count ? .other(word) : nil
    }
  }
}
