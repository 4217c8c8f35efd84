/// The text with what cannot be seen written out, such as `\u{200B}` for a space of no width, so that two names that
/// look alike can be told apart.
package func visible(_ text: some StringProtocol) -> String {
  // Most texts are plain, and looking up what a character is takes time.
  if text.utf8.allSatisfy({ 0x20..<0x7F ~= $0 }) { return String(text) }
  return text.unicodeScalars.reduce(into: "") { result, scalar in
    if isInvisible(scalar) {
      result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
    } else {
      result.unicodeScalars.append(scalar)
    }
  }
}

/// The same of each line; the line breaks stay.
package func visibleLines(_ text: String) -> String {
  text.split(separator: "\n", omittingEmptySubsequences: false).map { visible($0) }.joined(separator: "\n")
}

private func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
  case .spaceSeparator: scalar != " "
  default: false
  }
}
