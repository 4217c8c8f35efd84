import BakeoffCatalog
import BakeoffCore
import BakeoffDatasets
import BakeoffFiles
import BakeoffHarness
import Foundation

extension Predict {
  /// The model in a file that --save has written. Throws `ConfigurationError` and `DatasetError`.
  func savedModel(_ file: String) throws -> SavedModel {
    let json = try readFile(file, remedy: "name a file that --save has written, and that you may read")
    return try SavedModel(
      json: json, file: file, catalog: try plugins.catalog(), preparations: Workbench.current.preparations)
  }

  /// Predicts every row of --dataset with a loaded model and writes them as CSV.
  func predictRows(_ file: String, to path: String?) async throws {
    try checkWritable(path)
    let saved = try savedModel(file)
    let rows = try await self.rows(for: saved)
    for note in rows.notes where !quiet { writeError("bakeoff: note: \(note)\n") }
    guard saved.accepts(rows.features) else {
      throw ConfigurationError(
        "\(file): predicts rows of \(saved.shape) \(saved.element)s, and those of \(data.dataset ?? "") are of "
          + "\(rows.features.shape) \(rows.features.buffer.element)s; name other data")
    }
    let names = saved.task.classNames(saved.classNames)
    let predictions = try saved.predict(rows.features, file: file)
    let truths = rows.truths.map { truth in truth.map { saved.taskName(of: $0) } }
    try writeResults(csv(predictions, names: names, truths: truths), to: path)
    report(predictions.labels.map { names[$0] }, truths)
  }

  /// The rows of --dataset, with a class where one is known.
  private func rows(for saved: SavedModel) async throws -> RowsToPredict {
    let source = try Workbench.current.datasets.source(data.dataset ?? "")
    if let source = source as? any TableSource {
      let context = data.context(progress: loadingDisplay(quiet: quiet))
      return try source.rows(context, like: ExpectedRows(table: saved.table, shape: saved.shape, target: saved.target))
    }
    let dataset = try await data.load(progress: loadingDisplay(quiet: quiet)).dataset
    return RowsToPredict(
      features: dataset.examples.features, truths: dataset.examples.labels.map { dataset.classNames[$0] },
      notes: dataset.notes)
  }

  /// A line for each row: its number from 0, its class where any is known, the predicted one, and a score for each class.
  private func csv(_ predictions: Predictions, names: [String], truths: [String?]) -> String {
    let hasTruths = truths.contains { $0 != nil }
    let score = predictions.kind == .probabilities ? "probability" : "margin"
    let heading = ["row"] + (hasTruths ? ["class"] : []) + ["predicted"] + names.map { "\(score)[\($0)]" }
    let labels = predictions.labels
    let lines = labels.indices.map { row in
      ["\(row)"] + (hasTruths ? [truths[row] ?? ""] : []) + [names[labels[row]]]
        + predictions.row(row).map { "\($0)" }
    }
    return ([heading] + lines).map { $0.map(csvField).joined(separator: ",") + "\n" }.joined()
  }

  /// How many of the rows with a class are right, on standard error.
  private func report(_ predicted: [String], _ truths: [String?]) {
    let known = zip(predicted, truths).filter { $0.1 != nil }
    guard !quiet, !known.isEmpty else { return }
    let right = known.count { $0.0 == $0.1 }
    let share = String(format: "%.4f", Double(right) / Double(known.count))
    writeError(
      "bakeoff: \(grouped(right)) of \(grouped(known.count)) rows with a class are right (accuracy \(share))\n")
  }
}

extension SavedModel {
  /// What the task calls a class of the data set; a class that was not learned keeps its name.
  func taskName(of name: String) -> String {
    guard let positive = task.positive else { return name }
    let names = task.classNames(classNames)
    return classNames[positive] == name ? names[1] : names[0]
  }
}
