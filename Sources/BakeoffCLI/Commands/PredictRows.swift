import BakeoffCatalog
import BakeoffCore
import BakeoffDatasets
import BakeoffFiles
import BakeoffHarness
import BakeoffPreparation
import Foundation

extension Predict {
  /// The model in a file that --save has written. Throws `ConfigurationError` and `DatasetError`.
  func savedModel(_ file: String) throws -> SavedModel {
    let json = try readFile(file, remedy: "name a file that --save has written, and that you may read")
    return try SavedModel(
      json: json, file: file, catalog: try plugins.catalog(), preparations: Workbench.current.preparations)
  }

  /// Predicts every row of --dataset with a loaded model and writes them as CSV.
  func predictRows(_ file: String) async throws {
    let saved = try savedModel(file)
    let rows = try await rowsToPredict(like: ExpectedRows(saved))
    guard saved.accepts(rows.features) else {
      throw ConfigurationError(
        "\(file): predicts rows of \(saved.shape) \(saved.element)s, and those of \(data.dataset ?? "") are of "
          + "\(rows.features.shape) \(rows.features.buffer.element)s; name other data")
    }
    note(rows.notes + saved.unlearnedCategories(in: rows.features))
    let predictions = try saved.predict(rows.features, file: file)
    try write(predictions, of: rows, task: saved.task, classNames: saved.classNames)
  }

  /// The rows of --dataset, with a class where one is known.
  func rowsToPredict(like expected: ExpectedRows) async throws -> RowsToPredict {
    if let table = try tableToPredict() {
      return try table.rows(data.context(progress: loadingDisplay(quiet: quiet)), like: expected)
    }
    let dataset = try await data.load(progress: loadingDisplay(quiet: quiet)).dataset
    return RowsToPredict(
      features: dataset.examples.features, truths: dataset.examples.labels.map { dataset.classNames[$0] },
      notes: dataset.notes)
  }

  /// The table of --dataset, which needs no classes to be predicted; nil for anything else.
  func tableToPredict() throws -> (any TableSource)? {
    try data.dataset.flatMap { try Workbench.current.datasets.source($0) as? any TableSource }
  }

  /// Writes what was predicted of rows, and says how many are right.
  func write(
    _ predictions: Predictions, of rows: RowsToPredict, task: ClassificationTask, classNames: [String]
  ) throws {
    let names = task.classNames(classNames)
    let truths = rows.truths.map { truth in truth.map { task.name(of: $0, among: classNames) } }
    try writeResults(csv(predictions, names: names, truths: truths), to: output)
    report(predictions.labels.map { names[$0] }, truths)
  }

  /// Says on standard error what a reader should know of the rows.
  func note(_ notes: [String]) {
    for note in notes where !quiet { writeError("bakeoff: note: \(note)\n") }
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

extension ClassificationTask {
  /// What the task calls a class of the data set; a class that was not learned keeps its name.
  fileprivate func name(of name: String, among classNames: [String]) -> String {
    guard let positive else { return name }
    let names = self.classNames(classNames)
    return classNames[positive] == name ? names[1] : names[0]
  }
}

extension ExpectedRows {
  /// What a saved model expects.
  init(_ saved: SavedModel) { self.init(table: saved.table, shape: saved.shape, target: saved.target) }
}

extension SavedModel {
  /// What is said of categories that were not learned from; `rows` is what each row is called, nil for its place.
  func unlearnedCategories(in features: Features, rows: [Int]? = nil) -> [String] {
    classifier.unlearnedCategories(in: features, rows: rows, learned: table)
  }
}

extension Classifier {
  /// What is said of categories that were not learned from by the preparation of a model that has one of columns.
  func unlearnedCategories(in features: Features, rows: [Int]? = nil, learned table: FeatureTable?) -> [String] {
    let columns = (self as? PreparedModel)?.preparation as? PreparedColumns
    return columns?.unlearnedCategories(in: features, numbers: rows, learned: table) ?? []
  }
}
