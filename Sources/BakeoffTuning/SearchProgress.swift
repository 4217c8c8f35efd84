import BakeoffCore

/// How far a search has come.
public struct SearchProgress: Hashable, Sendable {
  /// How many rounds there were.
  public let round: Int
  /// Configurations that have entered.
  public let entered: Int
  /// Those that are still in.
  public let alive: Int
  /// Fits so far.
  public let fits: Int
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
