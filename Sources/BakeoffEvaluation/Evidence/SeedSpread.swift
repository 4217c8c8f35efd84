import BakeoffCore

/// How far a model's scores scatter, apart by cause: other rows, and other chances on the same rows.
public struct SeedSpread: Hashable, Sendable {
  /// The standard deviation between splits, of the means of their fits; nil for fewer than two splits.
  public let splits: Double?
  /// The standard deviation between fits of the same rows, the root of the mean variance; nil where no rows were learned
  /// twice.
  public let seeds: Double?

  /// Takes one score for each split there is, repeats of the same rows among them.
  package init(_ scores: [Double?], splits: [Split]) {
    let groups = fitsOfSplits(splits).map { places in places.compactMap { scores[$0] } }
    let variances = groups.compactMap(sampleVariance)
    self.splits = sampleVariance(meansOfFits(scores, splits: splits).compactMap(\.self))?.squareRoot()
    seeds = variances.isEmpty ? nil : (variances.reduce(0, +) / Double(variances.count)).squareRoot()
  }
}

/// The places of the fits of each split, in the order of the splits.
func fitsOfSplits(_ splits: [Split]) -> [[Int]] {
  var places: [[Int]] = []
  var known: [[Int]: Int] = [:]
  for (place, split) in splits.enumerated() {
    let key = [split.repetition, split.fold]
    if let group = known[key] {
      places[group].append(place)
    } else {
      known[key] = places.count
      places.append([place])
    }
  }
  return places
}

/// The mean over the fits of each split: what a test over splits takes, for fits of the same rows are no splits of their own.
package func meansOfFits(_ scores: [Double?], splits: [Split]) -> [Double?] {
  fitsOfSplits(splits).map { places in FoldSummary(folds: places.map { scores[$0] }).mean }
}
