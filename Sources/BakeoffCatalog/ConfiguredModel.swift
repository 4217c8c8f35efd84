import BakeoffCore
import BakeoffPreparation

/// A plugin with its settings, under the name it has in one comparison.
public struct ConfiguredModel: Sendable {
  /// Its name in the leaderboard; the plugin's id unless the user gave another.
  public private(set) var name: String
  /// The plugin's card.
  public private(set) var card: PluginCard
  /// Every setting, defaults included.
  public let settings: Settings
  /// How its rows are prepared.
  public private(set) var preparation: any Preparation = automaticPreparation
  /// Whether it may be left out where it cannot learn from the data, because it was not asked for by name.
  public package(set) var isOptional = false
  /// What it is in the comparison for.
  public private(set) var role = ModelRole.entrant
  /// How it is made.
  package let recipe: ModelRecipe
  /// What its settings are.
  package let declarations: [SettingDeclaration]
  /// How it is made with other settings.
  private let recipeOf: @Sendable (Settings) throws -> ModelRecipe

  /// The model that `recipeOf` makes of these settings, defaults included. Throws what it throws.
  init(
    name: String, card: PluginCard, settings: Settings, declarations: [SettingDeclaration],
    recipeOf: @escaping @Sendable (Settings) throws -> ModelRecipe
  ) throws {
    self.name = name
    self.card = card
    self.settings = settings
    self.declarations = declarations
    self.recipeOf = recipeOf
    recipe = try recipeOf(settings)
  }

  /// The same model with `changes` to its settings. Throws `ConfigurationError` for a setting it does not have or take.
  package func changed(_ changes: Settings) throws -> ConfiguredModel {
    let changes = try declarations.accepted(changes, of: name)
    var model = try ConfiguredModel(
      name: name, card: card, settings: settings.merging(changes) { _, change in change }, declarations: declarations,
      recipeOf: recipeOf)
    model.preparation = preparation
    model.isOptional = isOptional
    model.role = role
    return model
  }

  /// The model of a plugin as it is set, called `name`. Throws `ConfigurationError` for a setting out of its domain.
  public init<Plugin: ClassifierPlugin>(_ plugin: Plugin, named name: String? = nil) throws {
    self = try CatalogEntry(Plugin.self).model(named: name, settings: plugin.settingValues)
  }

  /// The same model with another card.
  func carrying(_ card: PluginCard) -> ConfiguredModel {
    var model = self
    model.card = card
    return model
  }

  /// The same model with its rows prepared so.
  public func prepared(by preparation: any Preparation) -> ConfiguredModel {
    var model = self
    model.preparation = preparation
    return model
  }

  /// The same model in this role, under another name where one is given.
  public func playing(_ role: ModelRole, named name: String? = nil) -> ConfiguredModel {
    var model = self
    model.role = role
    if let name { model.name = name }
    return model
  }

  /// What rows like these go through before the model gets them; nil where it gets them as they are.
  public func preparation(of features: Features) -> (any Preparation)? {
    !wantsRawRows && preparation.changes(features) ? preparation : nil
  }

  /// Whether it gets rows as they are, whatever is in them: a program that prepares them itself.
  public var wantsRawRows: Bool {
    if case .program(let program) = recipe { program.wantsRawRows } else { false }
  }

  /// The plugin it is made by; nil for a program.
  package var plugin: (any ClassifierPlugin)? {
    if case .plugin(let plugin) = recipe { plugin } else { nil }
  }

  /// Whether every setting has its default.
  package var hasDefaultSettings: Bool {
    declarations.allSatisfy { settings[$0.name] == $0.fallback }
  }

  /// The settings by the names they had when the keys of stored trials were first made of them.
  package var settingsByFirstName: Settings {
    let names = Dictionary(declarations.map { ($0.name, $0.formerName ?? $0.name) }) { first, _ in first }
    return Dictionary(settings.map { (names[$0.key] ?? $0.key, $0.value) }) { first, _ in first }
  }
}

/// How a model is made.
package enum ModelRecipe: Sendable {
  /// By a plugin written in Swift.
  case plugin(any ClassifierPlugin)
  /// By a program of its own, which speaks the worker protocol.
  case program(ExternalProgram)
}
