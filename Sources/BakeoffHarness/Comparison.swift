import BakeoffCatalog
import BakeoffCore
import BakeoffEvaluation
import BakeoffExecution
import BakeoffMath
import BakeoffTuning
import Foundation

/// Models compared on the same splits of the same data: made, run, and its record read.
///
/// ```swift
/// let comparison = try Comparison(of: [LogisticRegression(), MLP()], on: dataset)
/// let leaderboard = try await comparison.run().leaderboard(metrics: [Accuracy()])
/// ```
public struct Comparison: Sendable {
  /// What is compared on what.
  public let experiment: Experiment
  /// What the record of a run begins with.
  public var description: RunDescription
  /// What a user should know before it is run, one line each.
  public let warnings: [String]
  /// How those models are tuned that are, by name.
  private let tunings: [String: Tuning]

  /// Chooses rows and splits them.
  ///
  /// - Parameters:
  ///   - models: the models, each under a name of its own.
  ///   - dataset: the data; its fixed hold-out is not used unless `resampling` does.
  ///   - task: what is predicted.
  ///   - resampling: how rows are split; 5 stratified folds unless told otherwise.
  ///   - plan: how often each split is learned, and from how much of its training rows; once from all without it.
  ///   - limit: about so many of the training rows, drawn by class share; nil for all.
  ///   - seed: determines every random number.
  ///   - average: how precision, recall and F1 are averaged; by default as the task asks for.
  ///   - notice: what a reader of the result must not miss.
  ///   - tuned: models whose settings are chosen anew on each split, after the others.
  ///
  /// A model that cannot learn from such data is left out where it is optional. Throws `ConfigurationError` where these
  /// rows cannot be split so, the average means nothing for the task, two models have one name, or one that is not
  /// optional cannot learn from such data.
  public init(
    of models: [ConfiguredModel], on dataset: Dataset, task: ClassificationTask = .multiclass,
    resampling: any Resampling = StratifiedKFold(folds: 5, repeats: 1), plan: FitPlan? = nil, limit: Int? = nil,
    seed: UInt64 = 0, average: Average? = nil, notice: String? = nil, tuned: [TunedModel] = []
  ) throws {
    try checkNames(models.map(\.name) + tuned.map(\.model.name))
    let average = average ?? Average(for: task)
    try checkAverage(average, classCount: task.classNames(dataset.classNames).count)
    let rows = RowChoice(of: dataset, limit: limit, seed: seed)
    let labels = task.labels(rows.rows.map { dataset.examples.labels[$0] })
    let splits = try rows.splits(by: resampling, labels: labels, groups: dataset.groups, seed: seed)
    let (suited, leftOut) = try suitable(models, for: dataset.examples.features)
    let suitedTuned = tuned.filter { tuned in suited.contains { $0.name == tuned.tuning.base } }
    let models = suited + suitedTuned.map(\.model)
    tunings = Dictionary(uniqueKeysWithValues: suitedTuned.map { ($0.model.name, $0.tuning) })
    experiment = Experiment(
      dataset: dataset, task: task, models: models,
      splits: plan?.splits(splits, labels: task.labels(dataset.examples.labels), seed: seed) ?? splits, seed: seed,
      searches: Dictionary(
        uniqueKeysWithValues: suitedTuned.enumerated().map { (suited.count + $0.offset, $0.element.search) }))
    try experiment.checkInnerFolds()
    warnings =
      resampling.warnings(labels: labels, classNames: experiment.classNames)
      + BakeoffHarness.warnings(
        of: splits, labels: task.labels(dataset.examples.labels), task: task, classNames: experiment.classNames)
      + duplicateWarnings(of: splits, in: dataset.examples.features)
      + neighbourWarnings(
        of: splits, in: dataset.examples.features, labels: task.labels(dataset.examples.labels))
      + scaleWarnings(models, on: dataset.examples) + digitWarnings(models, on: dataset.examples)
    let used = task.examples(dataset.examples).selecting(
      Set(splits.flatMap { $0.training + $0.test }).subtracting(dataset.testRows).sorted())
    description = RunDescription(
      dataset: dataset.name, rows: used.count,
      classNames: experiment.classNames, sha256: dataset.provenance.sha256,
      task: task.positive.map { "\(dataset.classNames[$0]) against the rest" } ?? "multiclass",
      resampling: resampling.summary, resamplingSetup: ResamplingSetup(resampling), seed: seed, average: average,
      environment: .current,
      data: DataDescription(
        target: dataset.target, classCounts: used.classCounts, notes: dataset.notes + warnings,
        preparations: try preparations(models, on: used), leftOut: leftOut,
        heldOut: splits.contains { $0.test.contains { dataset.testRows.contains($0) } } ? nil : dataset.testRows.count),
      notice: notice)
  }

  /// A comparison of plugins, each under the id of its card. Throws as the other initialiser does.
  public init(
    of plugins: [any ClassifierPlugin], on dataset: Dataset,
    resampling: any Resampling = StratifiedKFold(folds: 5, repeats: 1), seed: UInt64 = 0
  ) throws {
    try self.init(
      of: plugins.map { try ConfiguredModel($0, named: type(of: $0).card.id) }, on: dataset, resampling: resampling,
      seed: seed)
  }

  /// The record of a run that begins now.
  public var record: RunRecord {
    RunRecord(
      description: description, task: experiment.task,
      competitors: experiment.models.map {
        Competitor(
          name: $0.name, plugin: $0.card.id, version: $0.card.version, title: $0.card.title, settings: $0.settings,
          role: $0.role, tuning: tunings[$0.name])
      }, splits: experiment.splits, truths: experiment.truths)
  }

  /// Runs every trial and returns the record, with as many trials as there are where the task is cancelled.
  ///
  /// Without `executor` trials run in this process, as many at a time as there are cores. See `Experiment.run` for the
  /// other arguments.
  public func run(
    by executor: (any TrialExecutor)? = nil, storage: RunStorage? = nil, onFailure: FailurePolicy = .continue,
    race: (any Metric)? = nil, onEvent: @escaping @Sendable (RunEvent) async -> Void = { _ in }
  ) async -> RunRecord {
    // Trials run side by side, so each keeps to one thread; BLAS may not start more.
    limitBLASThreads(to: 1)
    let begun = record
    let executor = executor ?? InProcessExecutor(jobs: ProcessInfo.processInfo.activeProcessorCount)
    let trials = await experiment.run(
      by: executor, storage: storage, onFailure: onFailure, race: race, onEvent: onEvent)
    return begun.ended(with: trials, number: storage?.run)
  }
}

/// Throws `ConfigurationError` where two models have one name.
private func checkNames(_ names: [String]) throws {
  let twice = Dictionary(grouping: names) { $0 }.filter { $0.value.count > 1 }.keys.sorted()
  guard twice.isEmpty else {
    throw ConfigurationError("two models are named \(twice[0]); give one of them another name")
  }
}

/// Throws `ConfigurationError` where the average means nothing for a task of so many classes.
package func checkAverage(_ average: Average, classCount: Int) throws {
  do {
    try average.validate(classCount: classCount)
  } catch {
    throw ConfigurationError("average \(average.rawValue): \(error)")
  }
}
