/// What the columns of a plain table are: their names, and which of them hold categories.
///
/// Rows of a table are plain vectors, one value a column. A value that is not known is NaN; a category is its place in
/// the column's list, from 0.
public struct FeatureTable: Hashable, Sendable, Codable {
  /// The columns, in the order of a row's values.
  public let columns: [FeatureColumn]
  /// Whether most values are zeros that stand for nothing, and are to stay zeros.
  public let isSparse: Bool
  /// How columns were read whose texts can be read in several ways, by name: `mdy` for dates, `comma` for numbers.
  public let choices: [String: String]

  /// Describes columns.
  public init(columns: [FeatureColumn], isSparse: Bool = false, choices: [String: String] = [:]) {
    self.columns = columns
    self.isSparse = isSparse
    self.choices = choices
  }

  private enum CodingKeys: String, CodingKey { case columns, isSparse, choices }

  /// Reads what `encode` writes, and what was written before there were choices.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      columns: try container.decode([FeatureColumn].self, forKey: .columns),
      isSparse: try container.decode(Bool.self, forKey: .isSparse),
      choices: try container.decodeIfPresent([String: String].self, forKey: .choices) ?? [:])
  }

  /// Writes `columns`, `isSparse`, and `choices` where there are some.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(columns, forKey: .columns)
    try container.encode(isSparse, forKey: .isSparse)
    if !choices.isEmpty { try container.encode(choices, forKey: .choices) }
  }
}

/// One column of a table.
public struct FeatureColumn: Hashable, Sendable, Codable {
  /// What the values of a column mean.
  public enum Kind: Hashable, Sendable {
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

  private enum CodingKeys: String, CodingKey { case name, categories }

  /// Reads what `encode` writes.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let categories = try container.decodeIfPresent([String].self, forKey: .categories)
    self.init(
      name: try container.decode(String.self, forKey: .name), kind: categories.map { .category($0) } ?? .number)
  }

  /// Writes `name`, and `categories` where it has some.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encodeIfPresent(categories, forKey: .categories)
  }
}
