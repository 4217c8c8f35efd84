import BakeoffCore
import Foundation

/// A run as it is in the store.
public struct StoredRun: Sendable, Hashable {
  /// Its number, from 1, in the order runs began; never given twice.
  public let id: Int
  /// When it began.
  public let started: Date
  /// When it ended; nil while it goes on, and for ever where it was killed.
  public let ended: Date?
  /// What it set out to do.
  public let plan: RunPlan
  /// The trials that finished, split by split; an interrupted run has fewer than its plan.
  public let trials: [Trial]
}

/// A line in the list of runs.
public struct RunSummary: Sendable, Hashable {
  /// The number of the run.
  public let id: Int
  /// When it began.
  public let started: Date
  /// When it ended; nil while it goes on, and for ever where it was killed.
  public let ended: Date?
  /// What the caller said of it, as JSON.
  public let details: String
  /// The names of its models, in order.
  public let models: [String]
  /// How many trials it set out to run.
  public let trials: Int
  /// How many of them finished, well or not.
  public let finished: Int
  /// How many of those failed.
  public let failed: Int
}
