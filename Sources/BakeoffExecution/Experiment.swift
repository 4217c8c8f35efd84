import BakeoffCatalog
import BakeoffCore

/// What is compared on what: dataset, task, models, splits and seed.
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

  /// Makes an experiment.
  public init(dataset: Dataset, task: ClassificationTask, models: [ConfiguredModel], splits: [Split], seed: UInt64) {
    self.dataset = dataset
    self.task = task
    self.models = models
    self.splits = splits
    self.seed = seed
  }

  /// Every trial, split by split: each model's first split before any model's second, so that a leaderboard of the
  /// trials finished so far is fair at any moment.
  public var trials: [TrialRequest] {
    splits.indices.flatMap { split in
      models.indices.map { TrialRequest(model: $0, split: split, seed: seed(model: $0, split: split)) }
    }
  }

  /// The truth each split's predictions are held against.
  public var truths: [Truth] {
    let labels = task.labels(dataset.examples.labels)
    return splits.map { split in
      Truth(labels: split.test.map { labels[$0] }, classCount: classNames.count, positive: task.positiveLabel)
    }
  }

  /// What a person calls each split: `fold 2/5`, with the rows dealt more than once `repeat 1 fold 2/5`.
  public var splitLabels: [String] {
    let folds = Dictionary(grouping: splits, by: \.repetition).mapValues(\.count)
    return splits.map { split in
      let fold = "fold \(split.fold + 1)/\(folds[split.repetition] ?? 1)"
      return folds.count > 1 ? "repeat \(split.repetition + 1) \(fold)" : fold
    }
  }

  /// The class names of the task.
  public var classNames: [String] { task.classNames(dataset.classNames) }

  private func seed(model: Int, split: Int) -> UInt64 {
    derivedSeed(
      seed, models[model].card.id, "repetition \(splits[split].repetition)", "fold \(splits[split].fold)")
  }
}

/// One trial to run.
public struct TrialRequest: Hashable, Sendable {
  /// Which model of the experiment, from 0.
  public let model: Int
  /// Which split of the experiment, from 0.
  public let split: Int
  /// The seed of the fit.
  public let seed: UInt64
}
