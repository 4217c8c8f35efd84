import BakeoffCore
import BakeoffEvaluation

/// One fit that a search asks for.
public struct InnerTrial: Hashable, Sendable {
  /// Which configuration, from 0.
  public let candidate: Int
  /// Which inner fold, from 0.
  public let fold: Int
  /// Which fit of the same rows, from 0.
  public let fit: Int
  /// The share of the training rows or epochs, above 0 and at most 1.
  public let share: Double

  /// Names a fit.
  public init(candidate: Int, fold: Int, fit: Int = 0, share: Double = 1) {
    self.candidate = candidate
    self.fold = fold
    self.fit = fit
    self.share = share
  }
}

/// A search for the best settings of one model on the training rows of one split: asked for the trials of a round, told how
/// they ended, asked for the next round, until none comes.
///
/// What it asks for and decides depends on nothing but its plan, its seed and the outcomes, so a search that is begun again
/// with the same outcomes comes to the same end. The first configuration has the model's own settings.
public struct Search: Sendable {
  /// What is searched and how.
  public let plan: SearchPlan
  /// Who was left out after each round that decided.
  public private(set) var decisions: [[SearchRecord.Ending]] = []
  /// Why nothing can be chosen; nil where something can, or while that is open.
  public private(set) var failure: String?
  /// Those that are still in, from 0.
  private(set) var alive: [Int] = []
  let metric: any Metric
  private let splits: [Split]
  private let truths: [Truth]
  let seed: UInt64
  private let own: Settings
  private var tried: [TriedConfiguration] = []
  private var source: any CandidateSource
  private var schedule: any SearchSchedule
  private let known: [[SearchRecord.Ending]]
  private var end = "interrupted"
  private var isOver = false
  private var rounds = 0

  /// A search.
  ///
  /// - Parameters:
  ///   - plan: what is searched and how.
  ///   - own: the model's own values of the searched settings.
  ///   - splits: the inner folds.
  ///   - truths: the labels of the rows that each tests.
  ///   - metric: what is to be best.
  ///   - seed: decides the configurations, and the rows drawn to compare them.
  ///   - decided: what was decided before by this same search; it is not decided anew.
  public init(
    _ plan: SearchPlan, own: Settings, splits: [Split], truths: [Truth], metric: any Metric, seed: UInt64,
    decided: [[SearchRecord.Ending]] = []
  ) {
    self.plan = plan
    self.own = own
    self.splits = splits
    self.truths = truths
    self.metric = metric
    self.seed = seed
    known = decided
    source = plan.method.source(of: plan.space, count: plan.budget.candidateCount, seed: seed)
    schedule = plan.makeSchedule(rows: splits.map(\.training.count).min() ?? 0)
  }

  /// The trials of the next round; none when the search is over. Precondition: the last round's outcomes were taken.
  public mutating func next() -> [InnerTrial] {
    guard !isOver else { return [] }
    leaveOutFailed()
    var schedule = schedule
    let trials = schedule.next(&self)
    self.schedule = schedule
    rounds += 1
    if trials.isEmpty { close() }
    return trials
  }

  /// Takes in how a trial ended.
  public mutating func take(_ trial: InnerTrial, _ outcome: TrialOutcome) {
    tried[trial.candidate].results[trial] =
      switch outcome {
      case .failed(let failure): InnerResult(failure: failure)
      case .ok(let predictions, let costs):
        InnerResult(
          score: metric.score(predictions, truth: truths[trial.fold]), predictions: predictions,
          seconds: costs.fitSeconds + costs.predictSeconds)
      }
  }

  /// The settings of a configuration.
  public func settings(of candidate: Int) -> Settings { tried[candidate].settings }
}

/// A configuration and what came of its trials.
private struct TriedConfiguration: Sendable {
  let settings: Settings
  var results: [InnerTrial: InnerResult] = [:]
  var ending: SearchRecord.Ending?

  /// Its trials in an order of their own, so that sums are the same whatever finished first.
  var ordered: [(trial: InnerTrial, result: InnerResult)] {
    results.map { ($0.key, $0.value) }.sorted {
      ($0.0.share, $0.0.fold, $0.0.fit) < ($1.0.share, $1.0.fold, $1.0.fit)
    }
  }

  var seconds: Double { ordered.reduce(0) { $0 + $1.result.seconds } }
}

/// What came of one trial.
private struct InnerResult: Sendable {
  var score: Double?
  var predictions: Predictions?
  var seconds = 0.0
  var failure: TrialFailure?
}

extension Search {
  /// Seconds of all trials so far.
  var spent: Double { tried.reduce(0) { $0 + $1.seconds } }

  /// Fits so far.
  private var fits: Int { tried.reduce(0) { $0 + $1.results.count } }

  /// Whether the next `trials` would take more than is left.
  func isTooMuch(_ trials: Int) -> Bool {
    guard let budget = budgetSeconds else { return false }
    return spent + Double(trials) * spent / Double(max(fits, 1)) > budget
  }

  private var budgetSeconds: Double? { plan.budget.seconds(trial: ownTrialSeconds) }

  /// Seconds of one trial with the model's own settings and all rows.
  private var ownTrialSeconds: Double? {
    tried.first?.results.filter { $0.value.seconds > 0 }.map { $0.value.seconds / $0.key.share }.max()
  }

  /// Lets further configurations in, the model's own settings first: as many as the source is asked for at a time, and as
  /// `entryShare` of the budget has room for. None when there are no more.
  mutating func enter(atMost most: Int = .max, entryShare: Double) -> [Int] {
    var room = min(most, source.batch ?? .max, places(entryShare))
    guard room > 0 else { return [] }
    let first = tried.count
    if tried.isEmpty {
      tried.append(TriedConfiguration(settings: own))
      room -= 1
    }
    // A source may draw what was there before; it is asked again, but not for ever.
    for _ in 0..<20 where room > 0 {
      let points = source.next(room, scored: source.batch == nil ? [] : scoredPoints)
      for point in points {
        let drawn = plan.space.settings(at: point)
        guard !tried.contains(where: { $0.settings == drawn }) else { continue }
        tried.append(TriedConfiguration(settings: drawn))
        room -= 1
      }
      if points.isEmpty { break }
    }
    alive += first..<tried.count
    return Array(first..<tried.count)
  }

  /// How many may enter now.
  private func places(_ entryShare: Double) -> Int {
    if let count = plan.budget.candidateCount { return count - tried.count }
    guard !tried.isEmpty else { return 1 }
    guard let budget = budgetSeconds else { return 0 }
    let each = spent / Double(tried.count)
    return each > 0 ? min(8, max(0, Int((budget * entryShare - spent) / each))) : 8
  }

  /// Each configuration with the score it had when it entered, with more rows where there is one.
  private var scoredPoints: [ScoredPoint] {
    let sign = metric.direction == .higherIsBetter ? 1.0 : -1
    return tried.indices.compactMap { candidate in
      let share = tried[candidate].results.keys.map(\.share).max() ?? 1
      let scores = splits.indices.filter { plan.schedule != .race || $0 == 0 }
        .compactMap { result(candidate, fold: $0, share: share)?.score }
      guard !scores.isEmpty else { return nil }
      return ScoredPoint(
        point: plan.space.axes.map { axis in tried[candidate].settings[axis.name].flatMap(axis.coordinate) },
        score: sign * scores.reduce(0, +) / Double(scores.count))
    }
  }

  private func result(_ candidate: Int, fold: Int, share: Double = 1) -> InnerResult? {
    tried[candidate].results[InnerTrial(candidate: candidate, fold: fold, share: share)]
  }

  /// The mean score of a configuration over the folds at a share; nil where one is missing.
  func mean(_ candidate: Int, folds: Int, share: Double = 1) -> Double? {
    let scores = (0..<folds).compactMap { result(candidate, fold: $0, share: share)?.score }
    return scores.count == folds ? scores.reduce(0, +) / Double(folds) : nil
  }

  /// How the configurations stand on the first folds; nil where that cannot be told.
  func standings(of candidates: [Int], folds: Int) -> RaceStandings? {
    let predictions = candidates.map { candidate in
      (0..<folds).compactMap { result(candidate, fold: $0)?.predictions }
    }
    guard folds > 0, predictions.allSatisfy({ $0.count == folds }) else { return nil }
    return RaceStandings(
      predictions, truths: Array(truths.prefix(folds)), splits: Array(splits.prefix(folds)), metric: metric, seed: seed)
  }

  /// The variance that the seed gives a score, from the fits of the model's own settings on the first fold; nil where
  /// there are too few.
  var seedVariance: SeedVariance? {
    let fits = tried.first?.ordered.filter { $0.trial.fold == 0 && $0.trial.share == 1 } ?? []
    return SeedVariance(ofFits: fits.compactMap(\.result.score))
  }

  /// Leaves out whom `rule` names, or whom it named when this search was run before; whom that was.
  @discardableResult
  mutating func decide(_ rule: () -> [SearchRecord.Ending]) -> [SearchRecord.Ending] {
    let decided = decisions.count < known.count ? known[decisions.count] : rule()
    decisions.append(decided)
    for ending in decided { leaveOut(ending) }
    return decided
  }

  /// Gives back the memory of what nobody will ask for any more.
  mutating func keepPredictions(of kept: [Int]) {
    for candidate in tried.indices where !kept.contains(candidate) { forgetPredictions(of: candidate) }
  }

  /// Ends the search, and says why.
  mutating func finish(_ reason: String) { end = reason }

  private mutating func leaveOut(_ ending: SearchRecord.Ending) {
    tried[ending.candidate].ending = ending
    alive.removeAll { $0 == ending.candidate }
    forgetPredictions(of: ending.candidate)
  }

  private mutating func forgetPredictions(of candidate: Int) {
    for trial in tried[candidate].results.keys { tried[candidate].results[trial]?.predictions = nil }
  }

  private mutating func leaveOutFailed() {
    for candidate in alive {
      let results = tried[candidate].ordered
      guard let failure = results.lazy.compactMap(\.result.failure).first else { continue }
      let met = results.count { $0.result.failure == nil && $0.trial.fit == 0 }
      leaveOut(
        SearchRecord.Ending(candidate: candidate, reason: .failed, folds: met, message: failure.description))
    }
  }

  private mutating func close() {
    isOver = true
    if tried.count < 2, let budget = budgetSeconds, spent > 0 {
      failure =
        "the budget of \(plan.budget) (\(rounded(budget)) s) covers no more than the model's own settings, which took "
        + "\(rounded(spent)) s; give it more"
    } else if alive.isEmpty {
      let first = tried.lazy.compactMap(\.ending?.message).first ?? "no reason is known"
      failure = "all \(counted(tried.count, "configuration")) failed; the first: \(first)"
    } else if leader == nil {
      failure = "the metric \(metric.id) is not defined for any configuration; choose another with sort"
    }
  }
}

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
  /// standard error that all folds would leave (the rule of Breiman, Friedman, Olshen, Stone, "Classification and regression trees", 1984, 3.4.3).
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
      fits: fits, seconds: candidates.reduce(0) { $0 + $1.seconds }, end: failure ?? end)
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

/// How far a search has come.
public struct SearchProgress: Hashable, Sendable {
  /// How many rounds there were.
  public let round: Int
  /// Configurations that have entered.
  public let entered: Int
  /// Those that are still in.
  public let alive: Int
  /// Fits so far.
  public var fits: Int
  /// The inner folds the best has met with all rows.
  public let folds: Int
  /// The inner folds there are.
  public let allFolds: Int
  /// The best mean score so far.
  public let best: Double?
  /// The searched settings of the best so far.
  public let bestSettings: Settings?
  /// The share of the budget that is used, where it is seconds; of the fits that are expected, where it is configurations.
  public let share: Double?
}

private func rounded(_ seconds: Double) -> String { "\((seconds * 100).rounded() / 100)" }
