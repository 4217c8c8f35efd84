/// What a user reads of a plugin before choosing it.
public struct PluginCard: Hashable, Sendable, Codable {
  /// The name it is selected by: lower-case words joined by hyphens.
  public let id: String
  /// Its full name.
  public let title: String
  /// Changes whenever the same settings, seed and data may give other predictions.
  public let version: String
  /// One sentence: what the model is and when it is a good choice.
  public let summary: String
  /// The paper, book or page the model is described in.
  public let reference: String
  /// One explanation for each setting, in the order they are listed.
  public let settings: [SettingCard]
  /// Whether it is a floor for other models, which looks at no feature and is not expected to learn.
  public let isBaseline: Bool

  /// Makes a card.
  public init(
    id: String, title: String, version: String, summary: String, reference: String, settings: [SettingCard] = [],
    isBaseline: Bool = false
  ) {
    self.id = id
    self.title = title
    self.version = version
    self.summary = summary
    self.reference = reference
    self.settings = settings
    self.isBaseline = isBaseline
  }
}

/// What a user reads of one setting of a plugin.
public struct SettingCard: Hashable, Sendable, Codable {
  /// Its name in `--set plugin.name=value`; the key of the encoded plugin.
  public let name: String
  /// One line: what it does, its unit and range.
  public let explanation: String

  /// Makes a card.
  public init(_ name: String, _ explanation: String) {
    self.name = name
    self.explanation = explanation
  }
}
