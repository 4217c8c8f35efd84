import ArgumentParser
import BakeoffCatalog
import BakeoffCore
import BakeoffDatasets
import BakeoffEvaluation
import BakeoffExecution
import BakeoffFiles
import BakeoffHarness
import BakeoffMath
import BakeoffReports
import BakeoffStore
import Foundation
import Synchronization

extension Predict {
  /// This command with the model of --from out of the file it was kept in; nil where it was not kept.
  func keptModel() throws -> Predict? {
    guard let from, save == nil else { return nil }
    let (run, cell, key) = try storedModel(from)
    // A control's model learned shuffled labels, which fitting it again refuses.
    guard let key, run.competitors[cell.model].role != .control else { return nil }
    let file = keptModelPath(key, in: location.modelFolder)
    guard FileManager.default.fileExists(atPath: file) else { return nil }
    var command = self
    command.load = file
    command.data = data.options(of: run)
    return command
  }

  /// The run and the cell a name stands for, with the key of its trial; nil where that has not finished.
  private func storedModel(_ from: String) throws -> (run: RunRecord, cell: TrialCell, key: String?) {
    let name = try StoredModelName(from)
    let store = try TrialStore(path: location.path, mayCreate: false)
    let run = try store.run(named: name.run)
    let cell = try name.cell(in: run)
    return (run, cell, try store.keys(ofRun: run.number ?? 0)[cell])
  }

  /// What is fitted, on what, and the row to predict.
  private func recipe(_ picture: Picture?) async throws -> (FitRecipe, Subject) {
    if let from {
      let (run, cell, _) = try storedModel(from)
      let dataset = try await data.load(of: run, quiet: quiet)
      let experiment = try Experiment(
        of: run, on: dataset, catalog: try plugins.catalog(), preparations: Workbench.current.preparations)
      return (try experiment.recipe(of: cell, in: run), try subject(of: picture, or: dataset))
    }
    let configured = try plugins.catalog().models(
      [model ?? ""], settings: set.map { try SettingChange($0) }, prepare: prepare,
      preparations: Workbench.current.preparations)[0]
    if save != nil { try configured.checkSavable() }
    let dataset = try await loadedDataset()
    if let obstacle = configured.obstacle(dataset.examples.features) {
      throw ConfigurationError("\(configured.name) cannot learn from this data: \(obstacle)")
    }
    let subject = try subject(of: picture, or: dataset)
    let rows = RowChoice(of: dataset, limit: limit, seed: seed).rows.filter { $0 != subject.index }
    // As in a comparison that trains on these rows: the first fit of the first split.
    return (
      FitRecipe(
        model: configured, dataset: dataset, task: try task.classificationTask(classNames: dataset.classNames),
        rows: rows, seed: fitSeed(seed, of: configured, split: Split(training: [], test: []))), subject
    )
  }

  /// What a model says that is fitted first.
  func fitted(_ picture: Picture?) async throws -> PredictAnswer {
    try checkWritable(save)
    let (recipe, subject) = try await recipe(picture)
    let (dataset, task) = (recipe.dataset, recipe.task)
    if save != nil { try recipe.model.checkSavable() }
    let training = recipe.training
    limitBLASThreads(to: 1)
    let seen = SeenInput()
    let outcome = try await cancellingOnInterrupt {
      let outcome = await fit(recipe, training, subject.row) { classifier in
        seen.set(input(subject.row, of: classifier))
        guard let save else { return }
        let saved = SavedModel(classifier, by: recipe.model, on: training, of: dataset, task: task)
        try writeResults(String(decoding: saved.json(), as: UTF8.self), to: save)
      }
      try Task.checkCancellation()
      return outcome
    }
    guard case .ok(let predictions, let costs) = outcome else {
      if case .failed(let failure) = outcome { writeError("bakeoff: \(recipe.model.name) \(failure)\n") }
      throw ExitCode(2)
    }
    let origin = recipe.origin.map { ", as measured in \($0)," } ?? ""
    return PredictAnswer(
      row: subject.row, input: seen.value, title: subject.title, model: recipe.model.name, predictions: predictions,
      names: task.classNames(dataset.classNames),
      truth: subject.index.map { task.labels([dataset.examples.labels[$0]])[0] },
      note: "Fitted\(origin) on \(grouped(training.count)) rows in " + String(format: "%.2f s.", costs.fitSeconds))
  }

  private func fit(
    _ recipe: FitRecipe, _ training: Examples, _ row: Features,
    onFitted: @escaping @Sendable (any Classifier) throws -> Void
  ) async -> TrialOutcome {
    let show = loadingDisplay(quiet: quiet)
    let isLive = ProgressStyle.standard(quiet: quiet) == .live
    let outcome = await trialOutcome(
      of: recipe.model, training: training, test: row, seed: recipe.seed,
      threadsNow: { ProcessInfo.processInfo.activeProcessorCount },
      onProgress: { progress in
        guard isLive else { return }
        show(
          "fitting \(recipe.model.name), epoch \(progress.epoch)",
          Double(progress.epoch) / Double(max(1, progress.epochs)))
      }, onFitted: onFitted)
    if isLive { writeControl("\r\u{1B}[K") }
    return outcome
  }
}

/// What the model was given, as lines; set while it is fitted on another thread.
private final class SeenInput: Sendable {
  private let lines = Mutex<[String]>([])
  var value: [String] { lines.withLock { $0 } }
  func set(_ value: [String]) { lines.withLock { $0 = value } }
}
