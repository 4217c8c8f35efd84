import BakeoffCore
import BakeoffEvaluation

extension Search {
  /// Seconds of all trials so far; one that failed counts as one of the model as it is.
  var spent: Double {
    tried.reduce(0) { $0 + $1.seconds } + (ownTrialSeconds ?? 0) * Double(tried.reduce(0) { $0 + $1.failures })
  }

  /// Fits so far.
  var fits: Int { tried.reduce(0) { $0 + $1.results.count } }

  /// Whether the next `trials` would take more than is left.
  func isTooMuch(_ trials: Int) -> Bool {
    guard let budget = budgetSeconds else { return false }
    return spent + Double(trials) * spent / Double(max(fits, 1)) > budget
  }

  var budgetSeconds: Double? { plan.budget.seconds(trial: ownTrialSeconds) }

  /// Seconds of one trial with the model's own settings and all rows.
  var ownTrialSeconds: Double? {
    tried.first?.results.filter { $0.value.seconds > 0 }.map { $0.value.seconds / $0.key.share }.max()
  }

  /// Lets further configurations in, the model's own settings first: as many as the source is asked for at a time, and as
  /// `entryShare` of the budget has room for. None when there are no more.
  mutating func enter(atMost most: Int = .max, entryShare: Double) -> [Int] {
    self.entryShare = entryShare
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
    // Where nothing has succeeded yet, a few more are tried, and no more.
    guard each > 0 else { return tried.count < 9 ? 8 : 0 }
    return min(8, max(0, Int((budget * entryShare - spent) / each)))
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

  func result(_ candidate: Int, fold: Int, share: Double = 1) -> InnerResult? {
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

  /// Ends the search where a further round of so many trials would take more than is left of the budget.
  mutating func finishIfTooMuch(_ trials: Int) -> Bool {
    guard isTooMuch(trials), let budget = budgetSeconds else { return false }
    isCutShort = true
    finish(
      "the budget of \(shown(budget)) has no room for \(counted(trials, "more fit")), after \(seconds(spent)) s of fits"
    )
    return true
  }

  /// The budget as it was given, and what it is in seconds where that is something else.
  private func shown(_ budget: Double) -> String {
    if case .seconds = plan.budget { "\(plan.budget)" } else { "\(plan.budget) (\(seconds(budget)) s)" }
  }

  private mutating func leaveOut(_ ending: SearchRecord.Ending) {
    tried[ending.candidate].ending = ending
    alive.removeAll { $0 == ending.candidate }
    forgetPredictions(of: ending.candidate)
  }

  private mutating func forgetPredictions(of candidate: Int) {
    for trial in tried[candidate].results.keys { tried[candidate].results[trial]?.predictions = nil }
  }

  mutating func leaveOutFailed() {
    for candidate in alive {
      let results = tried[candidate].ordered
      guard let failure = results.lazy.compactMap(\.result.failure).first else { continue }
      let met = results.count { $0.result.failure == nil && $0.trial.fit == 0 }
      leaveOut(
        SearchRecord.Ending(candidate: candidate, reason: .failed, folds: met, message: failure.description))
    }
  }

  mutating func close() {
    isOver = true
    if tried.count < 2, let budget = budgetSeconds, spent > 0 {
      isCutShort = true
      failure = "the budget of \(shown(budget)) \(spent > budget ? exceeded : noRoom)"
    } else if alive.isEmpty {
      let first = tried.lazy.compactMap(\.ending?.message).first ?? "no reason is known"
      failure = "all \(counted(tried.count, "configuration")) failed; the first: \(first)"
    } else if leader == nil {
      failure = "the metric \(metric.id) is not defined for any configuration; choose another with sort"
    }
  }
}

extension Search {
  private var exceeded: String {
    "covers no more than the model's own settings, which took \(seconds(spent)) s; give it more"
  }

  /// What is left has no room for a second configuration: how much would have.
  private var noRoom: String {
    // A little more, for the digits that are not shown.
    let needed = 2.04 * spent / entryShare
    let amount =
      if case .defaultTrials = plan.budget, let own = ownTrialSeconds {
        "\(Int((needed / own).rounded(.up)))x"
      } else { "\(seconds(needed, .up))s" }
    let part =
      entryShare < 1 ? ", and others enter within the first \(Int((entryShare * 100).rounded())) % of the budget" : ""
    return "has no room for a second configuration: the first took \(seconds(spent)) s\(part); give at least \(amount)"
  }
}

/// Seconds with two digits, or all there are before the point.
private func seconds(_ seconds: Double, _ rule: FloatingPointRoundingRule = .toNearestOrAwayFromZero) -> String {
  let digits = seconds >= 10 ? 1.0 : seconds >= 1 ? 10 : seconds >= 0.1 ? 100 : 1000
  let rounded = (seconds * digits).rounded(rule) / digits
  return seconds >= 10 ? "\(Int(rounded))" : "\(rounded)"
}
