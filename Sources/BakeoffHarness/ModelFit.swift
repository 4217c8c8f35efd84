import BakeoffCatalog
import BakeoffCore
import BakeoffEvaluation

extension ConfiguredModel {
  /// Why it cannot learn from rows like these, as the end of a sentence; nil where nothing speaks against it.
  public func obstacle(_ features: Features) -> String? {
    if card.needs.contains(.images), !features.shape.isImage {
      return "it needs images, and the rows are plain vectors of \(counted(features.shape.count, "value"))"
    }
    do {
      let needs = card.needs
      if let preparation = preparation(of: features) {
        try preparation.check(features, for: needs)
      } else {
        if !wantsRawRows { try self.preparation.check(features, for: needs) }
        try plugin?.check(features.shape)
      }
      return nil
    } catch {
      return oneLine(error)
    }
  }
}

/// Those of `models` that can learn from rows like these, and those that are left out because they cannot and were not
/// asked for by name. Throws `ConfigurationError` for one that was, and where none is left.
func suitable(
  _ models: [ConfiguredModel], for features: Features
) throws -> (models: [ConfiguredModel], leftOut: [LeftOutModel]) {
  var suitable: [ConfiguredModel] = []
  var leftOut: [LeftOutModel] = []
  for model in models {
    guard let reason = model.obstacle(features) else {
      suitable.append(model)
      continue
    }
    guard model.isOptional else {
      throw ConfigurationError("\(model.name) cannot learn from this data: \(reason)")
    }
    leftOut.append(LeftOutModel(name: model.name, reason: reason))
  }
  guard !suitable.isEmpty else {
    let reasons = leftOut.map(\.reason).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    let sentences = reasons.map { reason in
      "\(leftOut.filter { $0.reason == reason }.map(\.name).joined(separator: ", ")): \(reason)"
    }
    throw ConfigurationError("no model can learn from this data (\(sentences.joined(separator: "; ")))")
  }
  return (suitable, leftOut)
}

/// What is done to `rows` for each of `models`, the same things together.
func preparations(
  _ models: [ConfiguredModel], on rows: Examples
) throws -> [PreparationDescription] {
  struct Key: Hashable {
    let preparation: String
    let needs: Set<ModelNeed>
  }
  var order: [Key] = []
  var names: [Key: [String]] = [:]
  var summaries: [Key: String] = [:]
  for model in models {
    guard let preparation = model.preparation(of: rows.features) else { continue }
    let key = Key(preparation: preparation.specifier, needs: model.card.needs)
    if names[key] == nil {
      order.append(key)
      do {
        summaries[key] = try preparation.fit(rows, for: key.needs).summary
      } catch let error as TrainingError {
        throw ConfigurationError("the data cannot be prepared: \(error)")
      }
    }
    names[key, default: []].append(model.name)
  }
  // The needs of models may differ where what is done to their rows does not.
  return Dictionary(grouping: order) { PreparationText(preparation: $0.preparation, summary: summaries[$0] ?? "") }
    .map { text, keys in
      PreparationDescription(
        preparation: text.preparation, summary: text.summary,
        models: models.map(\.name).filter { name in keys.contains { names[$0]?.contains(name) == true } })
    }
    .sorted { first, second in
      let place = { (description: PreparationDescription) in
        models.firstIndex { $0.name == description.models.first } ?? models.count
      }
      return place(first) < place(second)
    }
}

private struct PreparationText: Hashable {
  let preparation: String
  let summary: String
}
