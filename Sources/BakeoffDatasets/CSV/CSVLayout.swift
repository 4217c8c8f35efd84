import BakeoffCore

/// Whether the first record of a comma-separated file names the columns.
struct CSVLayout {
  /// What makes a header of the first of `records`; nil where it must be a row.
  ///
  /// A column may have text there and only numbers below; or, where a column has text below too, the first text may come
  /// in no other row. What stands for a missing or an infinite value is no name: such a line is a row with an error in
  /// it, which must not vanish as a header.
  static func headerEvidence(_ records: [[String]], classes: Int?, missing: MissingMarks) -> HeaderEvidence? {
    guard let first = records.first else { return nil }
    let below = records.dropFirst()
    func isName(_ column: Int) -> Bool { isText(first[column], missing) }
    func isOverNumbers(_ column: Int) -> Bool {
      let values = below.compactMap { $0.indices.contains(column) ? trimmed($0[column]) : nil }
        .filter { !missing.contains($0) }
      // The line below decides where the others do not agree: a text further down is a slip and no category.
      return isName(column) && values.first.map { !isText($0, missing) } == true
    }
    let features = first.indices.filter { $0 != classes }
    if features.contains(where: isOverNumbers) { return .nameOfFeature }
    if features.allSatisfy(isName) {
      let comesAgain = first.indices.contains { column in
        isName(column)
          && below.contains { $0.indices.contains(column) && trimmed($0[column]) == trimmed(first[column]) }
      }
      return comesAgain && !below.isEmpty ? nil : .nameOfFeature
    }
    if let classes, first.indices.contains(classes), isOverNumbers(classes) { return .nameOfClasses }
    return nil
  }

  private static func isText(_ field: String, _ missing: MissingMarks) -> Bool {
    let text = trimmed(field)
    // Double reads what is infinite, no number, or too large.
    let isMark = missing.contains(text) || ["none", "nil", "-"].contains(text.lowercased())
    return !isMark && Double(text) == nil && numberWithDecimalComma(text) == nil && secondsSince1970(text) == nil
  }

  /// Why a first record is taken for the names of the columns.
  enum HeaderEvidence {
    /// A feature has a name.
    case nameOfFeature
    /// The column of the classes has one, and the features have none that is not a number.
    case nameOfClasses
  }
}
