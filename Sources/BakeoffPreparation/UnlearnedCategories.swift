import BakeoffCore

extension PreparedColumns {
  /// What is said of the categories in `features` that were not learned from, a line for each column that has some.
  ///
  /// - Parameters:
  ///   - features: rows of a table.
  ///   - numbers: what each row is called; nil for its place, from 0.
  ///   - table: the columns learned from with all their categories, of which some share a place.
  package func unlearnedCategories(
    in features: Features, numbers: [Int]? = nil, learned table: FeatureTable?
  ) -> [String] {
    columns.compactMap { column in
      guard let index = features.table?.columns.firstIndex(where: { $0.name == column.name }),
        let names = features.table?.columns[index].categories
      else { return nil }
      let known = Set(table?.columns.first { $0.name == column.name }?.categories ?? [])
      guard let (learned, ending) = column.learned(among: known) else { return nil }
      var rows: [Int: [Int]] = [:]
      for (row, value) in features.values(ofColumn: index).enumerated()
      where !value.isNaN && !learned.contains(names[Int(value)]) {
        rows[Int(value), default: []].append(numbers?[row] ?? row)
      }
      guard !rows.isEmpty else { return nil }
      let found = rows.sorted { $0.value[0] < $1.value[0] }.map { name, rows in
        "\(visible(names[name])) (\(rows.count == 1 ? "row" : "rows") \(some(rows.map { "\($0)" })))"
      }
      return "column \(visible(column.name)): \(some(found)) "
        + "\(rows.count == 1 ? "was" : "were") not learned from, and \(rows.count == 1 ? "counts" : "count") \(ending)."
    }
  }
}

extension PreparedColumn {
  /// The categories that were learned from, and what any other counts as; nil where the column has none, or says nothing.
  fileprivate func learned(among known: Set<String>) -> (names: Set<String>, ending: String)? {
    switch rule {
    case .either(let first, let second):
      ([first, second], "as halfway between \(visible(first)) and \(visible(second))")
    case .oneHot(let names, others: false): (Set(names), "as none of those that were")
    case .oneHot(let names, others: true): (known.union(names), "as one of the rarer ones")
    case .dropped, .scaled: nil
    }
  }
}

/// Up to five of them, and how many more there are.
private func some(_ words: [String]) -> String {
  words.prefix(5).joined(separator: ", ") + (words.count > 5 ? " and \(grouped(words.count - 5)) more" : "")
}
