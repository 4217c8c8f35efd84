import BakeoffCore

/// A model as it entered the run: what it is called there, what it is, and its settings.
public struct Competitor: Hashable, Sendable, Codable {
  /// The name in the leaderboard, unique in the run.
  public let name: String
  /// The id of its plugin.
  public let plugin: String
  /// The version of its plugin.
  public let version: String
  /// The full name of its plugin.
  public let title: String
  /// Every setting with its value, defaults included.
  public let settings: [String: SettingValue]
  /// How its settings were chosen anew on each split; nil where they are those of `settings`.
  public let tuning: Tuning?
  /// What it is in the run for.
  public var role: ModelRole { knownRole ?? .entrant }
  /// Nil for an entrant, as in records of versions that knew no other.
  private let knownRole: ModelRole?

  private enum CodingKeys: String, CodingKey {
    case name, plugin, version, title, settings, tuning
    case knownRole = "role"
  }

  /// Makes a competitor.
  public init(
    name: String, plugin: String = "", version: String = "", title: String = "",
    settings: [String: SettingValue] = [:], role: ModelRole = .entrant, tuning: Tuning? = nil
  ) {
    self.name = name
    self.plugin = plugin
    self.version = version
    self.title = title
    self.settings = settings
    self.tuning = tuning
    knownRole = role == .entrant ? nil : role
  }
}

/// How the settings of a model were chosen.
public struct Tuning: Hashable, Sendable, Codable {
  /// The name of the model with the settings it has without tuning, in the same run.
  public let base: String
  /// What was searched and how, in one line.
  public let summary: String
  /// The searched settings and what was looked through, as a user writes it.
  public let space: [String: String]
  /// How it was searched, by the names of the flags that say so.
  public let options: [String: String]
  /// Whether one search on all training rows was made for test rows of the data set's own.
  public let isFlat: Bool

  /// Makes a description.
  public init(base: String, summary: String, space: [String: String], options: [String: String], isFlat: Bool) {
    self.base = base
    self.summary = summary
    self.space = space
    self.options = options
    self.isFlat = isFlat
  }
}
