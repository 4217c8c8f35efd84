/// The value of a finite number in decimal notation.
func finiteNumber(_ text: String) -> Double? {
  guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }) else { return nil }
  return Double(text).flatMap { $0.isFinite ? $0 : nil }
}

/// The value of a number as it is written where the comma comes before the fraction: `1,5`, `1,5e-3` or `1.234,5`.
package func numberWithDecimalComma(_ text: String) -> Double? {
  var cell = CellScanner(text)
  _ = cell.take("+-")
  guard let whole = cell.digits(1...) else { return nil }
  var isGrouped = false
  while cell.take(".") != nil {
    guard whole.utf8.count <= 3, cell.digits(3...3) != nil else { return nil }
    isGrouped = true
  }
  guard cell.take(",") != nil, cell.digits(1...) != nil else { return nil }
  if !isGrouped, cell.take("eE") != nil {
    _ = cell.take("+-")
    guard cell.digits(1...) != nil else { return nil }
  }
  guard cell.isAtEnd else { return nil }
  return Double(String(text.filter { $0 != "." }.map { $0 == "," ? "." : $0 }))
}

/// Whether a text is a number with something before or after it, such as `12 %`, `$1,200` or `5cm`.
package func isNumberWithUnit(_ text: String) -> Bool {
  func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) }
  guard let first = text.firstIndex(where: isDigit), text[..<first].count <= 4 else { return false }
  let unit = text[first...].drop { isDigit($0) || ".,'".contains($0) }.drop(while: \.isWhitespace)
  return unit.prefix(5).count <= 4 && !unit.contains(where: isDigit)
}
