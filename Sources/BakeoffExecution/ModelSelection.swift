import BakeoffCore

/// The models a user's flags select, in the order of the flags.
///
/// `names` are plugin ids, `all`, or `name=id` for a plugin under another name, so that one plugin can join twice;
/// `changes` are texts like `mlp.hidden=256,128`. Throws `ConfigurationError` for whatever does not exist, comes twice,
/// or is out of range.
public func selectModels(_ names: [String], settings changes: [String], from catalog: [CatalogEntry]) throws
  -> [ConfiguredModel]
{
  let selected = try names.flatMap { name -> [(name: String, entry: CatalogEntry)] in
    if name == "all" { return catalog.map { ($0.card.id, $0) } }
    let parts = name.split(separator: "=", maxSplits: 1).map(String.init)
    guard let id = parts.last else { throw ConfigurationError("--models: a name is empty") }
    return [(parts[0], try catalog.entry(id))]
  }
  guard !selected.isEmpty else { throw ConfigurationError("--models: give at least one model, or all") }
  var settings: [String: Settings] = [:]
  for (name, _) in selected {
    guard settings.updateValue([:], forKey: name) == nil else {
      throw ConfigurationError("--models: \(name) comes twice; name one of them, as in second=\(name)")
    }
  }
  for change in changes {
    let (model, key, text) = try parts(of: change)
    guard let entry = selected.first(where: { $0.name == model })?.entry else {
      let suggestion = nearestName(to: model, among: selected.map(\.name)).map { "; did you mean \($0)?" } ?? ""
      throw ConfigurationError("--set \(change): \(model) is not among the selected models\(suggestion)")
    }
    guard let value = entry.defaults[key] else {
      throw unknownSetting(key, of: model, known: Array(entry.defaults.keys))
    }
    settings[model]?[key] = try settingValue(text, like: value, named: "\(model).\(key)")
  }
  return try selected.map { try $0.entry.model(named: $0.name, settings: settings[$0.name] ?? [:]) }
}

extension [CatalogEntry] {
  /// The entry with this id. Throws `ConfigurationError` with the nearest known id.
  public func entry(_ id: String) throws -> CatalogEntry {
    if let entry = first(where: { $0.card.id == id }) { return entry }
    let known = map(\.card.id)
    let suggestion = nearestName(to: id, among: known).map { "; did you mean \($0)?" } ?? ""
    throw ConfigurationError("\(id): no such model\(suggestion) (known: \(known.joined(separator: ", ")))")
  }
}

private func parts(of change: String) throws -> (model: String, key: String, value: String) {
  let sides = change.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
  guard sides.count == 2, let dot = sides[0].firstIndex(of: ".") else {
    throw ConfigurationError("--set \(change): write model.setting=value, as in logistic-regression.l2=0.1")
  }
  return (String(sides[0][..<dot]), String(sides[0][sides[0].index(after: dot)...]), sides[1])
}
