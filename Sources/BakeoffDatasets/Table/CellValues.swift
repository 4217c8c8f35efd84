/// The value of a finite number in decimal notation.
func finiteNumber(_ text: String) -> Double? {
  guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }) else { return nil }
  return Double(text).flatMap { $0.isFinite ? $0 : nil }
}

/// Whether a text is what fills columns of numbers or dates, and no word.
func isNumberOrDate(_ text: String) -> Bool {
  // Double reads what is infinite, no number, or too large.
  guard text.utf8.contains(where: { (0x30...0x39).contains($0) }) else { return Double(text) != nil }
  return Double(text) != nil || DecimalMark.allCases.contains { WrittenNumber(text, decimal: $0) != nil }
    || isDate(text)
}

/// Whether a text is a date in some order, or a time.
func isDate(_ text: String) -> Bool {
  ClockTime(text) != nil || DateOrder.allCases.contains { Moment(text, order: $0) != nil }
}

/// Whether a text is a number with something before or after it, such as `12 %`, `$1,200` or `5cm`.
package func isNumberWithUnit(_ text: String) -> Bool {
  func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) }
  guard let first = text.firstIndex(where: isDigit), text[..<first].count <= 4 else { return false }
  let unit = text[first...].drop { isDigit($0) || ".,'".contains($0) }.drop(while: \.isWhitespace)
  return unit.prefix(5).count <= 4 && !unit.contains(where: isDigit)
}

/// Whether a text is numbers with marks between them, as dates and times are: `12/31/99`, `13h05m10`.
func isMarkedNumbers(_ text: String) -> Bool {
  let parts = text.split { !("0"..."9").contains($0) }
  guard (2...7).contains(parts.count), text.utf8.count <= 40, parts.allSatisfy({ $0.count <= 6 }) else { return false }
  return parts.reduce(0) { $0 + $1.count } >= 4 && text.count { $0.isLetter } <= 4
}
