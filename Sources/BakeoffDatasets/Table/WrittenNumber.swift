/// What stands before the fraction of a number.
package enum DecimalMark: String, CaseIterable, Sendable {
  case point
  case comma

  var scalar: Unicode.Scalar { self == .point ? "." : "," }
  var other: DecimalMark { self == .point ? .comma : .point }
}

/// A number as people write it: `1,234.56`, `1.234,56`, `1 234`, `1'234`, `12,34,567`, `-$5`, `(1,234)`, `5 %`, `3,50 €`.
package struct WrittenNumber: Equatable {
  /// Its value, in its unit: 5 for `5 %`.
  package let value: Double
  /// The percent sign or the currency, as it is written; nil where there is none.
  package let unit: String?
  /// Whether brackets stand around it, as accountants mark a loss.
  package let isBracketed: Bool

  /// Longer texts are no numbers of people.
  private static let mostScalars = 64

  /// Reads a text that is such a number and nothing else, with this mark before its fraction.
  package init?(_ text: String, decimal: DecimalMark) {
    var rest = Array(text.unicodeScalars.prefix(Self.mostScalars + 1))[...]
    guard rest.count <= Self.mostScalars, rest.contains(where: isDigit) else { return nil }
    var isBracketed = false
    if rest.first == "(", rest.last == ")" {
      isBracketed = true
      rest = rest.dropFirst().dropLast()
    }
    guard let affixes = Affixes(takingFrom: &rest), let digits = plainDigits(rest, decimal: decimal),
      let size = Double(digits), size.isFinite, !isBracketed || !affixes.hasSign
    else { return nil }
    value = affixes.isNegative || isBracketed ? -size : size
    unit = affixes.unit
    self.isBracketed = isBracketed
  }
}

/// What stands around the digits of a number.
private struct Affixes {
  private(set) var unit: String?
  private(set) var hasSign = false
  private(set) var isNegative = false

  /// Takes a sign, a currency and blanks from the front, and a percent sign, a currency, a sign and blanks from the back, one
  /// of each; nil where something else stands there.
  init?(takingFrom rest: inout ArraySlice<Unicode.Scalar>) {
    guard var start = rest.firstIndex(where: isDigit), let end = rest.lastIndex(where: isDigit) else { return nil }
    // The mark of `.5`, and not that of `Rs.5`.
    let front = rest[..<start]
    if let mark = front.last, mark == "." || mark == ",", front.dropLast().last?.properties.isAlphabetic != true {
      start -= 1
    }
    let (before, after) = (rest[..<start], rest[(end + 1)...])
    rest = rest[start...end]
    guard take(before, signs: "+-\u{2212}") else { return nil }
    // A price without cents.
    if [",-", ".-"].contains(String(String.UnicodeScalarView(after))) { return }
    guard take(after, signs: "-\u{2212}") else { return nil }
  }

  private mutating func take(_ part: ArraySlice<Unicode.Scalar>, signs: String) -> Bool {
    var word = String.UnicodeScalarView()
    for scalar in part where !scalar.properties.isWhitespace {
      if signs.unicodeScalars.contains(scalar) {
        guard !hasSign else { return false }
        (hasSign, isNegative) = (true, scalar != "+")
      } else {
        word.append(scalar)
      }
    }
    let text = String(word)
    guard !text.isEmpty else { return true }
    guard unit == nil, text == "%" || isCurrency(text) else { return false }
    unit = text
    return true
  }
}

private func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

/// Whether a text is the sign of a currency, with a country before it or not, or what is written in place of one.
private func isCurrency(_ text: String) -> Bool {
  let scalars = text.unicodeScalars
  if scalars.last?.properties.generalCategory == .currencySymbol {
    return scalars.count <= 3 && scalars.dropLast().allSatisfy { ("A"..."Z").contains($0) }
  }
  return currencies.contains(text.lowercased())
}

private let currencies: Set = [
  "usd", "eur", "gbp", "chf", "jpy", "cny", "inr", "aud", "cad", "nzd", "sek", "nok", "dkk", "isk", "pln", "czk", "huf",
  "ron", "brl", "rub", "zar", "mxn", "krw", "try", "ils", "sgd", "hkd", "thb", "idr", "php", "kr", "kr.", "rs", "rs.",
  "fr.", "zł", "kč", "ft",
]

/// The digits of a number with a point before the fraction and nothing between the thousands; nil where they are not grouped
/// as people group them: by three, or as in India the last three and then by two.
private func plainDigits(_ text: ArraySlice<Unicode.Scalar>, decimal: DecimalMark) -> String? {
  let start = text.firstIndex { $0 == decimal.scalar || $0 == "e" || $0 == "E" } ?? text.endIndex
  let (whole, rest) = (text[..<start], text[start...])
  let groups = whole.split(omittingEmptySubsequences: false) { !isDigit($0) }
  let separators = Set(whole.filter { !isDigit($0) })
  guard groups.count == 1 || areThousands(groups, separators, decimal) else { return nil }
  var result = String(String.UnicodeScalarView(whole.filter(isDigit)))
  var cell = CellScanner(String(String.UnicodeScalarView(rest)))
  if cell.take(decimal == .point ? "." : ",") != nil {
    let fraction = cell.digits(0...) ?? ""
    guard !result.isEmpty || !fraction.isEmpty, decimal == .point || !fraction.isEmpty else { return nil }
    result = (result.isEmpty ? "0" : result) + "." + (fraction.isEmpty ? "0" : fraction)
  }
  if groups.count == 1, !result.isEmpty, cell.take("eE") != nil {
    let sign = cell.take("+-") == UInt8(ascii: "-") ? "-" : ""
    guard let power = cell.digits(1...) else { return nil }
    result += "e\(sign)\(power)"
  }
  return cell.isAtEnd ? result : nil
}

private func areThousands(
  _ groups: [ArraySlice<Unicode.Scalar>], _ separators: Set<Unicode.Scalar>, _ decimal: DecimalMark
) -> Bool {
  guard separators.count == 1, let separator = separators.first, let first = groups.first, first.first != "0",
    separator == decimal.other.scalar || " \u{A0}\u{202F}\u{2009}'\u{2019}_".unicodeScalars.contains(separator)
  else { return false }
  let sizes = groups.dropFirst().map(\.count)
  if (1...3).contains(first.count), sizes.allSatisfy({ $0 == 3 }) { return true }
  return (1...2).contains(first.count) && sizes.count > 1 && sizes.last == 3 && sizes.dropLast().allSatisfy { $0 == 2 }
}
