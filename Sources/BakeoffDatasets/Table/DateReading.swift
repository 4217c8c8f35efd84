import BakeoffCore

/// The dates or times of a column.
struct DateReading {
  /// The moment of each row; nil where there is nothing.
  let moments: [Moment?]
  /// Which of day, month and year comes first, where that had to be found out, and why it does.
  var order: (DateOrder, reason: String?)?
  /// Whether they are times of no particular day.
  var isTimeOnly = false
  /// Whether they are written as in ISO 8601, the year first.
  var isPlain = false
}

extension RawColumn {
  /// The moment of each row by a rule that finds one in every text; nil where it does not.
  func moments(_ rule: (String) -> Moment?) -> [Moment?]? {
    guard numberCount == 0, !texts.isEmpty else { return nil }
    var read: [Moment] = []
    for text in texts {
      guard let moment = rule(text) else { return nil }
      read.append(moment)
    }
    return codes.map { $0 >= 0 ? read[Int($0)] : nil }
  }

  /// The orders of day, month and year in which every text is a date, with the moments; none of them where all say the same.
  func dates() -> [(order: DateOrder?, moments: [Moment?])] {
    let found = DateOrder.allCases.compactMap { order in
      moments { Moment($0, order: order) }.map { (order: DateOrder?.some(order), moments: $0) }
    }
    guard found.count > 1, found.dropFirst().allSatisfy({ $0.moments == found[0].moments }) else { return found }
    return [(nil, found[0].moments)]
  }

  /// Whole numbers such as 20240301 as dates; nil where one is none.
  var compactDates: [Moment?]? {
    guard texts.isEmpty, numberCount > 0 else { return nil }
    var moments: [Moment?] = []
    for number in numbers {
      guard !number.isNaN else {
        moments.append(nil)
        continue
      }
      guard let whole = Int(exactly: number), (17_000_101...22_001_231).contains(whole),
        let day = daysSince1970(whole / 10000, whole / 100 % 100, whole % 100)
      else { return nil }
      moments.append(Moment(day: day))
    }
    return moments
  }

  /// The times of a column that has nothing else, as moments of one day: with seconds, with AM or PM, or all with two digits
  /// for the hour, as ratios and results have not.
  func times() -> [Moment?]? {
    moments { text in
      guard let time = ClockTime(text), time.isPrecise || text.utf8.dropFirst(2).first == UInt8(ascii: ":") else {
        return nil
      }
      return Moment(day: 0, secondOfDay: time.second, offset: time.offset, hasTime: true)
    }
  }
}

/// What a file says of the order of day and month, where a column could have either.
struct DateEvidence {
  private let certain: [DateOrder: String]

  /// Looks at every column of a table but the texts that stay so.
  init(_ table: RawTable) {
    certain = table.columns.indices.reduce(into: [:]) { found, index in
      guard !table.categories.contains(index), table.columns[index].texts.first.map(isThreeNumbers) == true else {
        return
      }
      let dates = table.columns[index].dates()
      if dates.count == 1, let order = dates[0].order, found[order] == nil { found[order] = table.title(index) }
    }
  }

  /// The order of a column that can be read in several, and why it is that one. Throws `ConfigurationError` that asks.
  func decide(
    _ column: RawColumn, among found: [(order: DateOrder?, moments: [Moment?])], _ title: String, of file: InputFile
  ) throws -> DateReading {
    func reading(_ order: DateOrder, _ reason: String?) -> DateReading? {
      found.first { $0.order == order }.map { DateReading(moments: $0.moments, order: (order, reason)) }
    }
    let orders = found.compactMap(\.order)
    let text = column.texts.first { isDoubtful($0, among: orders) } ?? column.texts.first ?? ""
    // Points between the numbers are written where the day comes first.
    if text.prefix(3).contains("."), let reading = reading(.dayFirst, nil) { return reading }
    if certain.count == 1, let only = certain.first, let reading = reading(only.key, "as in \(only.value)") {
      return reading
    }
    var ordered = found.filter { isInOrder($0.moments) }
    if ordered.count > 1 { ordered = ordered.filter { isWithoutGaps($0.moments) } }
    if ordered.count == 1, let order = ordered[0].order,
      let reading = reading(order, "as the rows follow each other then")
    {
      return reading
    }
    let readings = orders.map { order in
      "dates=\(order.rawValue) reads \(Moment(text, order: order).map { calendarText($0.day) } ?? "nothing")"
    }
    throw ConfigurationError(
      "\(file.name): \(title): which comes first in \"\(visible(text.prefix(40)))\", the day or the month? "
        + readings.joined(separator: ", "))
  }
}

private func isDoubtful(_ text: String, among orders: [DateOrder]) -> Bool {
  Set(orders.compactMap { Moment(text, order: $0)?.day }).count > 1
}

/// Whether a date is numbers that do not begin with a year of four digits.
private func isThreeNumbers(_ text: String) -> Bool {
  var cell = CellScanner(text)
  return cell.number(1...2) != nil && cell.take("-/.") != nil && cell.number(1...2) != nil && cell.take("-/.") != nil
}

/// Whether rows follow each other in time, as ten different dates hardly do by chance.
private func isInOrder(_ moments: [Moment?]) -> Bool {
  let seconds = moments.compactMap { $0?.seconds }
  guard Set(seconds).count >= 10 else { return false }
  let pairs = zip(seconds, seconds.dropFirst())
  return pairs.allSatisfy { $0 <= $1 } || pairs.allSatisfy { $0 >= $1 }
}

/// Whether times follow each other within a day, as rows do that something wrote all the time.
private func isWithoutGaps(_ moments: [Moment?]) -> Bool {
  let known = moments.compactMap(\.self)
  return known.allSatisfy(\.hasTime)
    && zip(known, known.dropFirst()).allSatisfy { abs($1.seconds - $0.seconds) <= 86400 }
}

/// A date as ISO 8601 has it. Source: Hinnant, civil_from_days.
func calendarText(_ day: Int) -> String {
  let shifted = day + 719_468
  let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
  let dayOfEra = shifted - era * 146_097
  let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
  let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
  let month = (5 * dayOfYear + 2) / 153
  let date = dayOfYear - (153 * month + 2) / 5 + 1
  let (year, number) = (yearOfEra + era * 400 + (month >= 10 ? 1 : 0), month < 10 ? month + 3 : month - 9)
  func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
  return "\(year)-\(two(number))-\(two(date))"
}
