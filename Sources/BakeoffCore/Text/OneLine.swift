/// The text on one line: line breaks and other control characters, which could move a terminal's cursor, become spaces.
package func oneLine(_ text: some StringProtocol) -> String {
  visible(text.split { $0.isNewline || $0 == "\t" }.joined(separator: " "))
}

/// An error as one line for a person.
package func oneLine(_ error: any Error) -> String { oneLine(String(describing: error)) }

/// The text as one field of comma-separated values: in quotation marks where it needs them. Source: RFC 4180.
///
/// A spreadsheet would compute what begins like a formula, so that gets an apostrophe before it, as spreadsheets write text
/// themselves; a number never does. Control characters, which a terminal would obey, are replaced.
package func csvField(_ text: String) -> String {
  let isFormula = text.first.map { "=+-@\t\r".contains($0) } == true && Double(text) == nil && text != "-"
  let text = String(
    String.UnicodeScalarView(
      (isFormula ? "'" + text : text).unicodeScalars.map { scalar in
        scalar.properties.generalCategory == .control && !"\n\r\t".unicodeScalars.contains(scalar) ? "\u{FFFD}" : scalar
      }))
  guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
  return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
}
