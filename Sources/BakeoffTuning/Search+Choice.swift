import BakeoffCore
import BakeoffEvaluation

extension Search {
  /// Those that are still in and have met the most folds with all rows, and how many those are.
  private var contenders: (candidates: [Int], folds: Int) {
    let met = alive.map { candidate in
      splits.indices.prefix { fold in result(candidate, fold: fold)?.score != nil }.count
    }
    let most = met.max() ?? 0
    return most == 0 ? ([], 0) : (zip(alive, met).filter { $0.1 == most }.map(\.0), most)
  }

  /// The best mean of those that are still in; of equal ones the first.
  public var leader: Int? {
    let (candidates, folds) = contenders
    let sign = metric.direction == .higherIsBetter ? 1.0 : -1
    let means = candidates.compactMap { candidate in mean(candidate, folds: folds).map { (candidate, sign * $0) } }
    return means.reduce(means.first) { best, next in best.map { next.1 > $0.1 ? next : $0 } }?.0
  }

  /// The one that is chosen: the leader, or the model's own settings where the leader is ahead of them by no more than the
  /// standard error that all folds would leave (the rule of Breiman, Friedman, Olshen, Stone,
  /// "Classification and regression trees", 1984, 3.4.3).
  public var choice: Int? {
    guard let leader, failure == nil else { return nil }
    let (candidates, folds) = contenders
    guard leader != 0, candidates.contains(0), let both = standings(of: [leader, 0], folds: folds) else {
      return leader
    }
    let error = (seedVariance ?? .none).error(of: both.errors[1], units: both.units, folds: folds)
    let least = error * (Double(folds) / Double(splits.count)).squareRoot()
    return both.leads[1] > least ? leader : 0
  }

  /// What was tried so far, and what was chosen where it is over.
  public var record: SearchRecord {
    let candidates = tried.enumerated().map { candidate, tried in
      let shares = Set(tried.results.keys.map(\.share)).filter { $0 < 1 }.sorted()
      return SearchRecord.Candidate(
        settings: tried.settings, scores: splits.indices.map { result(candidate, fold: $0)?.score },
        partial: shares.compactMap { share in
          mean(candidate, folds: splits.count, share: share).map { SearchRecord.PartialScore(share: share, score: $0) }
        }, seconds: tried.seconds, ending: tried.ending)
    }
    return SearchRecord(
      metric: metric.id, direction: metric.direction, folds: splits.count, candidates: candidates,
      chosen: isOver ? choice : nil, leader: leader,
      fits: fits, seconds: candidates.reduce(0) { $0 + $1.seconds }, end: failure ?? end,
      isCutShort: !isOver || isCutShort || leavesPartOfTheGrid)
  }

  /// Whether the time was over before every combination of a grid had entered.
  private var leavesPartOfTheGrid: Bool {
    plan.method == .grid && plan.budget.candidateCount == nil && tried.count < plan.space.gridSize
  }

  /// How far it has come.
  public var progress: SearchProgress {
    let best = leader
    return SearchProgress(
      round: rounds, entered: tried.count, alive: alive.count, fits: fits, folds: contenders.folds,
      allFolds: splits.count,
      best: best.flatMap { mean($0, folds: contenders.folds) }, bestSettings: best.map { tried[$0].settings },
      share: budgetSeconds.map { min(1, spent / $0) }
        ?? plan.budget.candidateCount.map {
          min(1, Double(fits) / (Double($0) * schedule.fitsPerCandidate(folds: splits.count)))
        })
  }
}
