/// On which side of its column a text stands.
public enum TextAlignment: Hashable, Sendable {
  /// At the left edge.
  case left
  /// At the right edge.
  case right
}

/// How many columns of a terminal the text fills: East Asian wide characters and pictures fill two.
package func terminalWidth(_ text: some StringProtocol) -> Int {
  text.reduce(0) { $0 + ($1.unicodeScalars.first.map(isWide) ?? false ? 2 : 1) }
}

/// The text with spaces to fill `width` columns; longer text stays as it is.
package func padded(_ text: some StringProtocol, to width: Int, _ alignment: TextAlignment = .left) -> String {
  let space = String(repeating: " ", count: max(0, width - terminalWidth(text)))
  return alignment == .left ? text + space : space + text
}

/// The beginning of the text, as much of it as fills `width` columns.
package func abbreviated(_ text: String, to width: Int) -> String {
  var end = text.endIndex
  while terminalWidth(text[..<end]) > width { end = text.index(before: end) }
  return String(text[..<end])
}

/// The text in lines of at most `width` columns, broken between words, all but the first indented; a longer word stays
/// whole.
package func wrapped(_ text: String, width: Int, indentation: String = "") -> [String] {
  text.split(separator: " ").reduce(into: []) { lines, word in
    if let last = lines.last, terminalWidth(last) + 1 + terminalWidth(word) <= width {
      lines[lines.count - 1] += " " + word
    } else {
      lines.append((lines.isEmpty ? "" : indentation) + word)
    }
  }
}

/// The blocks that Unicode's East Asian Width (UAX 11) calls wide, roughly.
private let wideBlocks: [ClosedRange<UInt32>] = [
  0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
  0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD,
]

private func isWide(_ scalar: Unicode.Scalar) -> Bool {
  scalar.value >= 0x1100 && wideBlocks.contains { $0.contains(scalar.value) }
}
