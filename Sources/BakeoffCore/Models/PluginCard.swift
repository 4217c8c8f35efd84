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
  /// Whether it is a floor for other models, which looks at no feature and is not expected to learn.
  public let isBaseline: Bool
  /// What it asks of the rows it learns from.
  public let needs: Set<ModelNeed>

  /// Makes a card.
  public init(
    id: String, title: String, version: String, summary: String, reference: String, isBaseline: Bool = false,
    needs: Set<ModelNeed> = []
  ) {
    self.id = id
    self.title = title
    self.version = version
    self.summary = summary
    self.reference = reference
    self.isBaseline = isBaseline
    self.needs = needs
  }
}
