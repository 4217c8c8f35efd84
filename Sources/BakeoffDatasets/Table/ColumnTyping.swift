import BakeoffCore

/// A column that is known to be numbers or categories: what models learn from once it is prepared.
struct TypedColumn: Sendable {
  /// What its values were read as.
  enum Reading: Sendable {
    case numbers
    /// Seconds since 1970, or since midnight.
    case dates
    /// A part of a date, beside the column of its seconds.
    case datePart
    case categories
    /// Categories that look like numbers, which a note says.
    case unreadNumbers
  }

  /// Its name and what its values mean.
  var column: FeatureColumn
  /// The value of each row: a number, or the place of a category; NaN where there is none.
  var values: [Double]
  /// How it was read, where that is not plain.
  var note: String?
  /// What its values were read as.
  var reading = Reading.numbers
  /// What was chosen where texts could be read in several ways: a decimal mark or an order of dates.
  var choice: String?
  /// How texts were read that are no plain numbers, for what tells readings of one file apart; empty where they are.
  var manner = ""
}

/// Finds out what the columns of a table are: numbers, dates or categories.
struct ColumnTyping {
  let table: RawTable
  let file: InputFile
  private let options: TableOptions
  private let decimals: DecimalEvidence
  private let dates: DateEvidence

  /// Looks at the whole table for what a single column may leave open.
  init(_ table: RawTable, _ options: TableOptions, of file: InputFile) {
    self.table = table
    self.options = options
    self.file = file
    decimals = DecimalEvidence(table)
    dates = DateEvidence(table)
  }

  /// Column `index` as numbers or categories: one column, or several where dates have parts.
  ///
  /// Dates become seconds since 1970, numbers are read however people write them, everything else that is text is a
  /// category. `choice` is what was chosen when the same column was learned from. Throws `DatasetError.malformed` that names
  /// the line of a text among numbers, and `ConfigurationError` that asks where a column can be read in two ways.
  func columns(_ index: Int, asCategory isCategory: Bool, choice: String? = nil) throws -> [TypedColumn] {
    if isCategory { return [categorical(index)] }
    if let dates = try dates(index, choice) { return DateColumns(dates, of: index, in: table).columns }
    if var numbers = try numbers(index, choice) {
      if numbers.note == nil, let first = table.columns[index].compactDates?.first, first != nil {
        let text = numberText(numbers.values[0])
        numbers.note =
          "\(table.title(index)) has whole numbers such as \(text), each of which could be a date; dates=ymd reads them so."
        numbers.reading = .dates
      }
      return [numbers]
    }
    try checkIsNoStrayText(index)
    return [categorical(index)]
  }

  private func numbers(_ index: Int, _ choice: String?) throws -> TypedColumn? {
    let (column, title) = (table.columns[index], table.title(index))
    guard let point = column.numbers(decimal: .point), let comma = column.numbers(decimal: .comma),
      !point.hasSameValues(as: comma)
    else {
      guard let only = column.numbers(decimal: .point) ?? column.numbers(decimal: .comma) else { return nil }
      let isOther = options.decimal.map { $0 != only.decimal && column.needs(only.decimal) } ?? false
      let contrary = "\(title) can only be read with a decimal \(only.decimal.rawValue), and was."
      return typed(only, index, note: isOther ? contrary : only.note(column, title))
    }
    let asked = choice.flatMap(DecimalMark.init) ?? options.decimal
    let (mark, reason) = try asked.map { ($0, nil) } ?? decimals.decide(column, title, of: file)
    let reading = mark == .point ? point : comma
    // A point that begins a fraction, as everywhere, is nothing to say.
    let isPlain = asked == nil && reason == nil
    let note = isPlain ? nil : reading.note(column, title, reason: reason)
    return typed(reading, index, note: note, choice: isPlain ? nil : mark.rawValue)
  }

  private func typed(_ reading: NumberReading, _ index: Int, note: String?, choice: String? = nil) -> TypedColumn {
    TypedColumn(
      column: FeatureColumn(name: table.name(of: index)), values: reading.values, note: note, choice: choice,
      manner: reading.manner(table.columns[index]))
  }

  /// The dates of a column; nil where it has none. An order that was asked for is kept to, or refused.
  func dates(_ index: Int, _ choice: String?) throws -> DateReading? {
    let (column, title) = (table.columns[index], table.title(index))
    if let pattern = table.datePatterns[index] {
      guard let moments = column.moments(pattern.moment) else { throw undated(index, pattern) }
      return DateReading(moments: moments)
    }
    let asked = choice.flatMap(DateOrder.init) ?? options.dates
    if asked == .yearFirst, let moments = column.compactDates { return DateReading(moments: moments) }
    guard column.numberCount == 0 else { return nil }
    if let times = column.times() { return DateReading(moments: times, isTimeOnly: true) }
    let found = column.dates()
    guard let first = found.first else { return nil }
    if found.count == 1, first.order == nil {
      let isPlain = column.texts.first?.prefix(5).last.map { $0 == "-" || $0 == "/" } ?? false
      return DateReading(moments: first.moments, isPlain: isPlain)
    }
    if let asked {
      guard let moments = found.first(where: { $0.order == asked })?.moments else {
        let text = column.texts.first { Moment($0, order: asked) == nil } ?? ""
        throw ConfigurationError(
          "dates=\(asked.rawValue): \(title) has \"\(visible(text.prefix(40)))\", which is no such date")
      }
      return DateReading(moments: moments, order: (asked, nil))
    }
    return found.count == 1
      ? DateReading(moments: first.moments, order: first.order.map { ($0, nil) })
      : try dates.decide(column, among: found, title, of: file)
  }

  private func undated(_ index: Int, _ pattern: DatePattern) -> DatasetError {
    let column = table.columns[index]
    let text = column.texts.first { pattern.moment($0) == nil } ?? column.texts.first ?? ""
    let row = column.row(ofText: text)
    return place(row).malformed(
      expected: "a date written \(visible(pattern.text.prefix(40))) in \(table.title(index)), as the file declares",
      found: "\"\(visible(text.prefix(40)))\"")
  }

  /// The file, called by the line of a row.
  func place(_ row: Int?) -> InputFile {
    guard let row, table.lines.indices.contains(row) else { return file }
    return file.line(Int(table.lines[row]))
  }
}

extension NumberReading {
  func hasSameValues(as other: NumberReading) -> Bool {
    zip(values, other.values).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN }
  }

  /// Empty for what Swift reads as a number, and for decimal commas without anything else.
  fileprivate func manner(_ column: RawColumn) -> String {
    let marks = "0123456789+-.,eE".utf8
    let isPlain =
      decimal == .point
      ? column.texts.allSatisfy { finiteNumber($0) != nil }
      : column.pointedRows.isEmpty && column.texts.allSatisfy { $0.utf8.allSatisfy(marks.contains) }
    return isPlain ? "" : "numbers with a decimal \(decimal.rawValue)"
  }

  /// How the numbers of a column were read; nil where they are written as everywhere.
  fileprivate func note(_ column: RawColumn, _ title: String, reason: String? = nil) -> String? {
    let sample = column.texts.first { finiteNumber($0) == nil } ?? column.doubtfulNumbers[decimal.other]
    guard let sample, let number = WrittenNumber(sample, decimal: decimal) else { return nil }
    let manner =
      decimal == .comma && sample.contains(",")
      ? " with a decimal comma" : ": \(visible(sample)) is \(numberText(number.value))"
    let why = reason.map { ", \($0); decimal=\(decimal.other.rawValue) reads them otherwise" } ?? ""
    return "\(title) was read as numbers\(manner)\(why)."
  }
}
