import BakeoffCore
import BakeoffDatasets
import Testing

/// What is read byte by byte is held against regular expressions that say the same, on texts that come close.
struct CellValueTests {
  @Test(arguments: DecimalMark.allCases)
  func numbersAreWhatTheExpressionSays(_ mark: DecimalMark) {
    let point =
      /(?:[0-9]+|[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+|(?:'[0-9]{3})+)|[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3})(?:\.[0-9]+)?|\.[0-9]+/
    let comma =
      /(?:[0-9]+|[1-9][0-9]{0,2}(?:(?:\.[0-9]{3})+|(?:'[0-9]{3})+)|[1-9][0-9]?(?:\.[0-9]{2})+\.[0-9]{3})(?:,[0-9]+)?|,[0-9]+/
    let expression = mark == .point ? point : comma
    expect(["1", "12", "123", "1234", ".", ",", "000", "'", "x", "\u{0661}", "345", "0"], longest: 6) { text in
      (WrittenNumber(text, decimal: mark) != nil, text.wholeMatch(of: expression) != nil)
    }
  }

  @Test(arguments: [
    ("1,234.56", 1234.56), ("-1,234", -1234), ("1 234.5", 1234.5), ("1\u{A0}234", 1234), ("1\u{202F}234", 1234),
    ("1'234.50", 1234.5), ("1\u{2019}234", 1234), ("1_234_567", 1_234_567), ("12,34,567", 1_234_567),
    ("(1,234)", -1234), ("($1,234.50)", -1234.5), ("\u{2212}5", -5), ("5-", -5), ("+7", 7), ("$2,428.35", 2428.35),
    ("-$5", -5), ("$-5", -5), ("US$ 1,000", 1000), ("USD 12", 12), ("12 EUR", 12), ("3.50 \u{20AC}", 3.5),
    ("29.8%", 29.8),
    ("12 %", 12), ("Rs. 500", 500), ("R$1,000", 1000), ("5,-", 5), (".5", 0.5), ("$.50", 0.5), ("4e3", 4000),
    ("1E-05", 1e-5), ("1.234", 1.234),
  ])
  func numbersWithADecimalPoint(_ text: String, _ value: Double) {
    #expect(WrittenNumber(text, decimal: .point)?.value == value)
  }

  @Test(arguments: [
    ("1.234,56", 1234.56), ("-1.234.567,5", -1_234_567.5), ("+2,5e-3", 0.0025), ("1 234,5", 1234.5), ("1.234", 1234),
    ("3,50 \u{20AC}", 3.5), ("\u{20AC} 1.000,00", 1000), ("12,5 %", 12.5), ("1,234", 1.234),
  ])
  func numbersWithADecimalComma(_ text: String, _ value: Double) {
    #expect(WrittenNumber(text, decimal: .comma)?.value == value)
  }

  @Test(arguments: [
    "", "-", "$", "%", "1,23", "12,3456", "0,123", "1,234,56", "1,2345,678", "1 23", "1 2345", "12'34", "1-2", "5 cm",
    "%5%",
    "$5%", "--5", "(-5)", "((5))", "1.2.3", "192.168.1.1", "5 $ 3", "1e", "0x10", "inf", "nan", "1,234 567",
  ])
  func whatIsNoNumberIsNone(_ text: String) { #expect(WrittenNumber(text, decimal: .point) == nil) }

  @Test func unitsAreWhatTheExpressionSays() {
    let expression = /[^0-9]{0,4}[0-9][0-9.,']*\s*[^0-9]{0,4}/
    let pieces = ["$", "\u{20AC}", "1", "200", ",", ".", "'", " ", "%", "kg", "km/h", "\u{0661}", "e\u{301}"]
    expect(pieces, longest: 7) { text in (isNumberWithUnit(text), text.wholeMatch(of: expression) != nil) }
  }

  @Test(arguments: DateOrder.allCases)
  func datesAreWhatTheExpressionSays(_ order: DateOrder) {
    let yearFirst = /[0-9]{4}([-\/.])([0-9]{1,2})\1([0-9]{1,2})/
    let compact = /[0-9]{4}()([0-9]{2})([0-9]{2})/
    let shortYear = /[0-9]{2}([-\/.])([0-9]{1,2})\1([0-9]{1,2})/
    let yearLast = /([0-9]{1,2})([-\/.])([0-9]{1,2})\2(?:[0-9]{4}|[0-9]{2})/
    let clock = /([0-9]{1,2}):[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?|([0-9]{2})[0-9]{2}(?:[0-9]{2})?/
    let zone = /[ \t]*(?:[-+][0-9]{2}:?[0-9]{2}|[-+][0-9]{2})?[ \t]*/
    /// Month, day and what follows them, by the longest form that fits.
    func date(_ text: String) -> (month: Int?, day: Int?, rest: Substring)? {
      let found = text.prefixMatch(of: compact) ?? text.prefixMatch(of: yearFirst)
      if let found { return (Int(found.2), Int(found.3), text[found.range.upperBound...]) }
      if order == .yearFirst {
        return text.prefixMatch(of: shortYear).map { (Int($0.2), Int($0.3), text[$0.range.upperBound...]) }
      }
      return text.prefixMatch(of: yearLast).map { found in
        let (first, second) = (Int(found.1), Int(found.3))
        return (
          order == .dayFirst ? second : first, order == .dayFirst ? first : second, text[found.range.upperBound...]
        )
      }
    }
    func isTime(_ rest: Substring) -> Bool {
      guard let gap = rest.prefixMatch(of: /[Tt:]|[ ,] */) else { return rest.isEmpty }
      let time = rest[gap.range.upperBound...]
      guard let found = time.prefixMatch(of: clock), Int(found.1 ?? found.2 ?? "") ?? 0 < 25 else { return false }
      return time[found.range.upperBound...].wholeMatch(of: zone) != nil
    }
    let pieces = [
      "2024", "1", "12", "-", "/", ".", "T", " ", ":", "05", "30", "2024-03-01", "1/12/2024", "T12:30", "+02:00",
      "-0530",
      ".25", "x",
    ]
    // Every number that these are made of is a day, an hour and a minute, and but for 30 a month.
    expect(pieces, longest: 6) { text in
      let found = date(text)
      let isDate = (1...12).contains(found?.month ?? 0) && (1...30).contains(found?.day ?? 0)
      return (Moment(text, order: order) != nil, isDate && isTime(found?.rest ?? "x"))
    }
  }

  @Test(arguments: [
    ("1970-01-01", 0), ("01.03.2024", 1_709_251_200), ("2024/3/1 1:05", 1_709_255_100),
    ("2024-03-01T12:30:05.25Z", 1_709_296_205.25), ("2024-03-01T12:30+02:00", 1_709_289_000),
    ("2024-03-01 12:30:00 -0530", 1_709_316_000), ("1969-12-31T23:59:59", -1), ("01.03.2024 12:30", 1_709_296_200),
    ("1.3.24", 1_709_251_200), ("01/03/2024 12:37 AM", 1_709_253_420), ("1/3/24 1:05:30 pm", 1_709_298_330),
    ("01-03-2024", 1_709_251_200), ("1 March 2024", 1_709_251_200), ("01-Mar-2024", 1_709_251_200),
    ("Mar 1, 2024", 1_709_251_200), ("March 1st, 2024 12:30", 1_709_296_200), ("1. M\u{E4}rz 2024", 1_709_251_200),
    ("Fri, 01 Mar 2024 12:30:00 +0200", 1_709_289_000), ("Fri Mar  1 12:30:05 2024", 1_709_296_205),
    ("20240301T123005Z", 1_709_296_205), ("2024-Mar-01", 1_709_251_200), ("01/Mar/2024:12:30:05 +0000", 1_709_296_205),
    ("2024-03-01 12:30:05,250 UTC", 1_709_296_205.25), ("1/3/2024, 1:05\u{202F}PM", 1_709_298_300),
  ])
  func datesAreSeconds(_ text: String, _ seconds: Double) {
    #expect(Moment(text, order: .dayFirst)?.seconds == seconds)
  }

  @Test func theOrderTellsDayFromMonth() {
    #expect(Moment("03/01/2024", order: .monthFirst) == Moment("1.3.2024", order: .dayFirst))
    #expect(Moment("24-03-01", order: .yearFirst) == Moment("2024-03-01", order: .dayFirst))
    #expect(Moment("31/12/1999", order: .monthFirst) == nil)
  }

  @Test func weekdaysAndHoursAreThoseThatAreWritten() {
    #expect((1...7).map { Moment("2024-01-0\($0)", order: .yearFirst)?.weekday } == [0, 1, 2, 3, 4, 5, 6])
    #expect(Moment("1969-12-28", order: .yearFirst)?.weekday == 6)
    #expect(Moment("2024-03-01T23:30-08:00", order: .yearFirst)?.hour == 23)
    #expect(Moment("3/1/2024 12:15 AM", order: .monthFirst)?.hour == 0)
  }

  @Test(arguments: [
    "2023-02-29", "2024-13-01", "2024-00-01", "31.04.2024", "2024-03-01T25:00", "2024-03-01T12:60",
    "2024-03-01T12:30:61", "2024-03/01", "1.3/2024", "2010-11", "10-19", "1/2", "13:05 PM", "1 Brumaire 2024",
    "2024-03-01 13:05 PM", "2024-03-01 x",
  ])
  func whatIsNoDateIsNone(_ text: String) {
    #expect(DateOrder.allCases.allSatisfy { Moment(text, order: $0) == nil })
  }

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
