import BakeoffCore

/// How trials run elsewhere.
public struct ClusterOptions: Sendable {
  /// Which results that an earlier command left in the shared folder are taken.
  public enum Leftovers: Sendable {
    /// Those of trials that succeeded and of those that failed.
    case finished
    /// Only those of trials that succeeded.
    case succeeded
    /// None.
    case none
  }

  /// The folder that both sides see.
  public var sharedFolder: String
  /// What a trial may take.
  public var limits = TrialLimits()
  /// What becomes of trials that are not handed over yet when one has failed.
  public var onFailure = FailurePolicy.continue
  /// How often a trial is tried again whose machine was lost, or whose place others needed.
  public var retries = 3
  /// Seconds of work that a task has at the least, where there is so much.
  public var taskSeconds = 60.0
  /// Trials that a task runs at the same time.
  public var width = 1
  /// The most tasks handed over at a time; nil for any number.
  public var mostTasks: Int?
  /// A folder that exists, where each trial's log is kept; nil to keep none.
  public var logFolder: String?
  /// What the folder of this run is called; nil for a new name.
  public var token: String?
  /// Whether trials are handed over and left.
  public var detaches = false
  /// Which results of earlier commands are taken.
  public var leftovers = Leftovers.finished

  /// Options with a shared folder and else what is usual.
  public init(sharedFolder: String) { self.sharedFolder = sharedFolder }
}

/// When things are looked at, in seconds on a clock that a test may replace.
package struct ClusterPace: Sendable {
  /// Between two looks for results: at first, and when nothing comes.
  package var shortestLook = 0.2
  package var longestLook = 3.0
  /// Between two questions to the scheduler of how tasks stand: at first, and in the long run.
  package var shortestAsk = 5.0
  package var longestAsk = 30.0
  /// Between any two calls of the scheduler's programs.
  package var gap = 1.0
  /// How long a result may take to be seen after its task has ended.
  package var settling = 5.0
  /// How long other trials of a model wait for the first one to say how long they take.
  package var patience = 30.0
  /// After so long without a sign of life a task is lost, where the scheduler cannot tell.
  package var longestSilence = 300.0
  /// Before trying again what the scheduler did not do: at first, and in the long run.
  package var shortestDelay = 5.0
  package var longestDelay = 60.0
  /// The time.
  package var now: @Sendable () -> Double = {
    let start = ContinuousClock.now
    return { (ContinuousClock.now - start).seconds }
  }()
  /// Waits; returns early where the task is cancelled.
  package var sleep: @Sendable (Double) async -> Void = { try? await Task.sleep(for: .seconds($0)) }

  /// As it is good for a cluster.
  package init() {}
}
