import BakeoffCatalog
import BakeoffCore
import BakeoffHarness

/// An experiment on twelve rows with so many models that are never fitted, in three folds.
func experiment(models: Int, repeats: Int = 1) throws -> Experiment {
  let dataset = try Dataset(
    name: "twelve", rows: (0..<12).map { [Float($0)] }, classes: (0..<12).map { $0 % 2 == 0 ? "even" : "odd" })
  let splits = (0..<repeats * 3).map { index in
    let fold = index % 3
    return Split(
      repetition: index / 3, fold: fold, training: (0..<12).filter { $0 % 3 != fold },
      test: (0..<12).filter { $0 % 3 == fold })
  }
  let competitors = try (0..<models).map { try CatalogEntry(Unfitted.self).model(named: "m\($0)", settings: [:]) }
  return Experiment(dataset: dataset, task: .multiclass, models: competitors, splits: splits, seed: 7)
}

private struct Unfitted: ClassifierPlugin, Classifier {
  static let card = PluginCard(id: "unfitted", title: "", version: "1", summary: "", reference: "")
  func fit(_ examples: Examples, context: FitContext) -> Unfitted { self }
  func predict(_ features: Features) throws -> Predictions { throw TrainingError("never fitted") }
}
