import BakeoffCore

/// Lets all configurations meet on the first fold, leaves out those that are certainly not the best, lets the others
/// meet on the next one, and so on.
struct RaceSchedule: SearchSchedule {
  /// Fits of the model's own settings on the first fold, which say how far scores scatter by the seed alone.
  static let seedFits = 3

  private let rule: RaceRule
  private var folds = 0
  /// The chances of being the best of all that were stopped.
  private var spent = 0.0

  init(folds: Int) {
    rule = RaceRule(looks: folds)
  }

  mutating func next(_ search: inout Search) -> [InnerTrial] {
    if folds == 0 {
      let entered = search.enter(entryShare: 0.5)
      if !entered.isEmpty { return entered.flatMap { firstTrials(of: $0) } }
    }
    folds += 1
    if let end = end(&search) {
      search.finish(end)
      return []
    }
    if search.finishIfTooMuch(search.alive.count) { return [] }
    return search.alive.map { InnerTrial(candidate: $0, fold: folds) }
  }

  private func firstTrials(of candidate: Int) -> [InnerTrial] {
    (0..<(candidate == 0 ? Self.seedFits : 1)).map { InnerTrial(candidate: candidate, fold: 0, fit: $0) }
  }

  /// Decides after a fold; why the race is over, where it is.
  private mutating func end(_ search: inout Search) -> String? {
    let standings = search.standings(of: search.alive, folds: folds)
    let spread = search.seedVariance
    let (alive, seed, spent) = (search.alive, search.seed, spent)
    let decided = search.decide {
      guard let standings, let spread else { return [] }
      return rule.endings(standings, alive, spread: spread, folds: folds, spent: spent, seed: seed)
    }
    self.spent += decided.compactMap(\.chance).reduce(0, +)
    if search.alive.count <= 1 { return "one configuration is left" }
    if folds == rule.looks { return "all \(folds) folds are met" }
    if let spread, let left = search.standings(of: search.alive, folds: folds),
      rule.isSettled(left, spread: spread, folds: folds)
    {
      return "after \(counted(folds, "fold")) nobody left is likely to be shown to be better than the leader"
    }
    return nil
  }

  func fitsPerCandidate(folds: Int) -> Double { 2 }
}
