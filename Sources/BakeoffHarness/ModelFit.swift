import BakeoffCatalog
import BakeoffCore
import BakeoffEvaluation
import BakeoffPreparation

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
        if let refusal = refusalToPrepare(features) { return refusal }
        if !wantsRawRows { try self.preparation.check(features, for: needs) }
        try plugin?.check(features.shape)
      }
      return nil
    } catch {
      return oneLine(error)
    }
  }
}

extension ConfiguredModel {
  /// Why a preparation that was asked for is not done, as the end of a sentence; nil where none was, or it is.
  private func refusalToPrepare(_ features: Features) -> String? {
    let isUsual = [automaticPreparation.specifier, NoPreparation().specifier].contains(preparation.specifier)
    guard !isUsual else { return nil }
    if wantsRawRows {
      return
        "it prepares rows itself, so that prepare=\(preparation.specifier) would do nothing; prepare the others alone, with "
        + "--set model.prepare=\(preparation.specifier)"
    }
    let arePixels = features.shape.isImage || features.buffer.element == .byte
    let reason = arePixels ? "pixels, which every model reads as value / 255" : "such that it would change nothing"
    let remedy = arePixels && !features.shape.isImage ? "; where the columns are no pixels, pixels=no says so" : ""
    return "prepare=\(preparation.specifier) would do nothing, as the rows are \(reason): leave it out\(remedy)"
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

/// What is done to `rows` for each of `models`, the same things together. Throws `ConfigurationError` where nothing is left
/// of them.
func preparations(_ models: [ConfiguredModel], on rows: Examples) throws -> [PreparationDescription] {
  var summaries: [PreparationCase: String] = [:]
  var order: [PreparationText] = []
  var names: [PreparationText: [String]] = [:]
  for model in models {
    guard let preparation = model.preparation(of: rows.features) else { continue }
    let key = PreparationCase(preparation: preparation.specifier, needs: model.card.needs)
    do {
      let summary = try summaries[key] ?? preparation.fit(rows, for: key.needs).summary
      summaries[key] = summary
      // The needs of models may differ where what is done to their rows does not.
      let text = PreparationText(preparation: key.preparation, summary: summary)
      if names[text] == nil { order.append(text) }
      names[text, default: []].append(model.name)
    } catch let error as TrainingError {
      throw ConfigurationError("the data cannot be prepared: \(error)")
    }
  }
  return order.map {
    PreparationDescription(preparation: $0.preparation, summary: $0.summary, models: names[$0] ?? [])
  }
}

/// What decides how rows are prepared.
private struct PreparationCase: Hashable {
  let preparation: String
  let needs: Set<ModelNeed>
}

/// What is said of it.
private struct PreparationText: Hashable {
  let preparation: String
  let summary: String
}
