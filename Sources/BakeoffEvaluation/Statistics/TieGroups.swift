import BakeoffCore

/// The rank of each entry of a sorted leaderboard where entries that cannot be told apart share one, as in 1, 1, 3.
///
/// `scores` has one array an entry, best first, with one value a split. The best entry anchors the first group; every
/// following entry that is not separable from the anchor joins it, and the first that is separable anchors the next.
/// Separable means a corrected resampled t-test p below `level` after Holm's correction over the anchor's comparisons
/// with all entries below it. Membership is a statement about the anchor only: two members may well differ.
/// Precondition: as many values for each entry.
public func tieGroupRanks(_ scores: [[Double]], testToTrainRatio: Double, level: Double = 0.05) -> [Int] {
  var ranks: [Int] = []
  while ranks.count < scores.count {
    let anchor = ranks.count
    let rivals = scores[(anchor + 1)...]
    // With a single split nothing can be told apart.
    let pValues = rivals.map { rival in
      PairedComparison(scores[anchor], rival, testToTrainRatio: testToTrainRatio)?.pValue ?? 1
    }
    let members = 1 + holmCorrected(pValues).prefix { $0 >= level }.count
    ranks += Array(repeating: anchor + 1, count: members)
  }
  return ranks
}
