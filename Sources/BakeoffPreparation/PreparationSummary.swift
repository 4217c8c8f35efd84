import BakeoffCore

extension PreparedColumns {
  /// What it does, such as `standardised 13 columns; one-hot 4 columns, 37 categories; 12 missing values filled with the
  /// median`.
  public var summary: String {
    [numbers, categories, gaps, dropped].compactMap(\.self).joined(separator: "; ")
  }

  private var numbers: String? {
    let count = columns.count { if case .scaled = $0.rule { true } else { false } }
    guard count > 0 else { return nil }
    let action =
      switch (scaling, isSparse) {
      case (.none, _): "kept"
      case (.minmax, false): "scaled to 0...1"
      case (.standardise, false): "standardised"
      case (.robust, false): "scaled by median and interquartile range"
      case (_, true): "divided, zeros kept,"
      }
    return "\(action) \(counted(count, "column"))"
  }

  private var categories: String? {
    let widths = columns.compactMap { column -> Int? in
      switch column.rule {
      case .either: 2
      case .oneHot(let names, let others): names.count + (others ? 1 : 0)
      case .dropped, .scaled: nil
      }
    }
    guard !widths.isEmpty else { return nil }
    let rare = columns.compactMap(\.sharing)
    let together = rare.isEmpty ? "" : " (one for the rarer ones of \(listed(rare)))"
    return "one-hot \(counted(widths.count, "column")), \(counted(widths.reduce(0, +), "category"))\(together)"
  }

  private var gaps: String? {
    let used = columns.filter { $0.width > 0 }
    let numbers = used.filter { !$0.isCategory }.reduce(0) { $0 + $1.missing }
    let texts = used.filter(\.isCategory).reduce(0) { $0 + $1.missing }
    let parts =
      (numbers > 0 ? ["\(counted(numbers, "missing value")) filled with the median"] : [])
      + (texts > 0 ? ["\(counted(texts, "missing category")) filled with the most frequent"] : [])
    guard !parts.isEmpty else { return nil }
    let marked = used.filter(\.hasIndicator).map(\.name)
    return parts.joined(separator: ", ") + (marked.isEmpty ? "" : " (and marked: \(listed(marked)))")
  }

  private var dropped: String? {
    let names = columns.filter { $0.width == 0 }.map(\.name)
    guard !names.isEmpty else { return nil }
    return "dropped \(counted(names.count, "constant column")) (\(listed(names)))"
  }
}

extension PreparedColumn {
  /// Its name and what the categories cost that share a place, such as `town: 8 of 40, in 64 rows`; nil where none do.
  fileprivate var sharing: String? {
    guard case .oneHot(let names, true) = rule else { return nil }
    guard let shared else { return name }
    let all = names.count + shared.categories
    return "\(name): \(grouped(shared.categories)) of \(grouped(all)), in \(counted(shared.rows, "row"))"
  }
}

/// Up to four names, and how many more there are.
private func listed(_ names: [String]) -> String {
  let more = names.count > 4 ? ", and \(names.count - 4) more" : ""
  return names.prefix(4).joined(separator: ", ") + more
}
