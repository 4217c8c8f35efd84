import BakeoffCore
import BakeoffDatasets
import Testing

/// What is read byte by byte is held against regular expressions that say the same, on texts that come close.
struct CellValueTests {
  @Test func decimalCommasAreWhatTheExpressionSays() {
    let expression = /[-+]?[0-9]+,[0-9]+([eE][-+]?[0-9]+)?|[-+]?[0-9]{1,3}(\.[0-9]{3})+,[0-9]+/
    let pieces = ["-", "+", "1", "12", "123", "1234", ".", ",", "e", "E5", "e-3", "000", " ", "x", "\u{0661}"]
    expect(pieces, longest: 7) { text in (numberWithDecimalComma(text) != nil, text.wholeMatch(of: expression) != nil) }
    #expect(numberWithDecimalComma("-1.234.567,5") == -1_234_567.5)
    #expect(numberWithDecimalComma("+2,5e-3") == 0.0025)
  }

  @Test func unitsAreWhatTheExpressionSays() {
    let expression = /[^0-9]{0,4}[0-9][0-9.,']*\s*[^0-9]{0,4}/
    let pieces = ["$", "\u{20AC}", "1", "200", ",", ".", "'", " ", "%", "kg", "km/h", "\u{0661}", "e\u{301}"]
    expect(pieces, longest: 7) { text in (isNumberWithUnit(text), text.wholeMatch(of: expression) != nil) }
  }

  @Test func datesAreWhatTheExpressionSays() {
    let german = /([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})/
    let other =
      /([0-9]{4})[-\/]([0-9]{1,2})[-\/]([0-9]{1,2})(?:[T ]([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}(?:\.[0-9]+)?))?[ \t]*(Z|[-+][0-9]{2}:?[0-9]{2})?)?/
    let pieces = [
      "2024", "1", "12", "-", "/", ".", "T", " ", ":", "05", "30", "2024-03-01", "T12:30", "Z", "+02:00", "-0530",
      ".25", "x",
    ]
    // Every number that these are made of is a day, a month, an hour and a minute, but for 30, which is no month, and
    // years that no month or day is as long as.
    expect(pieces, longest: 6) { text in
      let month = text.wholeMatch(of: german).map { $0.2 } ?? text.wholeMatch(of: other).map { $0.2 }
      let hour = text.wholeMatch(of: other).flatMap { $0.4 }
      let isDate = month.flatMap { Int($0) }.map { (1...12).contains($0) } ?? false
      return (secondsSince1970(text) != nil, isDate && (hour.flatMap { Int($0) } ?? 0) < 25)
    }
  }

  @Test(arguments: [
    ("1970-01-01", 0), ("01.03.2024", 1_709_251_200), ("2024/3/1 1:05", 1_709_255_100),
    ("2024-03-01T12:30:05.25Z", 1_709_296_205.25), ("2024-03-01T12:30+02:00", 1_709_289_000),
    ("2024-03-01 12:30:00 -0530", 1_709_316_000), ("1969-12-31T23:59:59", -1),
  ])
  func datesAreSeconds(_ text: String, _ seconds: Double) { #expect(secondsSince1970(text) == seconds) }

  @Test(arguments: [
    "2023-02-29", "2024-13-01", "2024-00-01", "31.04.2024", "2024-03-01T25:00", "2024-03-01T12:60",
    "2024-03-01T12:30:61",
  ])
  func whatIsNoDateIsNone(_ text: String) { #expect(secondsSince1970(text) == nil) }

  /// Compares two answers on 30,000 texts made of `pieces`, and sees that both answers come up.
  private func expect(_ pieces: [String], longest: Int, _ answers: (String) -> (read: Bool, expected: Bool)) {
    var random = SeededGenerator(seed: 16)
    var counts = [false: 0, true: 0]
    for _ in 0..<30_000 {
      let text = (0..<Int.random(in: 1...longest, using: &random)).map { _ in
        pieces[Int.random(in: 0..<pieces.count, using: &random)]
      }
      .joined()
      let (read, expected) = answers(text)
      if read != expected { Issue.record("\(text): read as one: \(read), by the expression: \(expected)") }
      counts[expected, default: 0] += 1
    }
    #expect(counts.values.allSatisfy { $0 > 100 })
  }
}
