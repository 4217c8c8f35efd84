import BakeoffCore
import Foundation

/// A plugin of type `Plugin` whose settings are its defaults with `changes` in place of the keys they name.
///
/// Throws `ConfigurationError` for an unknown key, a value outside its domain, or settings that `validate` refuses.
public func configured<Plugin: ClassifierPlugin>(_ type: Plugin.Type, _ changes: Settings) throws -> Plugin {
  let id = Plugin.card.id
  let accepted = try Plugin.settings.accepted(changes, of: id)
  let defaults = try JSONDecoder().decode(Settings.self, from: JSONEncoder().encode(Plugin()))
  let values = defaults.merging(accepted) { _, change in change }
  do {
    let plugin = try JSONDecoder().decode(Plugin.self, from: JSONEncoder().encode(values))
    try plugin.validate()
    return plugin
  } catch is DecodingError {
    throw ConfigurationError(
      "\(id): its settings \(accepted.map { "\($0.key)=\($0.value)" }.sorted().joined(separator: " ")) cannot be read "
        + "back into the plugin; a setting's type and its domain do not agree")
  }
}
