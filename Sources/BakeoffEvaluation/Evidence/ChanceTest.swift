import BakeoffCore
import Foundation

/// What a model would reach by chance: its stored predictions held against truths that are dealt anew.
///
/// Truths are permuted among the test rows of a split, and whole groups of rows keep theirs together; every repeat sees the
/// same truths. Source: Ojala and Garriga, "Permutation tests for studying classifier performance", JMLR 11, 2010, who fit
/// again for each permutation. Here predictions stay as they are, which costs nothing and has a price: in a cross-validation
/// every row is tested by models that learned from the others, so that a pair of rows that happens to agree counts twice. For
/// learners that are linear in the labels that doubles the variance at the most; differences by permutation are therefore taken
/// the square root of 2 times as large where rows are both tested and learned from. `make bench-chance` measures what comes
/// of it.
public struct ChanceTest: Hashable, Sendable {
  /// What the model's predictions score on average by chance.
  public let level: Double
  /// How often chance does as well as the model, corrected for all models that are tested together.
  public let pValue: Double
  /// How often chance does as badly as the model.
  public let lowerPValue: Double

  /// Whether the model is not shown to be above chance, at the level of 5 %.
  public var isChance: Bool { pValue >= 0.05 }
}

extension ChanceTest {
  /// Tests models together, one list of predictions for each, with one entry for each split. An entry is nil where the metric
  /// is not defined, and all are where so few arrangements of the truths are possible that nothing could be told.
  package static func tests(
    _ predictions: [[Predictions]], truths: [Truth], splits: [Split], metric: any Metric, isTestedByLearners: Bool,
    seed: UInt64
  ) -> [ChanceTest?] {
    let permutations = TruthPermutations(truths, splits: splits, seed: derivedSeed(seed, "permuted truths"))
    guard permutations.canTell, !predictions.isEmpty else { return predictions.map { _ in nil } }
    let scorers = predictions.map { permutedScorer(metric, $0, truths: truths) }
    // Of many rows a few permutations tell as much.
    let isCheap = metric is any ConfusionMetric && truths.reduce(0) { $0 + $1.labels.count } <= 20_000
    let count = isCheap ? 999 : 199
    let drawn = concurrently(count, threads: ProcessInfo.processInfo.activeProcessorCount, state: {}) { number, _ in
      let labels = permutations.labels(number)
      return scorers.map { $0(labels) }
    }
    let observed = scorers.map { $0(truths.map(\.labels)) }
    let sign = metric.direction == .higherIsBetter ? 1.0 : -1
    let stretch = isTestedByLearners ? 2.0.squareRoot() : 1
    let chances = predictions.indices.map { model in
      ChanceDistribution(
        observed: observed[model], drawn: drawn.compactMap { $0[model] }, all: count, sign: sign, stretch: stretch)
    }
    let largest = (0..<count).map { draw in chances.compactMap { $0?.standardised[draw] }.max() ?? 0 }
    let smallest = (0..<count).map { draw in chances.compactMap { $0?.standardised[draw] }.min() ?? 0 }
    return chances.map { chance in
      chance.map { chance in
        ChanceTest(
          level: chance.level, pValue: share(of: largest) { $0 >= chance.lead - 1e-9 },
          lowerPValue: share(of: smallest) { $0 <= chance.lead + 1e-9 })
      }
    }
  }
}

/// (1 + how many) / (1 + all): what is observed is one of the arrangements.
private func share(of values: [Double], _ isMeant: (Double) -> Bool) -> Double {
  Double(1 + values.count(where: isMeant)) / Double(1 + values.count)
}

/// The scores of one model under permutations, and where its own stands.
private struct ChanceDistribution {
  let level: Double
  /// How far the model is above the level, in standard deviations of chance.
  let lead: Double
  /// The same of each permutation, stretched.
  let standardised: [Double]

  init?(observed: Double?, drawn: [Double], all: Int, sign: Double, stretch: Double) {
    guard let observed, drawn.count == all else { return nil }
    level = drawn.reduce(0, +) / Double(all)
    let deviations = drawn.map { [level] in sign * ($0 - level) }
    let deviation = (deviations.reduce(0) { $0 + $1 * $1 } / Double(all)).squareRoot()
    let unit = deviation > 1e-12 ? deviation : 1
    lead = deviation > 1e-12 ? sign * (observed - level) / unit : 0
    standardised = deviations.map { deviation > 1e-12 ? stretch * $0 / unit : 0 }
  }
}
