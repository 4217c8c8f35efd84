import BakeoffCore

/// A model as it entered the run: what it is called there, and its settings.
public struct Competitor: Hashable, Sendable {
  /// The name in the leaderboard, unique in the run.
  public let name: String
  /// Every hyperparameter with its value.
  public let settings: [String: SettingValue]

  /// Makes a competitor.
  public init(name: String, settings: [String: SettingValue] = [:]) {
    self.name = name
    self.settings = settings
  }
}
