/// What a model asks of the rows it learns from.
public enum ModelNeed: String, Hashable, Sendable, Codable, CaseIterable {
  /// Rows of pixels, and no plain vectors.
  case images
  /// Columns whose values are of about the same size: how far apart two rows are must not depend on units.
  case scaledColumns = "scaled-columns"
  /// Numbers of occurrences: whole and not negative.
  case counts
  /// No negative number.
  case nonNegative = "non-negative"
}
