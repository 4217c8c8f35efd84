/// Which of day, month and year comes first where a date is three numbers.
package enum DateOrder: String, CaseIterable, Sendable {
  case yearFirst = "ymd"
  case dayFirst = "dmy"
  case monthFirst = "mdy"
}

/// A point in time as a text says it.
package struct Moment: Equatable, Sendable {
  /// Days from 1 January 1970 to the date that is written.
  let day: Int
  /// Seconds of that day, by the clock of the place.
  let secondOfDay: Double
  /// How far that clock is from UTC, in seconds.
  let offset: Double
  /// Whether a time is written beside the date.
  let hasTime: Bool

  /// Seconds from the beginning of 1970, by UTC.
  package var seconds: Double { Double(day) * 86400 + secondOfDay - offset }
  /// From 0, a Monday, to 6; 1 January 1970 was a Thursday.
  package var weekday: Int { ((day + 3) % 7 + 7) % 7 }
  /// The hour that is written, 0...23.
  package var hour: Int { Int(secondOfDay / 3600) % 24 }

  init(day: Int, secondOfDay: Double = 0, offset: Double = 0, hasTime: Bool = false) {
    self.day = day
    self.secondOfDay = secondOfDay
    self.offset = offset
    self.hasTime = hasTime
  }
}

extension Moment {
  /// Reads a date, with or without a time: `2024-03-01T12:30:05Z`, `01.03.2024 12:30`, `3/1/24 1:05 PM`, `1 March 2024`,
  /// `Fri, 01 Mar 2024 12:30:05 +0100`, `20240301T123005`. `order` tells what three numbers are that have no year of
  /// four digits in front.
  package init?(_ text: String, order: DateOrder) {
    var cell = CellScanner(withPlainBlanks(text))
    cell.skipName(of: weekdayNames)
    guard var date = CalendarDate(&cell, order: order) else { return nil }
    var clock: ClockTime?
    if !cell.isAtEnd {
      guard cell.skipToTime(), let time = ClockTime(&cell) else { return nil }
      clock = time
      // `Fri Mar 01 12:30:05 2024`
      if date.year == nil { date.year = cell.number(4...4) }
    }
    guard cell.isAtEnd, let year = date.year, let day = daysSince1970(year, date.month, date.day) else { return nil }
    self.init(day: day, secondOfDay: clock?.second ?? 0, offset: clock?.offset ?? 0, hasTime: clock != nil)
  }
}

/// The date at the front of a text.
private struct CalendarDate {
  var year: Int?
  var month: Int
  var day: Int

  init?(_ cell: inout CellScanner, order: DateOrder) {
    let start = cell
    guard let found = Self.yearFirst(&cell) ?? Self.named(&cell, start) ?? Self.numbers(&cell, start, order) else {
      return nil
    }
    self = found
  }

  private init(_ year: Int?, _ month: Int, _ day: Int) {
    (self.year, self.month, self.day) = (year, month, day)
  }

  /// `2024-03-01`, `2024/3/1`, `2024-Mar-01` or, before a time, `20240301`.
  private static func yearFirst(_ cell: inout CellScanner) -> CalendarDate? {
    var compact = cell
    if let number = compact.number(8...8) {
      cell = compact
      return CalendarDate(number / 10000, number / 100 % 100, number % 100)
    }
    guard let year = cell.number(4...4), let separator = cell.take("-/."),
      let month = cell.number(1...2) ?? cell.place(among: monthNames),
      cell.take("-/.") == separator, let day = cell.number(1...2)
    else { return nil }
    return CalendarDate(year, month, day)
  }

  /// `1 March 2024`, `01-Mar-24`, `1. März 2024`, `March 1st, 2024` or, before a time and the year, `Mar 1`.
  private static func named(_ cell: inout CellScanner, _ start: CellScanner) -> CalendarDate? {
    cell = start
    if let day = cell.number(1...2) {
      cell.skipOrdinal()
      cell.skip(" -/")
      guard let month = cell.place(among: monthNames) else { return nil }
      cell.skip(" -/.,")
      guard let year = cell.year() else { return nil }
      return CalendarDate(year, month, day)
    }
    guard let month = cell.place(among: monthNames) else { return nil }
    cell.skip(" -/.")
    guard let day = cell.number(1...2) else { return nil }
    cell.skipOrdinal()
    let afterDay = cell
    cell.skip(" -/,")
    if let year = cell.number(4...4) { return CalendarDate(year, month, day) }
    cell = afterDay
    return CalendarDate(nil, month, day)
  }

  /// Three numbers with the same mark between them.
  private static func numbers(
    _ cell: inout CellScanner, _ start: CellScanner, _ order: DateOrder
  ) -> CalendarDate? {
    cell = start
    guard let first = cell.number(order == .yearFirst ? 2...2 : 1...2), let separator = cell.take("-/."),
      let second = cell.number(1...2), cell.take("-/.") == separator
    else { return nil }
    switch order {
    case .yearFirst: return cell.number(1...2).map { CalendarDate(century(of: first), second, $0) }
    case .dayFirst: return cell.year().map { CalendarDate($0, second, first) }
    case .monthFirst: return cell.year().map { CalendarDate($0, first, second) }
    }
  }
}

/// The text with blanks for those that do not break a line, which newer programs put before AM and PM.
private func withPlainBlanks(_ text: String) -> String {
  guard text.utf8.contains(where: { $0 >= 0x80 }) else { return text }
  return String(text.map { $0 == "\u{A0}" || $0 == "\u{202F}" ? " " : $0 })
}

/// The year two digits stand for, as POSIX has it: 1969...2068.
func century(of year: Int) -> Int { year < 69 ? 2000 + year : 1900 + year }

extension CellScanner {
  /// A year of two or four digits.
  fileprivate mutating func year() -> Int? { number(4...4) ?? number(2...2).map(century) }

  /// Takes a name of a weekday and what follows it.
  fileprivate mutating func skipName(of names: [String: Int]) {
    let start = self
    if place(among: names) != nil { skip(" .,") } else { self = start }
  }

  /// The place that a word at the front has among names; takes nothing where it is none.
  fileprivate mutating func place(among names: [String: Int]) -> Int? {
    let start = self
    if let found = names[word().lowercased()] { return found }
    self = start
    return nil
  }

  /// Takes what makes a number an ordinal, as in `1st` and `1.`.
  fileprivate mutating func skipOrdinal() {
    let start = self
    if ["st", "nd", "rd", "th"].contains(word().lowercased()) { return }
    self = start
    _ = take(".")
  }

  /// Takes what stands between a date and a time; false where that is something else.
  fileprivate mutating func skipToTime() -> Bool {
    if take("Tt:") != nil { return true }
    guard take(" ,") != nil else { return false }
    skip(" ")
    return true
  }

  /// Takes any number of these.
  mutating func skip(_ bytes: StaticString) { while take(bytes) != nil {} }
}

/// Days from 1 January 1970 to a date of the Gregorian calendar; nil where there is no such date. Source: Hinnant,
/// "chrono-compatible low-level date algorithms", days_from_civil.
func daysSince1970(_ year: Int, _ month: Int, _ day: Int) -> Int? {
  let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  guard (1...12).contains(month), (1...lengths[month - 1]).contains(day) else { return nil }
  let shifted = month <= 2 ? year - 1 : year
  let era = (shifted >= 0 ? shifted : shifted - 399) / 400
  let yearOfEra = shifted - era * 400
  let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
  let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

/// What months are called in English and German, and how those names are cut.
let monthNames = placesOfNames([
  "jan january januar jän jänner", "feb february februar", "mar march mär märz maerz mrz", "apr april", "may mai",
  "jun june juni", "jul july juli", "aug august", "sep sept september", "oct october okt oktober",
  "nov november", "dec december dez dezember",
])

/// What weekdays are called.
let weekdayNames = placesOfNames([
  "mon monday mo montag", "tue tues tuesday di dienstag", "wed wednesday mi mittwoch",
  "thu thur thurs thursday do donnerstag", "fri friday fr freitag", "sat saturday sa samstag sonnabend",
  "sun sunday so sonntag",
])

private func placesOfNames(_ lines: [String]) -> [String: Int] {
  Dictionary(
    uniqueKeysWithValues: lines.enumerated().flatMap { index, line in
      line.split(separator: " ").map { (String($0), index + 1) }
    })
}
