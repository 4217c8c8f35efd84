import BakeoffCore

/// A column that is known to be numbers or categories: what models learn from once it is prepared.
struct TypedColumn: Sendable {
  /// Its name and what its values mean.
  let column: FeatureColumn
  /// The value of each row: a number, or the place of a category; NaN where there is none.
  let values: [Double]
  /// How it was read, where that is not plain.
  let note: String?
}

extension RawTable {
  /// Column `index` as numbers or categories.
  ///
  /// Dates become seconds since 1970, numbers with a decimal comma numbers, everything else that is text a category.
  /// Throws `DatasetError.malformed` that names the line of a text among numbers.
  func typed(_ index: Int, asCategory isCategory: Bool, of file: InputFile) throws -> TypedColumn {
    let column = columns[index]
    let name = name(of: index)
    func numeric(_ values: [Double], _ note: String?) -> TypedColumn {
      TypedColumn(column: FeatureColumn(name: name), values: values, note: note)
    }
    if !isCategory {
      guard let row = column.firstTextRow else { return numeric(column.numbers, nil) }
      // A column that might have held the classes was read as text.
      if let numbers = column.numbers(reading: finiteNumber) { return numeric(numbers, nil) }
      if column.numberCount == 0, let seconds = column.numbers(reading: secondsSince1970) {
        return numeric(seconds, "\(title(index)) was read as dates, in seconds since 1970.")
      }
      if let numbers = column.numbers(reading: numberWithDecimalComma) {
        return numeric(numbers, "\(title(index)) was read as numbers with a decimal comma.")
      }
      try checkIsNoStrayText(column, index, row: row, of: file)
    }
    return categorical(column, name)
  }

  private func categorical(_ column: RawColumn, _ name: String) -> TypedColumn {
    let texts = (0..<column.count).map { row in column.text(row).map(Self.category) }
    let names = ClassLabels(Set(texts.compactMap(\.self)).sorted()).names
    let place = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, Double($0)) })
    let note =
      names.count > 10 && names.count * 10 < column.count * 9
        && names.count(where: isNumberWithUnit) * 10 >= names.count * 9
      ? "column \(visible(name)) was read as \(names.count) categories, and looks like numbers with a unit, such as "
        + "\(visible(names[0])); take the unit out to have them as numbers." : nil
    return TypedColumn(
      column: FeatureColumn(name: name, kind: .category(names)), values: texts.map { $0.flatMap { place[$0] } ?? .nan },
      note: note)
  }

  /// True and false are the same in any case.
  private static func category(_ text: String) -> String {
    let lower = text.lowercased()
    return lower == "true" || lower == "false" ? lower : text
  }

  /// Few texts among many numbers are slips, or marks for what is not known, and no categories.
  private func checkIsNoStrayText(_ column: RawColumn, _ index: Int, row: Int, of file: InputFile) throws {
    let known = column.count - column.missing
    let isMostlyNumbers = column.numberCount * 10 >= known * 9 || column.texts.count <= 3
    guard column.numberCount > 0, column.numberCount * 2 >= known, isMostlyNumbers else { return }
    let text = column.texts[0]
    let place = lines.isEmpty ? file : file.line(Int(lines[row]))
    guard Double(text)?.isInfinite != true else {
      throw place.malformed(
        expected: "a finite number in \(title(index))", found: "\"\(visible(text.prefix(40)))\"")
    }
    throw place.malformed(
      expected: "a number in \(title(index)), as in \(grouped(column.numberCount)) of \(counted(known, "row"))",
      found:
        "\"\(visible(text.prefix(40)))\" (if it stands for a missing value, --missing \"\(visible(text.prefix(40)))\" "
        + "says so; if the column holds names, categories=\(name(of: index)))")
  }
}

/// Whether a text is a number with something before or after it, such as `12 %`, `$1,200` or `5cm`.
private func isNumberWithUnit(_ text: String) -> Bool {
  text.wholeMatch(of: /[^0-9]{0,4}[0-9][0-9.,']*\s*[^0-9]{0,4}/) != nil
}

/// The value of a finite number in decimal notation.
func finiteNumber(_ text: String) -> Double? {
  guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }) else { return nil }
  return Double(text).flatMap { $0.isFinite ? $0 : nil }
}

/// The value of a number as it is written where the comma comes before the fraction: `1,5` or `1.234,5`.
func numberWithDecimalComma(_ text: String) -> Double? {
  guard text.wholeMatch(of: /[-+]?[0-9]+,[0-9]+([eE][-+]?[0-9]+)?|[-+]?[0-9]{1,3}(\.[0-9]{3})+,[0-9]+/) != nil else {
    return nil
  }
  return Double(String(text.filter { $0 != "." }.map { $0 == "," ? "." : $0 }))
}

/// Seconds from the beginning of 1970 (UTC) to a date, with or without a time: `2024-03-01`, `2024-03-01T12:30:05Z`,
/// `2024/03/01 12:30`, `01.03.2024`. Other orders of day and month cannot be told apart.
func secondsSince1970(_ text: String) -> Double? {
  if let german = text.wholeMatch(of: /([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})/),
    let day = Int(german.1), let month = Int(german.2), let year = Int(german.3)
  {
    return days(year, month, day).map { $0 * 86400 }
  }
  let pattern =
    /([0-9]{4})[-\/]([0-9]{1,2})[-\/]([0-9]{1,2})(?:[T ]([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}(?:\.[0-9]+)?))?\s*(Z|[-+][0-9]{2}:?[0-9]{2})?)?/
  guard let match = text.wholeMatch(of: pattern), let year = Int(match.1), let month = Int(match.2),
    let day = Int(match.3), let date = days(year, month, day)
  else { return nil }
  let hour = match.4.flatMap { Int($0) } ?? 0
  let minute = match.5.flatMap { Int($0) } ?? 0
  let second = match.6.flatMap { Double($0) } ?? 0
  guard hour < 25, minute < 60, second < 61 else { return nil }
  return date * 86400 + Double(hour * 3600 + minute * 60) + second - offset(match.7)
}

private func offset(_ zone: Substring?) -> Double {
  guard let zone, zone != "Z" else { return 0 }
  let digits = zone.filter(\.isNumber)
  let minutes = (Int(digits.prefix(2)) ?? 0) * 60 + (Int(digits.suffix(2)) ?? 0)
  return Double(zone.hasPrefix("-") ? -minutes : minutes) * 60
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
