import BakeoffCore

/// Whether the first record of a file names the columns, found out from what stands in it and below.
///
/// What stands for a missing or an infinite value is no name: such a line is a row with an error in it, which must not vanish
/// as a header.
struct HeaderEvidence {
  /// Why a first record is taken for the names of the columns.
  enum Kind {
    /// A feature has a name: a text over numbers, or texts alone that come in no other row.
    case nameOfFeature
    /// The column of the classes has one, and the features have none that is not a number.
    case nameOfClasses
    /// Its numbers are like none below, or follow each other as years do, and its texts come in no other row.
    case unlikeTheRows
  }

  /// Nil where it must be a row.
  private(set) var kind: Kind?
  /// What is to be said where it is not clear.
  private(set) var note: String?

  /// Judges the first of `records`. `isQuotedAlone` where its numbers are quoted and those below are not.
  init(_ records: [[String]], classes: Int, isQuotedAlone: Bool, missing: MissingMarks) {
    guard let first = records.first else { return }
    let columns = first.indices.map { HeaderColumn(records, $0, missing) }
    let features = columns.indices.filter { $0 != classes }.map { columns[$0] }
    if features.contains(where: \.isNameOverNumbers) {
      kind = .nameOfFeature
    } else if features.allSatisfy(\.isName) {
      judgeTexts(columns)
    } else if columns.indices.contains(classes), columns[classes].isNameOverNumbers {
      kind = .nameOfClasses
    } else if records.count > 1 {
      judgeNumbers(columns, isQuotedAlone)
    }
  }

  /// Where all features are texts, the first line is one of names if none of its texts comes again.
  private mutating func judgeTexts(_ columns: [HeaderColumn]) {
    if let again = columns.first(where: { $0.isName && $0.comesAgain }) {
      guard columns.contains(where: { $0.isName && !$0.comesAgain && $0.repeatsItself }) else { return }
      note =
        "The first line was taken for a row, as \"\(visible(again.first.prefix(40)))\" comes again below it; header=yes makes names "
        + "of it."
      return
    }
    kind = .nameOfFeature
    guard !columns.contains(where: { $0.isNameOverNumbers || $0.repeatsItself || $0.isAlone }) else { return }
    note =
      "The first line was taken for the names of the columns, as its texts do not come again; header=no makes a row of it."
  }

  private mutating func judgeNumbers(_ columns: [HeaderColumn], _ isQuotedAlone: Bool) {
    let names = columns.filter(\.isName)
    let others = columns.filter { !$0.isName && !$0.first.isEmpty }
    let numbers = others.compactMap(\.firstNumber)
    let areDifferent = Set(columns.map(\.first)).count == columns.count
    guard numbers.count == others.count, areDifferent, !names.contains(where: \.comesAgain) else { return }
    let isSeries =
      HeaderColumn.areEvenlySpaced(numbers) && !HeaderColumn.areEvenlySpaced(others.compactMap(\.secondNumber))
    let isWord = names.contains(where: \.repeatsItself)
    // Five small numbers follow each other by chance in few tables.
    let isLong = numbers.count >= (names.isEmpty ? 5 : isWord ? 3 : 4)
    if isQuotedAlone || isSeries && isLong
      || !names.isEmpty && (isWord || numbers.count > 1) && others.allSatisfy(\.isUnlikeTheRest)
    {
      kind = .unlikeTheRows
      let what = isQuotedAlone ? "quoted and those below are not" : isSeries ? "evenly spaced" : "like none below"
      note =
        "The first line was taken for the names of the columns, as its numbers are \(what); header=no makes a row of it."
    } else if isWord || isSeries && !names.isEmpty {
      note = "The first line was taken for a row, as its numbers are like those below; header=yes makes names of it."
    }
  }
}

/// A column as far as the first records have it.
private struct HeaderColumn {
  /// What stands in the first record.
  let first: String
  /// Whether that is a text.
  let isName: Bool
  /// What stands below, where something does.
  private let below: [String]
  private let isNameNext: Bool

  init(_ records: [[String]], _ column: Int, _ missing: MissingMarks) {
    first = trimmed(records[0][column])
    isName = BakeoffDatasets.isName(first, missing)
    below = records.dropFirst().lazy.compactMap { $0.indices.contains(column) ? trimmed($0[column]) : nil }
      .filter { !missing.contains($0) }
    isNameNext = below.first.map { BakeoffDatasets.isName($0, missing) } ?? true
  }

  /// Whether nothing stands below.
  var isAlone: Bool { below.isEmpty }

  /// Whether a text, or a date, stands over a number. The line below decides where the others do not agree: a text further
  /// down is a slip and no category.
  var isNameOverNumbers: Bool {
    isName && !isNameNext || number(first) == nil && isDate(first) && below.first.flatMap(number) != nil
  }

  /// Whether the text comes in another row.
  var comesAgain: Bool { below.contains(first) }

  /// Whether other texts come again, each twice or more in the mean, and this one does not.
  var repeatsItself: Bool { isName && below.count >= 4 && Set(below).count * 2 <= below.count && !comesAgain }

  var firstNumber: Double? { number(first) }
  var secondNumber: Double? { below.first.flatMap(number) }

  /// Whether a whole number stands over fractions, or far from all numbers below, or over texts alone.
  var isUnlikeTheRest: Bool {
    guard let value = firstNumber, value == value.rounded(), below.count >= 3 else { return false }
    let numbers = below.compactMap(number)
    guard !numbers.isEmpty, let low = numbers.min(), let high = numbers.max() else { return true }
    guard numbers.count == below.count else { return false }
    let isWhole = first.allSatisfy(\.isNumber)
    if isWhole, below.allSatisfy({ $0.contains(".") || $0.contains(",") }) { return true }
    return value < low - (high - low) || value > high + (high - low)
  }

  /// Whether numbers go up or down by the same step.
  static func areEvenlySpaced(_ numbers: [Double]) -> Bool {
    guard numbers.count > 1, numbers.allSatisfy({ $0 == $0.rounded() && abs($0) < 1e9 }) else { return false }
    let step = numbers[1] - numbers[0]
    return step != 0 && zip(numbers, numbers.dropFirst()).allSatisfy { $1 - $0 == step }
  }
}

private func number(_ text: String) -> Double? {
  finiteNumber(text) ?? WrittenNumber(text, decimal: .point)?.value ?? WrittenNumber(text, decimal: .comma)?.value
}

/// Whether a text may name a column: no number, no date and no mark for what is not known.
private func isName(_ text: String, _ missing: MissingMarks) -> Bool {
  !missing.contains(text) && !["none", "nil", "-"].contains(text.lowercased()) && !isNumberOrDate(text)
}
