import BakeoffCatalog
import BakeoffCore
import BakeoffEvaluation
import BakeoffExecution
import BakeoffTuning

/// What is compared on what: data set, task, models, splits and seed.
public struct Experiment: Sendable {
  /// The data.
  public let dataset: Dataset
  /// What is predicted.
  public let task: ClassificationTask
  /// The models, in the order they were selected.
  public let models: [ConfiguredModel]
  /// The splits every model is tried on.
  public let splits: [Split]
  /// Determines every random number.
  public let seed: UInt64
  /// How those models are tuned that are, by their places.
  public let searches: [Int: ModelSearch]
  /// The settings that were chosen for cells of tuned models, where that is known.
  package var chosen: [TrialCell: Settings] = [:]

  /// How many models of the same plugin and settings stand before each, in the same role.
  private let ordinals: [Int]

  /// Makes an experiment. `tuned` are the places of models whose settings are chosen, where no search says so.
  public init(
    dataset: Dataset, task: ClassificationTask, models: [ConfiguredModel], splits: [Split], seed: UInt64,
    searches: [Int: ModelSearch] = [:], tuned: Set<Int>? = nil
  ) {
    let tuned = tuned ?? Set(searches.keys)
    self.searches = searches
    self.dataset = dataset
    self.task = task
    self.models = models
    self.splits = splits
    self.seed = seed
    ordinals = models.indices.map { index in
      // A tuned model has the seeds that its chosen settings have by themselves.
      tuned.contains(index)
        ? 0 : models[..<index].indices.count { !tuned.contains($0) && models[$0].isSame(as: models[index]) }
    }
  }

  /// Every cell of the table, split by split: each model's first split before any model's second, so that a leaderboard
  /// of the trials finished so far is fair at any moment.
  public var cells: [TrialCell] {
    splits.indices.flatMap { split in models.indices.map { TrialCell(model: $0, split: split) } }
  }

  /// The truth each split's predictions are held against.
  public var truths: [Truth] { truths(of: splits) }

  /// What a person calls each split: `fold 2/5`, with the rows dealt more than once `repeat 1 fold 2/5`.
  public var splitLabels: [String] {
    let folds = Dictionary(grouping: splits, by: \.repetition).mapValues { Set($0.map(\.fold)).count }
    let fits = 1 + (splits.map(\.fit).max() ?? 0)
    return splits.map { split in
      let fold = "fold \(split.fold + 1)/\(folds[split.repetition] ?? 1)"
      let parts = [
        folds.count > 1 ? "repeat \(split.repetition + 1)" : nil, fold,
        fits > 1 ? "fit \(split.fit + 1)/\(fits)" : nil,
        split.share < 1 ? "\(split.share) of the rows" : nil,
      ]
      return parts.compactMap(\.self).joined(separator: " ")
    }
  }

  /// The class names of the task.
  public var classNames: [String] { task.classNames(dataset.classNames) }

  /// What is fitted in a cell: the model with the settings that were chosen for it, where that is known.
  func model(of cell: TrialCell) throws -> ConfiguredModel {
    try chosen[cell].map { try models[cell.model].changed($0) } ?? models[cell.model]
  }

  /// What is to be run for each of `cells`, with its place among them, counted from `firstID`, as its id.
  ///
  /// Fitted models are kept in the files that `keptAt` names. Throws `ConfigurationError`
  /// where settings that were chosen cannot be set any more.
  func requests(
    for cells: [TrialCell], keptAt path: (TrialCell) -> String? = { _ in nil }, firstID: Int = 0, mayFail: Bool = false
  ) throws -> [TrialRequest] {
    let labels = task.labels(dataset.examples.labels)
    let trainingLabels = splits.map { $0.training.map { labels[$0] } }
    let classCount = classNames.count
    return try cells.enumerated().map { index, cell in
      let (model, split) = (try model(of: cell), splits[cell.split])
      return TrialRequest(
        id: firstID + index, label: "\(model.name)-\(split.label)", model: model, split: split,
        trainingLabels: model.role == .control
          ? shuffled(trainingLabels[cell.split], split) : trainingLabels[cell.split],
        classCount: classCount,
        seed: fitSeed(seed, of: model, ordinal: ordinals[cell.model], split: split),
        keep: path(cell).flatMap { path in
          (try? model.checkSavable()) == nil ? nil : KeptModel(path: path, of: dataset, task: task)
        }, mayFail: mayFail)
    }
  }

  /// The labels in another order, the same one for every model.
  private func shuffled(_ labels: [Int], _ split: Split) -> [Int] {
    var generator = SeededGenerator(
      seed: derivedSeed(seed, "permuted labels", "repetition \(split.repetition)", "fold \(split.fold)"))
    return labels.shuffled(using: &generator)
  }

  /// The seed of the fit of a cell.
  func seed(of cell: TrialCell) -> UInt64 {
    fitSeed(
      seed, of: models[cell.model], ordinal: ordinals[cell.model], split: splits[cell.split])
  }
}

extension Split {
  /// What tells it from the others of an experiment, as a part of a file's name.
  var label: String {
    "\(repetition)-\(fold)" + (fit > 0 ? "-fit\(fit)" : "") + (share < 1 ? "-\(share)" : "")
  }
}

/// The seed of a fit: of the plugin, its settings where they are not the defaults, and the split, so that models do not
/// share their chances. The same model entered again, with the `ordinal` 1 and on, has others.
package func fitSeed(_ seed: UInt64, of model: ConfiguredModel, ordinal: Int = 0, split: Split) -> UInt64 {
  var seed = derivedSeed(
    seed, model.card.id, "repetition \(split.repetition)", "fold \(split.fold)")
  if !model.hasDefaultSettings {
    seed = derivedSeed(seed, SettingValue.object(model.settingsByFirstName).canonicalText)
  }
  if split.fit > 0 { seed = derivedSeed(seed, "fit \(split.fit)") }
  if ordinal > 0 { seed = derivedSeed(seed, "entered again \(ordinal)") }
  return seed
}

extension ConfiguredModel {
  fileprivate func isSame(as other: ConfiguredModel) -> Bool {
    card.id == other.card.id && settings == other.settings && role == other.role
      && preparation.specifier == other.preparation.specifier
  }
}

/// The file of the model that a trial with this key has fitted.
package func keptModelPath(_ key: String, in folder: String) -> String { "\(folder)/\(key).json" }
