import BakeoffCore
import BakeoffPreparation

extension Registry where Entry == CatalogEntry {
  /// The models a user selects, in the order they are named.
  ///
  /// `names` are plugin ids, `all`, or `name=id` for a plugin under another name, so that one plugin can join twice;
  /// `changes` are settings of them, and `model.prepare=ID` says how the rows of one are prepared where not by
  /// `preparation`, an entry of `preparations`. A model that `all` alone names is optional. Throws `ConfigurationError`
  /// for whatever does not exist, comes twice, or is out of its domain.
  public func models(
    _ names: [String], settings changes: [SettingChange] = [], prepare preparation: String? = nil,
    preparations: Registry<PreparationEntry> = .standard
  ) throws -> [ConfiguredModel] {
    let selected = try selection(names)
    let preparation = try preparation.map(preparations.preparation) ?? automaticPreparation
    var models: [(settings: Settings, preparation: any Preparation)] = selected.map { _ in ([:], preparation) }
    for change in changes {
      guard let index = selected.firstIndex(where: { $0.name == change.model }) else {
        throw ConfigurationError(
          "\(change): \(change.model) is not among the selected models"
            + didYouMean(change.model, among: selected.map(\.name)))
      }
      if change.setting == "prepare" {
        models[index].preparation = try preparations.preparation(change.text)
      } else {
        let (setting, value) = try change.parsed(for: selected[index].entry.settings)
        models[index].settings[setting] = value
      }
    }
    return try zip(selected, models).map { selected, changes in
      var model = try selected.entry.model(named: selected.name, settings: changes.settings)
        .prepared(by: changes.preparation)
      model.isOptional = selected.isOptional
      return model
    }
  }

  private func selection(_ names: [String]) throws -> [(name: String, entry: CatalogEntry, isOptional: Bool)] {
    let selected = try names.flatMap { name -> [(name: String, entry: CatalogEntry, isOptional: Bool)] in
      if name == "all" { return entries.map { ($0.id, $0, true) } }
      let parts = name.split(separator: "=", maxSplits: 1).map(String.init)
      guard let id = parts.last else { throw ConfigurationError("the name of a model is empty; give an id, or all") }
      return [(parts[0], try entry(id), false)]
    }
    guard !selected.isEmpty else { throw ConfigurationError("no model is named; give at least one, or all") }
    var known: Set<String> = []
    for (name, _, _) in selected where !known.insert(name).inserted {
      throw ConfigurationError("the model \(name) comes twice; name one of them, as in second=\(name)")
    }
    return selected
  }
}
