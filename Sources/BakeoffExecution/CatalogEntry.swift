import BakeoffCore
import Synchronization

/// A model a user can select: a card, default settings, and a way to configure it.
public struct CatalogEntry: Sendable {
  /// What a user reads of it.
  public let card: PluginCard
  /// Where it comes from, such as the path of its `plugin.json`.
  public let origin: String
  /// Whether its scores are probabilities; nil where that is not known before it has predicted.
  public let givesProbabilities: Bool?
  /// Its settings when none is given.
  public let defaults: Settings
  private let configure: @Sendable (Settings) throws -> ModelRecipe
  private let trial: FirstTrial

  /// An entry for a plugin written in Swift.
  public init<Plugin: ClassifierPlugin>(_ type: Plugin.Type) {
    // A plugin whose defaults cannot be encoded has none to list; configuring it reports why.
    let defaults = (try? settings(of: Plugin())) ?? [:]
    self.init(
      card: Plugin.card.listing(Plugin.settings), origin: "built in", givesProbabilities: nil, defaults: defaults
    ) {
      .plugin(try configured(type, $0))
    } tryOut: {
      .success("")
    }
  }

  init(
    card: PluginCard, origin: String, givesProbabilities: Bool?, defaults: Settings,
    configure: @escaping @Sendable (Settings) throws -> ModelRecipe,
    tryOut: @escaping @Sendable () -> Result<String, Unavailable>
  ) {
    self.card = card
    self.origin = origin
    self.givesProbabilities = givesProbabilities
    self.defaults = defaults
    self.configure = configure
    trial = FirstTrial(tryOut)
  }

  /// Why it cannot be run on this machine, in one line; nil where it can. A plugin in another language is tried out the
  /// first time this is asked, which may take seconds.
  public var unavailable: String? {
    if case .failure(let unavailable) = trial.result { unavailable.reason } else { nil }
  }

  /// The model with `changes` to its default settings, called `name`.
  ///
  /// Throws `ConfigurationError` for a setting it does not have or take, and where it is not available.
  public func model(named name: String? = nil, settings changes: Settings = [:]) throws -> ConfiguredModel {
    let recipe = try configure(changes)
    if let unavailable { throw ConfigurationError("\(card.id) cannot be run here: \(unavailable)") }
    let runtime = (try? trial.result.get()) ?? ""
    return ConfiguredModel(
      name: name ?? card.id, card: runtime.isEmpty ? card : card.running(on: runtime),
      settings: defaults.merging(changes) { _, change in change }, recipe: recipe)
  }
}

/// What came of trying a plugin out, which is done once, and only when someone asks.
private final class FirstTrial: Sendable {
  private let known = Mutex<Result<String, Unavailable>?>(nil)
  private let tryOut: @Sendable () -> Result<String, Unavailable>

  init(_ tryOut: @escaping @Sendable () -> Result<String, Unavailable>) {
    self.tryOut = tryOut
  }

  /// What the plugin runs on, in one line, or why it cannot be run here.
  var result: Result<String, Unavailable> {
    known.withLock { known in
      let result = known ?? tryOut()
      known = result
      return result
    }
  }
}

extension PluginCard {
  /// The card with what the plugin declares beside its properties, where it lists no settings itself.
  fileprivate func listing(_ settings: [SettingDeclaration]) -> PluginCard {
    guard self.settings.isEmpty else { return self }
    return PluginCard(
      id: id, title: title, version: version, summary: summary, reference: reference,
      settings: settings.map { SettingCard($0.name, "\($0.explanation) (\($0.domain))") }, isBaseline: isBaseline)
  }

  /// The card of the plugin run with these libraries: with others, its predictions may be others.
  fileprivate func running(on runtime: String) -> PluginCard {
    PluginCard(
      id: id, title: title, version: "\(version) (\(runtime))", summary: summary, reference: reference,
      settings: settings, isBaseline: isBaseline)
  }
}

/// How a model is made.
public enum ModelRecipe: Sendable {
  /// By a plugin written in Swift.
  case plugin(any ClassifierPlugin)
  /// By a program of its own, which speaks the worker protocol.
  case program(ExternalProgram)
}

/// A plugin with its settings, under the name it has in one comparison.
public struct ConfiguredModel: Sendable {
  /// Its name in the leaderboard; the plugin's id unless the user gave another.
  public let name: String
  /// The plugin's card.
  public let card: PluginCard
  /// Every setting, defaults included.
  public let settings: Settings
  /// How it is made.
  public let recipe: ModelRecipe

  /// The plugin it is made by; nil for a program.
  public var plugin: (any ClassifierPlugin)? {
    if case .plugin(let plugin) = recipe { plugin } else { nil }
  }
}
