/// A time of the day: `12:30`, `1:05:30.25 PM`, `12:30+02:00`, `123005`.
package struct ClockTime: Equatable, Sendable {
  /// Seconds since midnight.
  package let second: Double
  /// Seconds its clock is before UTC; 0 where it does not say.
  let offset: Double
  /// Whether it has seconds, or says whether it is before noon, as a mere ratio has not.
  let isPrecise: Bool

  /// Reads a text that is a time and nothing else.
  package init?(_ text: String) {
    var cell = CellScanner(text)
    guard let time = ClockTime(&cell), cell.isAtEnd else { return nil }
    self = time
  }

  /// Takes a time from the front, and the blanks after it.
  init?(_ cell: inout CellScanner) {
    guard let (written, minute, second, hasSeconds) = Self.numbers(&cell), written < 25, minute < 60, second < 61 else {
      return nil
    }
    var hour = written
    cell.skip(" \t")
    let half = cell.halfOfDay()
    if let half {
      guard (1...12).contains(hour) else { return nil }
      hour = hour % 12 + half
      cell.skip(" \t")
    }
    guard let offset = cell.zone() else { return nil }
    cell.skip(" \t")
    self.second = Double(hour * 3600 + minute * 60) + second
    self.offset = offset
    isPrecise = hasSeconds || half != nil
  }

  private static func numbers(_ cell: inout CellScanner) -> (Int, Int, Double, Bool)? {
    let start = cell
    if let six = cell.number(6...6) { return (six / 10000, six / 100 % 100, Double(six % 100), true) }
    if let four = cell.number(4...4) { return (four / 100, four % 100, 0, false) }
    cell = start
    guard let hour = cell.number(1...2), cell.take(":") != nil, let minute = cell.number(2...2) else { return nil }
    guard cell.take(":") != nil else { return (hour, minute, 0, false) }
    guard let whole = cell.digits(2...2) else { return nil }
    var text = whole
    if cell.take(".,") != nil {
      guard let fraction = cell.digits(1...) else { return nil }
      text += "." + fraction
    }
    return (hour, minute, Double(text) ?? 0, true)
  }
}

extension CellScanner {
  /// Hours to add for `AM` and `PM`; nil where neither is written.
  fileprivate mutating func halfOfDay() -> Int? {
    let start = self
    let letter = word().lowercased()
    if letter == "am" || letter == "pm" { return letter == "am" ? 0 : 12 }
    if letter == "a" || letter == "p", take(".") != nil, word().lowercased() == "m", take(".") != nil {
      return letter == "a" ? 0 : 12
    }
    self = start
    return nil
  }

  /// How many seconds a zone such as `Z`, `+02:00`, `-0530` or `UTC` is before UTC, and 0 where there is none; nil where it
  /// is none.
  mutating func zone() -> Double? {
    let start = self
    let name = word().lowercased()
    guard name.isEmpty else { return ["z", "utc", "gmt", "uhr"].contains(name) ? 0 : nil }
    self = start
    guard let sign = take("+-") else { return 0 }
    let direction: Double = sign == UInt8(ascii: "-") ? -1 : 1
    if let together = number(4...4) { return direction * Double(together / 100 * 3600 + together % 100 * 60) }
    guard let hours = number(2...2) else { return nil }
    guard take(":") != nil else { return direction * Double(hours * 3600) }
    return number(2...2).map { direction * Double(hours * 3600 + $0 * 60) }
  }
}
