import BakeoffCore
import Foundation

/// The settings of `plugin`: its stored properties, by encoding it.
public func settings<Plugin: ClassifierPlugin>(of plugin: Plugin) throws -> Settings {
  try JSONDecoder().decode(Settings.self, from: JSONEncoder().encode(plugin))
}

/// A plugin of type `Plugin` whose settings are its defaults with `changes` in place of the keys they name.
///
/// Throws `ConfigurationError` for an unknown key, a value of the wrong type, or one that `validate` refuses.
public func configured<Plugin: ClassifierPlugin>(_ type: Plugin.Type, _ changes: Settings) throws -> Plugin {
  let id = Plugin.card.id
  let defaults = try settings(of: Plugin())
  for key in changes.keys.sorted() where defaults[key] == nil {
    throw unknownSetting(key, of: id, known: Array(defaults.keys))
  }
  func decoded(_ changes: Settings) throws -> Plugin {
    let merged = defaults.merging(changes) { _, change in change }
    return try JSONDecoder().decode(Plugin.self, from: JSONEncoder().encode(merged))
  }
  let plugin: Plugin
  do {
    plugin = try decoded(changes)
  } catch is DecodingError {
    // The error's path is empty for some numbers, so the culprit is found by trying each change alone.
    let culprit = changes.sorted { $0.key < $1.key }.first { (try? decoded([$0.key: $0.value])) == nil }
    let place = culprit.map { "\(id).\($0.key)=\($0.value)" } ?? id
    throw ConfigurationError("\(place): this setting does not take such a value; see `bakeoff models \(id)`")
  }
  try plugin.checkSettings()
  try plugin.validate()
  return plugin
}

func unknownSetting(_ key: String, of id: String, known: [String]) -> ConfigurationError {
  guard !known.isEmpty else { return ConfigurationError("\(id).\(key): \(id) has no settings; leave it out") }
  let suggestion = nearestName(to: key, among: known).map { "; did you mean \(id).\($0)?" } ?? ""
  return ConfigurationError(
    "\(id).\(key): no such setting\(suggestion) (known: \(known.sorted().joined(separator: ", ")))")
}

/// The value a user typed after `--set model.name=`, read as the type its default has.
///
/// Lists are joined by commas (`256,128`; an empty text is the empty list). Throws `ConfigurationError`.
public func settingValue(_ text: String, like value: SettingValue, named name: String) throws -> SettingValue {
  switch value {
  case .bool:
    switch text.lowercased() {
    case "true", "yes", "1": return .bool(true)
    case "false", "no", "0": return .bool(false)
    default: throw ConfigurationError("\(name)=\(text): give true or false")
    }
  case .integer:
    // A default of 1.0 is encoded as 1, so a fraction is let through and the plugin's own type decides.
    if let integer = Int(text) { return .integer(integer) }
    fallthrough
  case .number:
    guard let number = Double(text), number.isFinite else {
      throw ConfigurationError("\(name)=\(text): give a finite number")
    }
    return .number(number)
  case .list(let elements):
    let pieces = text.isEmpty ? [] : text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    return .list(
      try pieces.map {
        let piece = $0.trimmingCharacters(in: .whitespaces)
        return try elements.first.map { try settingValue(piece, like: $0, named: name) } ?? anyValue(piece)
      })
  case .text: return .text(text)
  case .null, .object: return anyValue(text)
  }
}

/// The JSON value `text` stands for, or the text itself.
private func anyValue(_ text: String) -> SettingValue {
  SettingValue(json: text) ?? .text(text)
}
