import BakeoffCatalog
import BakeoffCore
import BakeoffExecution
import BakeoffHarness

/// The plugins the fixture's workers can run.
package let fixtureCatalog = [CatalogEntry(Misbehaving.self)]

/// An experiment on a dozen rows of 2 x 3 pixels, with a model for each deed.
package func fixtureExperiment(_ deeds: [String], mark: String = "", splits: Int = 2, bytes: Bool = true) throws
  -> Experiment
{
  let shape = FeatureShape(height: 2, width: 3)
  let features =
    bytes
    ? Features(shape: shape, bytes: (0..<72).map { UInt8($0 * 3) })
    : Features(shape: shape, floats: (0..<72).map { Float($0) / 7 })
  let dataset = Dataset(
    name: "dozen", examples: Examples(features: features, labels: (0..<12).map { $0 % 3 }, classCount: 3),
    classNames: ["a", "b", "c"], provenance: Provenance(source: "", version: "", sha256: "", licence: ""))
  let folds = (0..<splits).map { fold in
    Split(fold: fold, training: (0..<12).filter { $0 % 4 != fold }, test: (0..<12).filter { $0 % 4 == fold })
  }
  let models = try deeds.enumerated().map { index, deed in
    try fixtureCatalog[0].model(named: "m\(index)", settings: ["deed": .text(deed), "mark": .text(mark)])
  }
  return Experiment(dataset: dataset, task: .multiclass, models: models, splits: folds, seed: 7)
}
