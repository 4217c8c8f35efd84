import BakeoffCatalog
import BakeoffCore
import BakeoffEvaluation
import BakeoffExecution
import BakeoffPreparation

extension Experiment {
  /// The experiment of a stored run, to be run again: the same models, splits and seeds on the same data.
  ///
  /// Throws `ConfigurationError` where the data is not what it was, or a model is unknown or cannot be set so any more.
  public init(
    of run: RunRecord, on dataset: Dataset, catalog: Registry<CatalogEntry>,
    preparations: Registry<PreparationEntry> = .standard
  ) throws {
    let (then, now) = (run.description.sha256, dataset.provenance.sha256)
    guard then == now else {
      throw ConfigurationError(
        "\(run.description.dataset) is not the data of the run: its checksum was \(then.prefix(12)), and is \(now.prefix(12)) "
          + "now; name the data of then")
    }
    let models = try run.competitors.map { competitor in
      let known = run.description.data?.preparations.first { $0.models.contains(competitor.name) }
      let unprepared: any Preparation = run.description.data == nil ? automaticPreparation : NoPreparation()
      let preparation = try known.map { try preparations.preparation($0.preparation) } ?? unprepared
      return try catalog.entry(competitor.plugin).model(named: competitor.name, settings: competitor.settings)
        .prepared(by: preparation).playing(competitor.role)
    }
    self.init(
      dataset: dataset, task: run.task, models: models, splits: run.splits, seed: run.description.seed,
      tuned: Set(run.competitors.indices.filter { run.competitors[$0].tuning != nil }))
    for trial in run.trials {
      if let settings = trial.search?.chosenSettings { chosen[trial.cell] = settings }
    }
  }

  /// What is run for one cell, by itself.
  ///
  /// Throws `ConfigurationError` where settings that were chosen cannot be set any more.
  public func request(for cell: TrialCell) throws -> TrialRequest { try requests(for: [cell])[0] }
}
