extension CSVReader {
  /// Why a first line is taken for the names of the columns.
  enum HeaderEvidence {
    /// A feature has a name.
    case nameOfFeature
    /// The column of the classes has one, and the features have none that is not a number.
    case nameOfClasses
  }

  /// What makes a header of `first`, or nil where it must be a row.
  ///
  /// Either a column has text in it and a number in `second`, the line after it (empty where there is none), or it has
  /// text in every feature and so can be no row. What stands for a missing or an infinite value is no text: such a line
  /// is a row with an error in it, which must not vanish as a header.
  func headerEvidence(_ first: [Field], over second: [Field], classes: Int) -> HeaderEvidence? {
    let features = first.indices.filter { $0 != classes }
    func isName(_ column: Int) -> Bool {
      isText(first[column]) && column < second.count && number(second[column]) != nil
    }
    if features.contains(where: isName) || features.allSatisfy({ isText(first[$0]) }) { return .nameOfFeature }
    return isName(classes) ? .nameOfClasses : nil
  }

  private func isText(_ field: Field) -> Bool {
    let words = text(field).split(whereSeparator: \.isWhitespace)
    guard let word = words.first, words.count == 1 else { return !words.isEmpty }
    // Double reads what is infinite, no number, or too large for the features' Float.
    return Double(word) == nil && !missing.contains(word.lowercased())
  }
}

/// What tables hold in place of a value that is not known, in lower case.
private let missing: Set = ["na", "n/a", "#n/a", "<na>", "null", "none", "nil", "?", "-"]
