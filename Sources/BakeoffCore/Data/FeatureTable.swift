/// What the columns of a plain table are: their names, and which of them hold categories.
///
/// Rows of a table are plain vectors, one value a column. A value that is not known is NaN; a category is its place in
/// the column's list, from 0.
public struct FeatureTable: Hashable, Sendable, Codable {
  /// The columns, in the order of a row's values.
  public let columns: [FeatureColumn]
  /// Whether most values are zeros that stand for nothing, and are to stay zeros.
  public let isSparse: Bool

  /// Describes columns.
  public init(columns: [FeatureColumn], isSparse: Bool = false) {
    self.columns = columns
    self.isSparse = isSparse
  }
}

/// One column of a table.
public struct FeatureColumn: Hashable, Sendable, Codable {
  /// What the values of a column mean.
  public enum Kind: Hashable, Sendable, Codable {
    /// Any number.
    case number
    /// One of these, by its place in the list.
    case category([String])
  }

  /// What the column is called.
  public let name: String
  /// What its values mean.
  public let kind: Kind

  /// Describes a column.
  public init(name: String, kind: Kind = .number) {
    self.name = name
    self.kind = kind
  }

  /// The categories; nil for numbers.
  public var categories: [String]? {
    if case .category(let names) = kind { names } else { nil }
  }
}
