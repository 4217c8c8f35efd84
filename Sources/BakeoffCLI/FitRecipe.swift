import BakeoffCatalog
import BakeoffCore
import BakeoffEvaluation
import BakeoffHarness
import BakeoffStore

/// A fit that `predict` does: which model, on which rows, by which seed.
struct FitRecipe {
  let model: ConfiguredModel
  let dataset: Dataset
  let task: ClassificationTask
  /// Rows of the data set.
  let rows: [Int]
  let seed: UInt64
  /// Where it was measured, such as `run 3, fold 2/5`; nil where it was not.
  var origin: String?

  /// The rows to learn from.
  var training: Examples { task.examples(dataset.examples).selecting(rows) }
}

/// A model of a stored run: `RUN:MODEL`, or `RUN:MODEL:SPLIT` for another split than the first.
struct StoredModelName {
  let run: String
  let model: String
  /// From 1.
  let split: Int

  /// Reads the name. Throws `ConfigurationError` where it is none.
  init(_ text: String) throws {
    // A model's name may have colons of its own, as tuned:mlp has.
    var parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    let number = parts.count > 2 ? parts.last.flatMap { Int($0) } : nil
    if number != nil { parts.removeLast() }
    guard parts.count >= 2, !parts.contains(""), number ?? 1 >= 1 else {
      throw ConfigurationError("--from \(text): write RUN:MODEL or RUN:MODEL:SPLIT, such as latest:mlp or 3:cnn:2")
    }
    (run, model, split) = (parts[0], parts.dropFirst().joined(separator: ":"), number ?? 1)
  }

  /// The place of the model and the split in the run. Throws `ConfigurationError` where it has none of them.
  func cell(in run: RunRecord) throws -> TrialCell {
    let place = try run.place(ofModel: model)
    guard split <= run.splits.count else {
      throw ConfigurationError("split \(split): this run has \(counted(run.splits.count, "split")), counted from 1")
    }
    return TrialCell(model: place, split: split - 1)
  }
}

extension RunRecord {
  /// The place of the model a user names. Throws `ConfigurationError` where the run has none of that name.
  func place(ofModel name: String) throws -> Int {
    let names = competitors.map(\.name)
    if let place = names.firstIndex(of: name) { return place }
    throw ConfigurationError(
      "\(name): no such model in this run\(didYouMean(name, among: names)) (known: \(names.joined(separator: ", ")))")
  }
}

extension Experiment {
  /// The fit of a cell, just as it was measured. Throws `ConfigurationError` for a control, which learned shuffled labels.
  func recipe(of cell: TrialCell, in run: RunRecord) throws -> FitRecipe {
    let request = try request(for: cell)
    guard request.model.role != .control else {
      throw ConfigurationError("\(request.model.name) was trained on shuffled labels; name another model")
    }
    return FitRecipe(
      model: request.model, dataset: dataset, task: task, rows: request.split.training, seed: request.seed,
      origin: "run \(run.number ?? 0), \(splitLabels[cell.split])")
  }
}
