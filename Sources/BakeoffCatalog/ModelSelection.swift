import BakeoffCore

extension Registry where Entry == CatalogEntry {
  /// The models a user selects, in the order they are named.
  ///
  /// `names` are plugin ids, `all`, or `name=id` for a plugin under another name, so that one plugin can join twice;
  /// `changes` are settings of them. Throws `ConfigurationError` for whatever does not exist, comes twice, or is out of
  /// its domain.
  public func models(_ names: [String], settings changes: [SettingChange] = []) throws -> [ConfiguredModel] {
    let selected = try names.flatMap { name -> [(name: String, entry: CatalogEntry)] in
      if name == "all" { return entries.map { ($0.id, $0) } }
      let parts = name.split(separator: "=", maxSplits: 1).map(String.init)
      guard let id = parts.last else { throw ConfigurationError("the name of a model is empty; give an id, or all") }
      return [(parts[0], try entry(id))]
    }
    guard !selected.isEmpty else { throw ConfigurationError("no model is named; give at least one, or all") }
    var settings: [String: Settings] = [:]
    for (name, _) in selected {
      guard settings.updateValue([:], forKey: name) == nil else {
        throw ConfigurationError("the model \(name) comes twice; name one of them, as in second=\(name)")
      }
    }
    for change in changes {
      guard let entry = selected.first(where: { $0.name == change.model })?.entry else {
        throw ConfigurationError(
          "\(change): \(change.model) is not among the selected models"
            + didYouMean(change.model, among: selected.map(\.name)))
      }
      let (setting, value) = try change.parsed(for: entry.settings)
      settings[change.model]?[setting] = value
    }
    return try selected.map { try $0.entry.model(named: $0.name, settings: settings[$0.name] ?? [:]) }
  }
}
