import BakeoffCore

/// A model a user can select: a card, default settings, and a way to configure it.
public struct CatalogEntry: Sendable {
  /// What a user reads of it.
  public let card: PluginCard
  /// Its settings when none is given.
  public let defaults: Settings
  private let configure: @Sendable (Settings) throws -> any ClassifierPlugin

  /// An entry for a plugin written in Swift.
  public init<Plugin: ClassifierPlugin>(_ type: Plugin.Type) {
    card = Plugin.card
    // A plugin whose defaults cannot be encoded has none to list; configuring it reports why.
    defaults = (try? settings(of: Plugin())) ?? [:]
    configure = { try configured(type, $0) }
  }

  /// The model with `changes` to its default settings, called `name`. Throws `ConfigurationError`.
  public func model(named name: String? = nil, settings changes: Settings = [:]) throws -> ConfiguredModel {
    ConfiguredModel(
      name: name ?? card.id, card: card, settings: defaults.merging(changes) { _, change in change },
      plugin: try configure(changes))
  }
}

/// A plugin with its settings, under the name it has in one comparison.
public struct ConfiguredModel: Sendable {
  /// Its name in the leaderboard; the plugin's id unless the user gave another.
  public let name: String
  /// The plugin's card.
  public let card: PluginCard
  /// Every setting, defaults included.
  public let settings: Settings
  /// The recipe.
  public let plugin: any ClassifierPlugin
}
