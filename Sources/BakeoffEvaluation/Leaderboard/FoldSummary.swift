/// A figure measured on every split: its values, their mean and how far they scatter.
public struct FoldSummary: Hashable, Sendable, Codable {
  /// The mean of the values there are; nil where there is none.
  public let mean: Double?
  /// The sample standard deviation (n - 1) of the values there are; nil for fewer than two.
  public let std: Double?
  /// One value a split, in the order of the splits; nil where the trial failed or the figure is not defined.
  public let folds: [Double?]
  /// Whether the mean is that of figures over the test rows of all splits of a repeat together, as splits are too small to
  /// have one each.
  public var isPooled: Bool { pooled ?? false }
  private let pooled: Bool?

  /// Summarises one value a split.
  public init(folds: [Double?]) {
    let values = folds.compactMap { $0 }
    self.folds = folds
    mean = values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    std = sampleVariance(values)?.squareRoot()
    pooled = nil
  }

  /// The same values a split, with figures of all rows of each repeat together for the mean.
  init(folds: [Double?], pooled: [Double?]) {
    let values = pooled.compactMap(\.self)
    self.folds = folds
    mean = values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    std = sampleVariance(values)?.squareRoot()
    self.pooled = true
  }
}

/// The sample variance (n - 1); nil for fewer than two values.
package func sampleVariance(_ values: [Double]) -> Double? {
  guard values.count >= 2 else { return nil }
  let mean = values.reduce(0, +) / Double(values.count)
  return values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(values.count - 1)
}
