import BakeoffCore
import Foundation

/// A line in the list of runs.
public struct RunSummary: Sendable, Hashable {
  /// The number of the run.
  public let id: Int
  /// When it began.
  public let started: Date
  /// When it ended; nil while it goes on, and for ever where it was killed.
  public let ended: Date?
  /// The name of its data set; nil where the description cannot be read.
  public let dataset: String?
  /// The names of its models, in order.
  public let models: [String]
  /// How many trials it set out to run.
  public let trials: Int
  /// How many of them finished, succeeded or not.
  public let finished: Int
  /// How many of those failed.
  public let failed: Int
}
