import BakeoffCore
import BakeoffEvaluation

/// A search for the best settings of one model on the training rows of one split: asked for the trials of a round, told how
/// they ended, asked for the next round, until none comes.
///
/// What it asks for and decides depends on nothing but its plan, its seed and the outcomes, so a search that is begun again
/// with the same outcomes comes to the same end. The first configuration has the model's own settings.
public struct Search: Sendable {
  /// What is searched and how.
  public let plan: SearchPlan
  /// Who was left out after each round that decided.
  public internal(set) var decisions: [[SearchRecord.Ending]] = []
  /// Why nothing can be chosen; nil where something can, or while that is open.
  public internal(set) var failure: String?
  /// Those that are still in, from 0.
  var alive: [Int] = []
  let metric: any Metric
  let splits: [Split]
  let truths: [Truth]
  let seed: UInt64
  let own: Settings
  var tried: [TriedConfiguration] = []
  var source: any CandidateSource
  var schedule: any SearchSchedule
  let known: [[SearchRecord.Ending]]
  var end = "interrupted"
  var isCutShort = false
  /// The share of the budget for letting configurations in.
  var entryShare = 1.0
  var isOver = false
  var rounds = 0

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
