import BakeoffCore
import BakeoffEvaluation
import BakeoffTuning

/// How far a run has come: a value that events are applied to, with the time as an argument.
package struct RunProgress: Sendable {
  /// A trial that is running.
  package struct Running: Sendable {
    /// The trial.
    package let cell: TrialCell
    /// When it began, in seconds.
    package let start: Double
    /// What it last reported.
    package var latest: FitProgress?
    /// How far the search for its settings has come, where there is one.
    package var search: SearchProgress?

    /// The share of its epochs that is done, or of its search, where it has reported one.
    var fraction: Double? {
      if let search { return search.share.map { min(0.95, $0) } }
      return latest.flatMap { $0.epochs > 0 ? min(1, Double($0.epoch) / Double($0.epochs)) : nil }
    }
  }

  /// How a model stands so far.
  package struct ModelProgress: Hashable, Sendable {
    /// Which model of the experiment, from 0.
    package let model: Int
    /// The mean of its scores; nil where it has none yet.
    package let mean: Double?
    /// Trials that succeeded.
    package let ok: Int
    /// Trials that failed.
    package let failed: Int
    /// Trials it will have.
    package let total: Int
  }

  /// How many trials there are in all.
  package let total: Int
  /// How many run at the same time.
  package let jobs: Int
  /// The trials running now, longest first.
  package private(set) var running: [Running] = []
  /// The trials that are over.
  package private(set) var finished: [Trial] = []
  private var scoresByModel: [Int: [Double]] = [:]
  private var secondsByModel: [Int: [Double]] = [:]
  private let trialsByModel: [Int: Int]

  /// Nothing has run yet.
  package init(cells: [TrialCell], jobs: Int) {
    total = cells.count
    self.jobs = jobs
    trialsByModel = cells.reduce(into: [:]) { $0[$1.model, default: 0] += 1 }
  }

  /// Takes in what happened at `time` (seconds on any clock that only goes forward).
  ///
  /// `score` is what the metric that ranks says of a finished trial, where it says anything.
  package mutating func apply(_ event: RunEvent, at time: Double, score: Double? = nil) {
    switch event {
    case .note, .unavailable: break
    case .started(let cell):
      running.append(Running(cell: cell, start: time))
    case .progressed(let cell, let progress):
      guard let index = running.firstIndex(where: { $0.cell == cell }) else { return }
      running[index].latest = progress
    case .searched(let cell, let progress):
      guard let index = running.firstIndex(where: { $0.cell == cell }) else { return }
      running[index].search = progress
    case .finished(let trial):
      finished.append(trial)
      if let score { scoresByModel[trial.model, default: []].append(score) }
      guard let index = running.firstIndex(where: { $0.cell == trial.cell }) else { return }
      secondsByModel[trial.model, default: []].append(time - running[index].start)
      running.remove(at: index)
    }
  }

  /// The trials that failed, in the order they ended; those that a race made needless have not.
  package var failures: [(trial: Trial, failure: TrialFailure)] {
    finished.compactMap { trial in
      if case .failed(let failure) = trial.outcome, trial.outcome.isFailure { (trial, failure) } else { nil }
    }
  }

  /// Every model by the mean of its scores so far, best first, by the rule that ranks the leaderboard.
  package func standings(_ direction: MetricDirection) -> [ModelProgress] {
    let models = trialsByModel.keys.sorted().map(standing(of:))
    let stopped = Set(finished.filter { !$0.outcome.isFailure && $0.outcome.predictions == nil }.map(\.model))
    let standings = models.map {
      Standing(isComplete: $0.failed == 0 && !stopped.contains($0.model), mean: $0.mean, direction: direction)
    }
    return Standing.bestFirst(standings).map { models[$0] }
  }

  private func standing(of model: Int) -> ModelProgress {
    let scores = scoresByModel[model] ?? []
    let failed = failures.count { $0.trial.model == model }
    return ModelProgress(
      model: model, mean: scores.isEmpty ? nil : scores.reduce(0, +) / Double(scores.count),
      ok: finished.count { $0.model == model && $0.outcome.predictions != nil }, failed: failed,
      total: trialsByModel[model] ?? 0)
  }

  /// The seconds left at `time`, from what finished and running trials say; nil until every model has said something.
  package func secondsLeft(at time: Double) -> Double? {
    var work = 0.0
    for (model, count) in trialsByModel {
      let done = finished.count { $0.model == model }
      let now = running.filter { $0.cell.model == model }
      guard count > done else { continue }
      guard let each = secondsPerTrial(model, running: now, at: time) else { return nil }
      let begun = now.reduce(0) { $0 + min(each, time - $1.start) }
      work += each * Double(count - done) - begun
    }
    return work / Double(min(jobs, max(1, total - finished.count)))
  }

  /// Seconds a trial of `model` takes: the mean of those finished, or what the epochs of a running one extrapolate to.
  private func secondsPerTrial(_ model: Int, running: [Running], at time: Double) -> Double? {
    if let seconds = secondsByModel[model], !seconds.isEmpty {
      return seconds.reduce(0, +) / Double(seconds.count)
    }
    return running.lazy.compactMap { trial in
      trial.fraction.flatMap { $0 > 0 ? (time - trial.start) / $0 : nil }
    }.first
  }
}
