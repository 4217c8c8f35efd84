import BakeoffCore

/// What a file says of the mark before fractions, where a column could have either.
struct DecimalEvidence {
  /// What separates the fields of the file.
  let separator: Character
  /// The first column whose numbers can only be read with this mark.
  private let certain: [DecimalMark: String]

  /// Looks at every column of a table but the texts that stay so.
  init(_ table: RawTable) {
    separator = table.separator
    certain = table.columns.indices.reduce(into: [:]) { found, index in
      guard !table.categories.contains(index), let mark = table.columns[index].certainDecimal, found[mark] == nil else {
        return
      }
      found[mark] = table.title(index)
    }
  }

  /// The mark before the fractions of a column that can be read with either, and why it is that one; nil as a reason where a
  /// point is what it is everywhere. Throws `ConfigurationError` that asks.
  func decide(_ column: RawColumn, _ title: String, of file: InputFile) throws -> (mark: DecimalMark, reason: String?) {
    let doubtful = column.doubtfulNumbers
    guard doubtful.count == 1, let (seen, text) = doubtful.first else { throw question(doubtful, title, file) }
    let only = certain.count == 1 ? certain.first : nil
    if seen == .point, separator != ";", only?.key != .comma { return (.point, nil) }
    let unmarked = column.unmarkedNumbers
    let mayBeThousands = unmarked.small && !unmarked.large
    if let only {
      guard only.key != seen || seen == .point || !mayBeThousands else { throw question([seen: text], title, file) }
      return (only.key, "as \(only.value) has a decimal \(only.key.rawValue)")
    }
    if mayBeThousands { return (seen.other, "as whole numbers below 1000 have no \(seen.rawValue)") }
    if seen == .comma, separator == "," { return (.point, "as commas separate the fields, too") }
    if unmarked.large { return (seen, "as whole numbers above 1000 have no \(seen.rawValue)") }
    throw question([seen: text], title, file)
  }

  private func question(_ doubtful: [DecimalMark: String], _ title: String, _ file: InputFile) -> ConfigurationError {
    let text = doubtful.min { $0.key.rawValue < $1.key.rawValue }?.value ?? ""
    let readings = DecimalMark.allCases.map { mark in
      "decimal=\(mark.rawValue) reads \(WrittenNumber(text, decimal: mark).map { numberText($0.value) } ?? "nothing")"
    }
    return ConfigurationError(
      "\(file.name): \(title): does \"\(visible(text))\" have a fraction, or thousands? \(readings.joined(separator: ", "))"
    )
  }
}

extension RawColumn {
  /// Whether numbers of this column can be read with this mark alone.
  func needs(_ mark: DecimalMark) -> Bool { certainDecimal == mark }

  /// The mark that numbers of this column need; nil where either would do, or neither.
  fileprivate var certainDecimal: DecimalMark? {
    if texts.isEmpty { return hasFraction ? .point : nil }
    let possible = DecimalMark.allCases.filter { numbers(decimal: $0) != nil }
    return possible.count == 1 ? possible[0] : nil
  }
}
