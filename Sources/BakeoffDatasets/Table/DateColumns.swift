import BakeoffCore

/// What a column of dates becomes: its seconds, and the weekday and the hour where they vary.
struct DateColumns {
  /// The column itself first, then its parts.
  let columns: [TypedColumn]

  init(_ dates: DateReading, of index: Int, in table: RawTable) {
    let name = table.name(of: index)
    let parts = DatePart.allCases.filter { $0.isWorthwhile(dates) }
    let what =
      dates.isTimeOnly ? "times, in seconds since midnight" : "dates\(Self.order(dates.order)), in seconds since 1970"
    let verb = parts.count == 1 ? "is a column of its own" : "are columns of their own"
    let note =
      "\(table.title(index)) was read as \(what)"
      + (parts.isEmpty ? "." : "; its \(parts.map(\.rawValue).joined(separator: " and ")) \(verb).")
    let seconds = TypedColumn(
      column: FeatureColumn(name: name), values: dates.moments.map { $0?.seconds ?? .nan }, note: note, reading: .dates,
      choice: dates.order?.0.rawValue, manner: dates.isPlain ? "" : what)
    columns = [seconds] + parts.map { $0.column(of: dates.moments, name) }
  }

  private static func order(_ order: (DateOrder, reason: String?)?) -> String {
    guard let (order, reason) = order else { return "" }
    let first =
      switch order {
      case .yearFirst: ", the year first"
      case .dayFirst: ", the day first"
      case .monthFirst: ", the month first"
      }
    return first + (reason.map { " (\($0); dates= says otherwise)" } ?? "")
  }
}

/// What of a date comes again, and may say more than how long ago it was.
enum DatePart: String, CaseIterable {
  case weekday
  case hour

  /// What its column is called.
  func name(of column: String) -> String { "\(column) (\(rawValue))" }

  /// The column that a part is of, and the part, by its name; nil for a name that is none.
  static func parse(_ name: String) -> (column: String, part: DatePart)? {
    allCases.lazy.compactMap { part in
      let end = " (\(part.rawValue))"
      return name.hasSuffix(end) ? (String(name.dropLast(end.count)), part) : nil
    }.first
  }

  private static let weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

  private var categories: [String] { self == .weekday ? Self.weekdays : (0..<24).map(String.init) }

  private func place(_ moment: Moment) -> Int { self == .weekday ? moment.weekday : moment.hour }

  /// Whether it varies and comes again: within a week the weekday says what the date says, and within a day so does the hour.
  func isWorthwhile(_ dates: DateReading) -> Bool {
    let known = dates.moments.compactMap(\.self)
    guard let first = known.map(\.day).min(), let last = known.map(\.day).max(),
      Set(known.lazy.map(place)).count > 1
    else { return false }
    return self == .weekday ? last - first >= 7 : known.contains(where: \.hasTime) && (last > first || dates.isTimeOnly)
  }

  /// The column of it.
  func column(of moments: [Moment?], _ name: String) -> TypedColumn {
    TypedColumn(
      column: FeatureColumn(name: self.name(of: name), kind: .category(categories)),
      values: moments.map { moment in moment.map { Double(place($0)) } ?? .nan }, note: nil, reading: .datePart,
      manner: rawValue)
  }
}
