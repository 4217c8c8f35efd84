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

  /// What is fitted, and on what: all training rows, but for the one of --index where no model is kept of them.
  private func recipe() async throws -> FitRecipe {
    if let from { return try await storedRecipe(from) }
    let configured = try plugins.catalog().models(
      [model ?? ""], settings: set.map { try SettingChange($0) }, prepare: prepare,
      preparations: Workbench.current.preparations)[0]
    if save != nil { try configured.checkSavable() }
    let dataset = try await loadedDataset()
    if let obstacle = configured.obstacle(dataset.examples.features) {
      throw ConfigurationError("\(configured.name) cannot learn from this data: \(obstacle)")
    }
    let leftOut = index != nil && save == nil ? try row(of: dataset).index : nil
    let rows = RowChoice(of: dataset, limit: limit, seed: seed).rows.filter { $0 != leftOut }
    // As in a comparison that trains on these rows: the first fit of the first split.
    return FitRecipe(
      model: configured, dataset: dataset, task: try task.classificationTask(classNames: dataset.classNames),
      rows: rows, seed: fitSeed(seed, of: configured, split: Split(training: [], test: [])))
  }

  private func storedRecipe(_ from: String) async throws -> FitRecipe {
    let (run, cell, _) = try storedModel(from)
    // With --output, what the flags name is what is predicted, and no other place of what was learned from.
    var data = data
    if output != nil { data.dataset = nil }
    let dataset = try await data.load(of: run, quiet: quiet)
    let experiment = try Experiment(
      of: run, on: dataset, catalog: try plugins.catalog(), preparations: Workbench.current.preparations)
    return try experiment.recipe(of: cell, in: run)
  }

  /// Fits a model first; then saves it, or predicts with it, or both.
  func predictFitting(_ picture: Picture?) async throws {
    let recipe = try await recipe()
    if save != nil { try recipe.model.checkSavable() }
    let features = recipe.dataset.examples.features
    let rows = output == nil ? nil : try await rowsToPredict(like: recipe)
    let subject = index == nil && picture == nil ? nil : try self.subject(of: picture, or: recipe.dataset)
    let training = recipe.training
    // A fit predicts something: where nothing is asked for, a row that was learned from.
    let test = rows?.features ?? subject?.row ?? features.selecting([recipe.rows[0]])
    let fitted = try await fitted(recipe, training, test)
    let origin = recipe.origin.map { ", as measured in \($0)," } ?? ""
    let note = "Fitted\(origin) on \(counted(training.count, "row")) in \(String(format: "%.2f s.", fitted.seconds))"
    if let rows {
      self.note(rows.notes + fitted.notes)
      return try write(fitted.predictions, of: rows, task: recipe.task, classNames: recipe.dataset.classNames)
    }
    guard let subject else { return writeError("bakeoff: \(save ?? ""): \(recipe.model.name). \(note)\n") }
    let answer = PredictAnswer(
      row: subject.row, input: fitted.input, title: subject.title, model: recipe.model.name,
      predictions: fitted.predictions, names: recipe.task.classNames(recipe.dataset.classNames),
      truth: subject.index.map { recipe.task.labels([recipe.dataset.examples.labels[$0]])[0] }, note: note)
    try writeResults(answer.text, to: nil)
  }

  /// The rows of --dataset as a model to be fitted takes them. Throws `ConfigurationError` for rows of another kind.
  private func rowsToPredict(like recipe: FitRecipe) async throws -> RowsToPredict {
    let features = recipe.dataset.examples.features
    let rows = try await rowsToPredict(
      like: ExpectedRows(table: features.table, shape: features.shape, target: recipe.dataset.target))
    let found = rows.features
    let isAlike = found.shape == features.shape || found.table != nil && features.table != nil
    guard isAlike, (found.buffer.element == .byte) == (features.buffer.element == .byte) else {
      throw ConfigurationError(
        "\(recipe.model.name) learned from rows of \(features.shape) \(features.buffer.element)s, and those of "
          + "\(data.dataset ?? "") are of \(found.shape) \(found.buffer.element)s; name other data")
    }
    guard recipe.model.wantsRawRows, let table = features.table else { return rows }
    // A program that prepares rows itself knows categories by their places in the columns it learned from.
    return RowsToPredict(features: found.recoded(as: table), truths: rows.truths, notes: rows.notes)
  }

  /// What a model says that is fitted first, and saved where --save asks for it.
  private func fitted(_ recipe: FitRecipe, _ training: Examples, _ test: Features) async throws -> FittedAnswer {
    limitBLASThreads(to: 1)
    let seen = Seen()
    let outcome = try await cancellingOnInterrupt {
      let outcome = await fit(recipe, training, test) { classifier in
        seen.set(
          input: self.input(test, of: classifier),
          notes: classifier.unlearnedCategories(in: test, learned: training.features.table))
        guard let save else { return }
        let saved = SavedModel(classifier, by: recipe.model, on: training, of: recipe.dataset, task: recipe.task)
        try writeResults(String(decoding: saved.json(), as: UTF8.self), to: save)
      }
      try Task.checkCancellation()
      return outcome
    }
    guard case .ok(let predictions, let costs) = outcome else {
      if case .failed(let failure) = outcome { writeError("bakeoff: \(recipe.model.name) \(failure)\n") }
      throw ExitCode(2)
    }
    let shown = seen.value
    return FittedAnswer(
      predictions: predictions, seconds: costs.fitSeconds, input: shown.input, notes: shown.notes)
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

/// What a model says that was fitted first.
private struct FittedAnswer {
  let predictions: Predictions
  /// Seconds of the fit.
  let seconds: Double
  /// What the model was given, as lines.
  let input: [String]
  /// What is to be said of the rows.
  let notes: [String]
}

/// What was seen of a model and its rows; set while it is fitted on another thread.
private final class Seen: Sendable {
  private let lines = Mutex<(input: [String], notes: [String])>(([], []))
  var value: (input: [String], notes: [String]) { lines.withLock { $0 } }
  func set(input: [String], notes: [String]) { lines.withLock { $0 = (input, notes) } }
}

extension Features {
  /// The same rows with categories numbered as in `table`, whose columns these are; one that is not there is not known.
  fileprivate func recoded(as table: FeatureTable) -> Features {
    guard let own = self.table else { return self }
    let codes = zip(own.columns, table.columns).map { found, learned -> [Double]? in
      guard let names = found.categories, let known = learned.categories else { return nil }
      let places = Dictionary(zip(known, known.indices)) { first, _ in first }
      return names.map { places[$0].map(Double.init) ?? .nan }
    }
    let values = (0..<count).flatMap { row in
      zip(doubles(ofRow: row), codes).map { value, codes in
        codes.map { value.isNaN ? .nan : $0[Int(value)] } ?? value
      }
    }
    return Features(shape: shape, buffer: FeatureBuffer(values), table: table)
  }
}
