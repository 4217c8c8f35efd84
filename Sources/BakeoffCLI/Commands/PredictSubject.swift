import BakeoffCatalog
import BakeoffCore
import BakeoffDatasets
import BakeoffReports
import Foundation

extension Predict {
  /// What is predicted.
  struct Subject {
    let row: Features
    let title: String
    /// The row of the data set it is; nil for a picture.
    var index: Int?
  }

  /// What a loaded model says; the data set is needed for a row of it alone.
  func loaded(_ file: String, _ picture: Picture?) async throws -> PredictAnswer {
    let saved = try savedModel(file)
    let names = saved.task.classNames(saved.classNames)
    let (subject, truthName) = try await self.subject(picture, for: saved)
    let found = subject.row
    guard saved.accepts(found) else {
      throw ConfigurationError(
        "\(file): predicts rows of \(saved.shape) \(saved.element)s, and \(subject.title) is of \(found.shape) "
          + "\(found.buffer.element)s; name other data")
    }
    let predictions = try saved.predict(found, file: file)
    note(saved.unlearnedCategories(in: found, rows: subject.index.map { [$0] }))
    // By name: the row may be of another data set than the one that was learned from.
    let truth = truthName.flatMap { saved.classNames.firstIndex(of: $0) }
    return PredictAnswer(
      row: subject.row, input: input(found, of: saved.classifier), title: subject.title, model: saved.plugin,
      predictions: predictions, names: names,
      truth: truth.map { saved.task.labels([$0])[0] },
      note: "Fitted earlier, on \(grouped(saved.trainingRows)) rows of \(saved.dataset).")
  }

  /// What a saved model is to predict, and its class where that is known.
  private func subject(_ picture: Picture?, for saved: SavedModel) async throws -> (Subject, truth: String?) {
    if let picture {
      return (
        try subject(of: picture, like: saved.shape, saved.element, isDarkOnLight: saved.isDarkOnLight), nil
      )
    }
    // The rows of a kept model are those its run numbers.
    guard from == nil, let table = try tableToPredict(), !table.hasHoldOut else {
      let dataset = try await loadedDataset()
      let subject = try row(of: dataset)
      return (subject, subject.index.map { dataset.classNames[dataset.examples.labels[$0]] })
    }
    let rows = try table.rows(data.context(progress: loadingDisplay(quiet: quiet)), like: ExpectedRows(saved))
    guard let index, index >= 0, index < rows.features.count else { throw noSuchRow(of: rows.features.count) }
    let title = "row \(index) of the rows of \(data.dataset ?? "")"
    return (Subject(row: rows.features.selecting([index]), title: title, index: index), rows.truths[index])
  }

  private func noSuchRow(of count: Int) -> ConfigurationError {
    ConfigurationError("--index \(index ?? 0): give a row from 0 to \(count - 1)")
  }

  /// The row of --index, or the picture made to look like the rows of `dataset`.
  func subject(of picture: Picture?, or dataset: Dataset) throws -> Subject {
    guard let picture else { return try row(of: dataset) }
    let features = dataset.examples.features
    return try subject(
      of: picture, like: features.shape, features.buffer.element, isDarkOnLight: features.isDarkOnLight)
  }

  /// What the model sees of a plain row, where --show-input asks for it: the prepared values.
  func input(_ row: Features, of classifier: any Classifier) -> [String] {
    guard showInput, !row.shape.isImage else { return [] }
    let prepared = (classifier as? PreparedModel).flatMap { try? $0.preparation.apply(row) } ?? row
    let values = prepared.floats().map { readable(Double($0), digits: 4) }
    return wrapped("The model sees: \(values.joined(separator: " "))", width: 80, indentation: "  ")
  }

  func loadedDataset() async throws -> Dataset {
    try await data.load(progress: loadingDisplay(quiet: quiet)).dataset
  }

  /// The picture of --image, made to look like the rows of a data set.
  func subject(
    of picture: Picture, like shape: FeatureShape, _ element: FeatureBuffer.Element, isDarkOnLight: Bool
  ) throws -> Subject {
    guard element == .byte else {
      throw ConfigurationError(
        "--image: the rows learned from are floats, whose black and white are not known; use --index")
    }
    let fitted = try picture.fitted(to: shape, isDarkOnLight: isDarkOnLight)
    for note in fitted.notes { writeError("bakeoff: warning: \(image ?? ""): \(note)\n") }
    return Subject(row: fitted.row, title: image ?? "")
  }

  /// The row of --index.
  func row(of dataset: Dataset) throws -> Subject {
    let hasHoldOut = !dataset.testRows.isEmpty
    let rows = hasHoldOut ? dataset.testRows : dataset.trainingRows
    guard let index, index >= 0, index < rows.count else { throw noSuchRow(of: rows.count) }
    let isFitted = load == nil && from == nil
    let fit = save == nil ? "left out of the fit" : "learned from, as the model is saved"
    let part = hasHoldOut ? "hold-out" : isFitted ? "training rows (\(fit))" : "rows"
    let row = rows.lowerBound + index
    return Subject(
      row: dataset.examples.features.selecting([row]), title: "row \(index) of the \(part) of \(dataset.name)",
      index: row)
  }
}
