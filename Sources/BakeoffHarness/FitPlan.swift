import BakeoffCore
import BakeoffEvaluation

/// How often each split is learned, and from how much of its training rows.
public struct FitPlan: Hashable, Sendable {
  /// Fits of the same rows, each with a seed of its own, at least 1.
  public let fitsPerSplit: Int
  /// The shares of a split's training rows that are learned from, ascending; all of them are always among them.
  public let shares: [Double]

  /// Makes a plan; without arguments each split is learned once, from all its training rows.
  ///
  /// Throws `ConfigurationError` for no fit, and for a share that is not above 0 and at most 1.
  public init(fitsPerSplit: Int = 1, shares: [Double] = []) throws(ConfigurationError) {
    guard fitsPerSplit >= 1 else {
      throw ConfigurationError("fits-per-split \(fitsPerSplit): give at least 1")
    }
    for share in shares where !(share > 0 && share <= 1) {
      throw ConfigurationError("learning-curve \(share): give shares above 0 and at most 1, such as 0.1,0.2,0.5,1.0")
    }
    self.fitsPerSplit = fitsPerSplit
    self.shares = Set(shares + [1]).sorted()
  }

  /// The splits that are learned from: of all training rows first, and every split once before any again.
  ///
  /// A smaller share is drawn at random so that every class keeps its share.
  func splits(_ splits: [Split], labels: [Int], seed: UInt64) -> [Split] {
    shares.reversed().flatMap { share in
      (0..<fitsPerSplit).flatMap { fit in
        splits.map { split in
          (share == 1 ? split : part(of: split, share, labels, seed)).fitted(fit)
        }
      }
    }
  }

  private func part(of split: Split, _ share: Double, _ labels: [Int], _ seed: UInt64) -> Split {
    let count = max(1, Int((share * Double(split.training.count)).rounded()))
    let drawn = stratifiedSample(
      labels: split.training.map { labels[$0] }, count: count,
      seed: derivedSeed(seed, "learning curve", "repetition \(split.repetition)", "fold \(split.fold)"))
    return split.learning(from: drawn.map { split.training[$0] }, share: share)
  }
}
