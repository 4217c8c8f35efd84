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
  /// What it is in the run for.
  public var role: ModelRole { knownRole ?? .entrant }
  /// Nil for an entrant, as in records of versions that knew no other.
  private let knownRole: ModelRole?

  private enum CodingKeys: String, CodingKey {
    case name, plugin, version, title, settings
    case knownRole = "role"
  }

  /// Makes a competitor.
  public init(
    name: String, plugin: String = "", version: String = "", title: String = "",
    settings: [String: SettingValue] = [:], role: ModelRole = .entrant
  ) {
    self.name = name
    self.plugin = plugin
    self.version = version
    self.title = title
    self.settings = settings
    knownRole = role == .entrant ? nil : role
  }
}
