import BakeoffCatalog
import BakeoffCore
import BakeoffEvaluation
import BakeoffTuning

/// How a model of an experiment is tuned: by which plan, and what is to be best.
public struct ModelSearch: Sendable {
  /// What is searched and how.
  public let plan: SearchPlan
  /// The metric by which is chosen.
  public let metric: any Metric

  /// Makes a search. Throws `ConfigurationError` where the model has no setting that halving could give less of.
  public init(_ plan: SearchPlan, of model: ConfiguredModel, by metric: any Metric) throws {
    if plan.resource == .epochs, [.halving, .hyperband].contains(plan.schedule) {
      guard case .integer? = model.settings["epochs"] else {
        throw ConfigurationError("\(model.name) has no setting epochs that halving could give less of; use rows")
      }
      guard !plan.space.axes.contains(where: { $0.name == "epochs" }) else {
        throw ConfigurationError(
          "halving by epochs cannot search \(model.name).epochs as well; name the other settings")
      }
    }
    self.plan = plan
    self.metric = metric
  }
}

/// A model of a comparison whose settings are chosen anew on each split, beside the same model as it is.
public struct TunedModel: Sendable {
  /// The model under the name of the tuned one.
  let model: ConfiguredModel
  let search: ModelSearch
  let tuning: Tuning

  /// The tuned form of `model`, called `tuned:` and its name; `tuned-flat:` where its settings are chosen once, for test rows
  /// of the data set's own. Throws `ConfigurationError` as `ModelSearch` does.
  public init(of model: ConfiguredModel, plan: SearchPlan, by metric: any Metric, isFlat: Bool = false) throws {
    search = try ModelSearch(plan, of: model, by: metric)
    self.model = model.playing(model.role, named: (isFlat ? "tuned-flat:" : "tuned:") + model.name)
    tuning = Tuning(
      base: model.name, summary: plan.summary,
      space: Dictionary(uniqueKeysWithValues: plan.space.axes.map { ($0.name, $0.domain.description) }),
      options: [
        "tune-search": plan.method.rawValue, "tune-schedule": plan.schedule.rawValue,
        "tune-resource": plan.resource.rawValue, "tune-budget": plan.budget.description, "tune-folds": "\(plan.folds)",
      ], isFlat: isFlat)
  }
}

extension ConfiguredModel {
  /// The space of these settings of the model. Throws `ConfigurationError` as `searchDomains` does.
  public func searchSpace(_ requests: [SearchRequest]) throws -> SearchSpace {
    let whole = Dictionary(declarations.map { ($0.name, $0.domain.isWhole) }) { first, _ in first }
    return SearchSpace(
      axes: try searchDomains(requests).map {
        SearchSpace.Axis(name: $0.name, domain: $0.domain, isWhole: whole[$0.name] ?? false)
      })
  }
}

extension Experiment {
  /// The folds of the training rows of a split, on which its search tries configurations. Throws `ConfigurationError` where
  /// they cannot be dealt so.
  func innerFolds(of split: Split, count: Int) throws -> [Split] {
    let labels = task.labels(split.training.map { dataset.examples.labels[$0] })
    let resampling: any Resampling =
      dataset.groups == nil ? StratifiedKFold(folds: count, repeats: 1) : StratifiedGroupKFold(folds: count)
    do {
      return try RowChoice(rows: split.training).splits(
        by: resampling, labels: labels, groups: dataset.groups,
        seed: derivedSeed(seed, "inner folds", "repetition \(split.repetition)", "fold \(split.fold)"))
    } catch {
      throw ConfigurationError("the training rows of a fold cannot be dealt into \(count) inner folds: \(error)")
    }
  }

  /// Throws `ConfigurationError`, before any trial is run, where the training rows of a split have fewer groups, or fewer rows of
  /// every class, than a search has inner folds.
  func checkInnerFolds() throws {
    for folds in Set(searches.values.map(\.plan.folds)).sorted(by: >) {
      for (split, label) in zip(splits, splitLabels) {
        let (most, reason) = mostInnerFolds(of: split)
        guard folds > most else { continue }
        throw ConfigurationError(
          "tune-folds \(folds): the training rows of \(label) have \(reason), and cannot be dealt into \(folds) inner folds; "
            + (most < 2 ? "tune nothing on such data" : "give \(most)\(most > 2 ? " or fewer" : "")"))
      }
    }
  }

  /// The most inner folds of a split, and what allows no more.
  private func mostInnerFolds(of split: Split) -> (count: Int, reason: String) {
    if let groups = dataset.groups {
      let count = Set(split.training.map { groups[$0] }).count
      return (count, counted(count, "group"))
    }
    let labels = task.labels(split.training.map { dataset.examples.labels[$0] })
    let largest = labels.reduce(into: [Int: Int]()) { $0[$1, default: 0] += 1 }.values.max() ?? 0
    return (largest, "no class with more than \(counted(largest, "row"))")
  }

  /// The experiment of one round of a search: its configurations on the inner folds it asks for, and the cell of each trial.
  ///
  /// Each configuration has a name of its own that begins with `name`, by which its log is found.
  func round(
    _ trials: [InnerTrial], of search: Search, model: ConfiguredModel, folds: [Split], name: String
  ) throws -> (experiment: Experiment, cells: [TrialCell]) {
    var (models, modelPlaces): ([ConfiguredModel], [Settings: Int]) = ([], [:])
    var (splits, splitPlaces): ([Split], [InnerSplit: Int]) = ([], [:])
    var cells: [TrialCell] = []
    for trial in trials {
      let isByRows = search.plan.resource == .rows
      let changes = search.settings(of: trial.candidate)
        .merging(isByRows ? [:] : model.fewerEpochs(share: trial.share)) { $1 }
      if modelPlaces[changes] == nil {
        modelPlaces[changes] = models.count
        models.append(
          try model.changed(changes).playing(model.role, named: "\(name)-configuration\(trial.candidate + 1)"))
      }
      let key = InnerSplit(fold: trial.fold, fit: trial.fit, share: isByRows ? trial.share : 1)
      if splitPlaces[key] == nil {
        splitPlaces[key] = splits.count
        splits.append(part(of: folds[key.fold], share: key.share).fitted(key.fit))
      }
      cells.append(TrialCell(model: modelPlaces[changes] ?? 0, split: splitPlaces[key] ?? 0))
    }
    return (Experiment(dataset: dataset, task: task, models: models, splits: splits, seed: seed), cells)
  }

  /// The split with a share of its training rows, of which a smaller share has a part.
  private func part(of split: Split, share: Double) -> Split {
    guard share < 1 else { return split }
    let labels = task.labels(split.training.map { dataset.examples.labels[$0] })
    let count = max(1, Int((share * Double(split.training.count)).rounded()))
    let drawn = stratifiedSample(labels: labels, count: count, seed: derivedSeed(seed, "halving", "fold \(split.fold)"))
    return split.learning(from: drawn.map { split.training[$0] }, share: share)
  }

  /// The truth of each split.
  func truths(of splits: [Split]) -> [Truth] {
    let labels = task.labels(dataset.examples.labels)
    return splits.map { split in
      Truth(labels: split.test.map { labels[$0] }, classCount: classNames.count, positive: task.positiveLabel)
    }
  }
}

/// What decides the rows of an inner trial.
private struct InnerSplit: Hashable {
  let fold: Int
  let fit: Int
  let share: Double
}

extension ConfiguredModel {
  /// The setting of a share of the epochs, at least one of them.
  fileprivate func fewerEpochs(share: Double) -> Settings {
    guard case .integer(let epochs)? = settings["epochs"], share < 1 else { return [:] }
    return ["epochs": .integer(max(1, Int((share * Double(epochs)).rounded())))]
  }
}
