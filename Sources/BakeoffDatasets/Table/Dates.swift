/// Seconds from the beginning of 1970 (UTC) to a date, with or without a time: `2024-03-01`, `2024-03-01T12:30:05Z`,
/// `2024/03/01 12:30`, `01.03.2024`. Other orders of day and month cannot be told apart.
package func secondsSince1970(_ text: String) -> Double? {
  if let date = dayMonthYear(text) { return date * 86400 }
  var cell = CellScanner(text)
  guard let year = cell.number(4...4), cell.take("-/") != nil, let month = cell.number(1...2), cell.take("-/") != nil,
    let day = cell.number(1...2), let date = days(year, month, day)
  else { return nil }
  if cell.isAtEnd { return date * 86400 }
  guard cell.take("T ") != nil, let time = secondsOfDay(&cell), cell.isAtEnd else { return nil }
  return date * 86400 + time
}

/// The days to a date such as `01.03.2024`.
private func dayMonthYear(_ text: String) -> Double? {
  var cell = CellScanner(text)
  guard let day = cell.number(1...2), cell.take(".") != nil, let month = cell.number(1...2), cell.take(".") != nil,
    let year = cell.number(4...4), cell.isAtEnd
  else { return nil }
  return days(year, month, day)
}

/// The seconds of a time such as `12:30`, `12:30:05.25` or `12:30+02:00`, by UTC.
private func secondsOfDay(_ cell: inout CellScanner) -> Double? {
  guard let hour = cell.number(1...2), cell.take(":") != nil, let minute = cell.number(2...2) else { return nil }
  var second = 0.0
  if cell.take(":") != nil {
    guard let whole = cell.digits(2...2) else { return nil }
    var text = whole
    if cell.take(".") != nil {
      guard let fraction = cell.digits(1...) else { return nil }
      text += "." + fraction
    }
    second = Double(text) ?? 0
  }
  guard hour < 25, minute < 60, second < 61 else { return nil }
  while cell.take(" \t") != nil {}
  guard let offset = secondsOfZone(&cell) else { return nil }
  return Double(hour * 3600 + minute * 60) + second - offset
}

/// How far a zone such as `Z`, `+02:00` or `-0530` is from UTC, and 0 where there is none; nil where it is none.
private func secondsOfZone(_ cell: inout CellScanner) -> Double? {
  if cell.isAtEnd || cell.take("Z") != nil { return 0 }
  guard let sign = cell.take("+-") else { return nil }
  // The colon may be left out.
  if let together = cell.number(4...4) { return signed(together / 100, together % 100, sign) }
  guard let hours = cell.number(2...2), cell.take(":") != nil, let minutes = cell.number(2...2) else { return nil }
  return signed(hours, minutes, sign)
}

private func signed(_ hours: Int, _ minutes: Int, _ sign: UInt8) -> Double {
  Double(hours * 3600 + minutes * 60) * (sign == UInt8(ascii: "-") ? -1 : 1)
}

/// Days from 1 January 1970 to a date of the Gregorian calendar; nil where there is no such date. Source: Hinnant,
/// "chrono-compatible low-level date algorithms", days_from_civil.
private func days(_ year: Int, _ month: Int, _ day: Int) -> Double? {
  let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  guard (1...12).contains(month), (1...lengths[month - 1]).contains(day) else { return nil }
  let shifted = month <= 2 ? year - 1 : year
  let era = (shifted >= 0 ? shifted : shifted - 399) / 400
  let yearOfEra = shifted - era * 400
  let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
  let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
  return Double(era * 146_097 + dayOfEra - 719_468)
}
