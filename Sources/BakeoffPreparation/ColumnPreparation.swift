import BakeoffCore

/// Makes the columns of a table ready for models: numbers scaled, categories one-hot, gaps filled, constants dropped.
///
/// What is learned of a column is learned from the training rows alone, in double precision; the values that come out
/// are 32-bit floats near zero. Pixels keep their scale: they are not changed at all. Sparse columns are divided and
/// never shifted, so that zeros stay zeros. Definitions follow scikit-learn's `StandardScaler`, `MinMaxScaler`,
/// `RobustScaler`, `OneHotEncoder` and `SimpleImputer`.
public struct ColumnPreparation: Preparation, Hashable {
  /// How numbers are scaled.
  public enum Scaling: String, Hashable, Sendable, Codable {
    /// Mean 0 and standard deviation 1.
    case standardise
    /// Smallest 0 and largest 1; what lies outside in other rows is held to that range.
    case minmax
    /// Median 0 and interquartile range 1.
    case robust
    /// As they are.
    case none
  }

  /// The name it is selected by.
  public let id: String
  /// How numbers are scaled; nil for as the model needs them.
  public let scaling: Scaling?
  /// How many categories of a column get a value of their own, the rarer ones sharing one; nil for as many as the training
  /// rows can tell of, which are those of two rows and the 32 commonest.
  public let categories: Int?

  /// Makes a preparation; `scaling` nil chooses by the needs of the model.
  public init(id: String, scaling: Scaling?, categories: Int? = nil) {
    precondition(categories ?? 2 >= 2, "one category says nothing")
    self.id = id
    self.scaling = scaling
    self.categories = categories
  }

  /// What it was set to, where that is not the usual.
  public var settings: [String: SettingValue] {
    categories.map { ["categories": .integer($0)] } ?? [:]
  }

  /// 2 where a column may have more categories than the 32 that had a value of their own in version 1.
  public func version(for features: Features) -> Int {
    let columns = features.table?.columns ?? []
    let hasMany = columns.contains { $0.categories.map { $0.count > CategoryLimit.fewest } ?? false }
    return categories == nil && hasMany ? 2 : version
  }

  /// Whether the rows are those of a table, and no pixels.
  public func changes(_ features: Features) -> Bool {
    !features.shape.isImage && features.shape.channels == 1 && features.buffer.element != .byte
  }

  /// Throws where the model takes no negative numbers and would get some, or counts and there are none, and for numbers
  /// too large to compute with.
  public func check(_ features: Features, for needs: Set<ModelNeed>) throws {
    let scaling = scaling(for: needs)
    if needs.contains(.nonNegative), scaling == .standardise || scaling == .robust {
      throw ConfigurationError("\(id) makes negative numbers, and the model takes none; prepare it with minmax or auto")
    }
    if needs.contains(.counts) { try checkCounts(features) }
    try checkSizes(features)
  }

  /// Squares of larger numbers than this do not fit a double.
  private static let largest = 1e150

  private func checkSizes(_ features: Features) throws {
    guard features.buffer.element == .double else { return }
    for index in 0..<features.shape.count {
      guard let value = features.values(ofColumn: index).first(where: { abs($0) > Self.largest }) else { continue }
      let name = features.column(index).name
      throw ConfigurationError(
        "column \(name) has \(value), too large to compute with; give it in another unit, or leave it out (ignore=\(name))"
      )
    }
  }

  /// Learns each column's scale, fill value and categories.
  public func fit(_ training: Examples, for needs: Set<ModelNeed>) throws -> PreparedColumns {
    let features = training.features
    let isSparse = features.table?.isSparse ?? false
    let scaling = scaling(for: needs)
    let counts = (0..<features.shape.count).map { index in
      features.column(index).categories.map { CategoryCounts(features.values(ofColumn: index), of: $0) }
    }
    let limit = categories.map { CategoryLimit.commonest($0) } ?? CategoryLimit(fitting: counts.compactMap(\.self))
    let columns = counts.indices.map { index in
      let name = features.column(index).name
      return counts[index].map { PreparedColumn(name, $0, limit) }
        ?? PreparedColumn(name, numbers: features.values(ofColumn: index), scaling, isSparse: isSparse)
    }
    return try PreparedColumns(columns: columns, scaling: scaling, isSparse: isSparse)
  }

  private func scaling(for needs: Set<ModelNeed>) -> Scaling {
    if let scaling { return scaling }
    if needs.contains(.counts) { return .none }
    return needs.contains(.nonNegative) ? .minmax : .standardise
  }

  private func checkCounts(_ features: Features) throws {
    for index in 0..<features.shape.count {
      let column = features.column(index)
      let values = features.values(ofColumn: index)
      if column.kind == .number, let value = values.first(where: { $0 < 0 || $0 != $0.rounded() && !$0.isNaN }) {
        throw ConfigurationError("it needs counts, and column \(column.name) has \(value)")
      }
    }
  }
}

extension Features {
  /// What is known of a column: its name is its position, from 1, where the rows have no table.
  func column(_ index: Int) -> FeatureColumn { table?.columns[index] ?? FeatureColumn(name: "\(index + 1)") }
}
