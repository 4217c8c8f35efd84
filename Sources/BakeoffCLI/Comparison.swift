import BakeoffCore
import BakeoffEvaluation
import BakeoffExecution

/// An experiment with what its leaderboard needs besides: a heading, metrics, and in the end trials.
struct Comparison: Sendable {
  let experiment: Experiment
  let description: RunDescription
  let metrics: [any Metric]
  private(set) var trials: [Trial] = []
  /// Whether the run was interrupted before its end.
  private(set) var wasInterrupted = false

  /// A comparison whose trials have not run.
  init(experiment: Experiment, description: RunDescription, metrics: [any Metric]) {
    self.experiment = experiment
    self.description = description
    self.metrics = metrics
  }

  /// The comparison with its trials, in the task that ran them.
  func with(trials: [Trial]) -> Comparison {
    var comparison = self
    comparison.trials = trials
    comparison.wasInterrupted = Task.isCancelled
    return comparison
  }

  /// The leaderboard of the trials. Throws `ConfigurationError` where the ranking metric is not among those shown.
  func leaderboard(sortedBy metric: String?) throws -> Leaderboard {
    try Leaderboard(
      run: description,
      competitors: experiment.models.map { Competitor(name: $0.name, settings: $0.settings) }, trials: trials,
      truths: experiment.truths, metrics: metrics, sortedBy: metric)
  }
}

extension Experiment {
  /// The heading of a leaderboard of this experiment, run here.
  func description(rows: Int, resampling: any Resampling, average: Average, notice: String?) -> RunDescription {
    let taskName: String =
      switch task {
      case .multiclass: "multiclass"
      case .binary(let positive): "\(dataset.classNames[positive]) against the rest"
      }
    return RunDescription(
      dataset: dataset.name, rows: rows, classNames: classNames, sha256: dataset.provenance.sha256, task: taskName,
      resampling: resampling.summary, seed: seed, average: average, environment: .current, notice: notice)
  }
}
