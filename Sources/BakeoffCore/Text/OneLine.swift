/// The text on one line: line breaks and other control characters, which could move a terminal's cursor, become spaces.
package func oneLine(_ text: some StringProtocol) -> String {
  text.split { character in
    character.isNewline || character.unicodeScalars.contains { $0.properties.generalCategory == .control }
  }.joined(separator: " ")
}

/// An error as one line for a person.
package func oneLine(_ error: any Error) -> String { oneLine(String(describing: error)) }

/// The text as one field of comma-separated values: in quotation marks where it needs them. Source: RFC 4180.
package func csvField(_ text: String) -> String {
  guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
  return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
}
