import BakeoffCore
import Synchronization

/// A model a user can select: a card, its settings, and a way to configure it.
public struct CatalogEntry: Registered {
  /// What a user reads of it.
  public let card: PluginCard
  /// Where it comes from, such as the path of its `plugin.json`.
  public let origin: String
  /// Whether its scores are probabilities; nil where that is not known before it has predicted.
  public let givesProbabilities: Bool?
  /// What its settings are, in the order they are listed.
  public let settings: [SettingDeclaration]
  private let recipe: @Sendable (Settings) throws -> ModelRecipe
  private let availability: Availability

  /// An entry for a plugin written in Swift.
  public init<Plugin: ClassifierPlugin>(_ type: Plugin.Type) {
    self.init(
      card: Plugin.card, origin: "built in", givesProbabilities: nil, settings: Plugin.settings,
      recipe: { .plugin(try configured(type, $0)) }, tryOut: { .success("") })
  }

  init(
    card: PluginCard, origin: String, givesProbabilities: Bool?, settings: [SettingDeclaration],
    recipe: @escaping @Sendable (Settings) throws -> ModelRecipe,
    tryOut: @escaping @Sendable () -> Result<String, Unavailable>
  ) {
    self.card = card
    self.origin = origin
    self.givesProbabilities = givesProbabilities
    self.settings = settings
    self.recipe = recipe
    availability = Availability(tryOut)
  }

  /// The name it is selected by.
  public var id: String { card.id }

  /// Every setting with its default value.
  public var defaults: Settings {
    Dictionary(settings.map { ($0.name, $0.fallback) }) { first, _ in first }
  }

  /// Why it cannot be run on this machine, in one line; nil where it can. A plugin in another language is tried out the
  /// first time this is asked, which may take seconds.
  public var unavailable: String? {
    if case .failure(let unavailable) = availability.result { unavailable.reason } else { nil }
  }

  /// The model with `changes` to its default settings, called `name`.
  ///
  /// Throws `ConfigurationError` for a setting it does not have or take, and where it is not available.
  public func model(named name: String? = nil, settings changes: Settings = [:]) throws -> ConfiguredModel {
    let changes = try settings.accepted(changes, of: id)
    let model = try ConfiguredModel(
      name: name ?? id, card: card, settings: defaults.merging(changes) { _, change in change }, declarations: settings,
      recipeOf: recipe)
    if let unavailable { throw ConfigurationError("\(id) cannot be run here: \(unavailable)") }
    let runtime = (try? availability.result.get()) ?? ""
    return runtime.isEmpty ? model : model.carrying(card.running(on: runtime))
  }
}

/// Whether a plugin can be run here, which is found out when someone first asks.
private final class Availability: Sendable {
  private let known = Mutex<Result<String, Unavailable>?>(nil)
  private let tryOut: @Sendable () -> Result<String, Unavailable>

  init(_ tryOut: @escaping @Sendable () -> Result<String, Unavailable>) {
    self.tryOut = tryOut
  }

  /// What the plugin runs on, in one line, or why it cannot be run here.
  var result: Result<String, Unavailable> {
    if let known = known.withLock({ $0 }) { return known }
    // Not under the lock: it may start a process. Of two who ask at once the first answer stands.
    let found = tryOut()
    return known.withLock { known in
      let result = known ?? found
      known = result
      return result
    }
  }
}

/// Why a plugin cannot be run on this machine.
package struct Unavailable: Error {
  /// One line.
  package let reason: String

  package init(reason: String) {
    self.reason = reason
  }
}

extension PluginCard {
  /// The card of the plugin run with these libraries: with others, its predictions may be others.
  fileprivate func running(on runtime: String) -> PluginCard {
    PluginCard(
      id: id, title: title, version: "\(version) (\(runtime))", summary: summary, reference: reference,
      isBaseline: isBaseline, needs: needs)
  }
}
