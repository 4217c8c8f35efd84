import BakeoffCore

/// Columns with what was learned of each from the training rows.
public struct PreparedColumns: FittedPreparation, Hashable {
  let columns: [PreparedColumn]
  let scaling: ColumnPreparation.Scaling
  let isSparse: Bool

  /// Throws `TrainingError` where no column is left.
  init(columns: [PreparedColumn], scaling: ColumnPreparation.Scaling, isSparse: Bool) throws {
    self.columns = columns
    self.scaling = scaling
    self.isSparse = isSparse
    guard width > 0 else {
      throw TrainingError("every column is the same in all training rows, so there is nothing to learn from")
    }
  }

  /// Values in a prepared row.
  var width: Int { columns.reduce(0) { $0 + $1.width } }

  /// The same rows, prepared: `width` floats each.
  public func apply(_ features: Features) throws -> Features {
    let sources = try places(in: features)
    for (column, source) in zip(columns, sources) { try column.check(features.column(source)) }
    let (rows, width) = (features.count, width)
    var output = [Float](repeating: 0, count: rows * width)
    var first = 0
    for (column, source) in zip(columns, sources) where column.width > 0 {
      let values = features.values(ofColumn: source)
      if case .scaled(let offset, let scale, let range) = column.rule {
        for row in 0..<rows {
          let value = ((values[row].isNaN ? column.fill : values[row]) - offset) / scale
          output[row * width + first] = Float(min(max(value, range.lowerBound), range.upperBound))
        }
      } else {
        let table = column.values(of: features.column(source).categories ?? [])
        for row in 0..<rows {
          let entry = values[row].isNaN ? table.missing : table.known[Int(values[row])]
          if let entry { output[row * width + first + entry.place] = entry.value }
        }
      }
      if column.hasIndicator {
        for row in 0..<rows where values[row].isNaN { output[row * width + first + column.width - 1] = 1 }
      }
      first += column.width
    }
    return Features(shape: FeatureShape(features: width), floats: output)
  }

  /// Where each column is among those of the rows: found by name, so that other rows may have them in another order.
  private func places(in features: Features) throws -> [Int] {
    guard let table = features.table else {
      guard features.shape.count == columns.count else {
        throw ConfigurationError("the rows have \(features.shape.count) values, and \(columns.count) were learned from")
      }
      return Array(columns.indices)
    }
    let names = table.columns.map(\.name)
    // Told apart by position where a name comes twice.
    if names == columns.map(\.name) { return Array(columns.indices) }
    let place = Dictionary(zip(names, names.indices)) { first, _ in first }
    return try columns.map { column in
      guard let index = place[column.name] else {
        throw ConfigurationError("the rows have no column \(column.name), which was learned from")
      }
      return index
    }
  }
}

extension PreparedColumn {
  /// Whether it was a column of categories.
  var isCategory: Bool {
    switch rule {
    case .either, .oneHot: true
    case .dropped, .scaled: false
    }
  }

  /// Throws `ConfigurationError` where a column holds categories and numbers were learned from, or the other way round.
  fileprivate func check(_ column: FeatureColumn) throws {
    let hasCategories = column.categories != nil
    guard hasCategories == isCategory || width == 0 else {
      throw ConfigurationError(
        "column \(name) has \(hasCategories ? "text" : "numbers"), and \(isCategory ? "text" : "numbers") was learned from"
      )
    }
  }

  /// The value that is not zero, and its place, for each of `names` and for a category that is not known.
  fileprivate func values(of names: [String]) -> (
    known: [(place: Int, value: Float)?], missing: (place: Int, value: Float)?
  ) {
    let value = self.value()
    return (names.map(value), fillCategory.flatMap(value))
  }

  private func value() -> (String) -> (place: Int, value: Float)? {
    switch rule {
    case .either(let first, let second):
      return { $0 == first ? nil : (0, $0 == second ? 1 : 0.5) }
    case .oneHot(let kept, let others):
      let place = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($1, $0) })
      return { name in place[name].map { ($0, 1) } ?? (others ? (kept.count, 1) : nil) }
    case .dropped, .scaled: return { _ in nil }
    }
  }
}
