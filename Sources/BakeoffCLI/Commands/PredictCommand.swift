import ArgumentParser
import BakeoffCatalog
import BakeoffCore
import BakeoffDatasets
import BakeoffFiles
import BakeoffReports
import Foundation

/// Fits one model, or loads one, and lets it name one picture.
struct Predict: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Fit a model on the training rows, or load one, and predict one row, one picture, or every row of a file.",
    discussion: """
      Examples:
        bakeoff predict --model logistic-regression --index 3
        bakeoff predict --model logistic-regression --image digit.png
        bakeoff predict --model logistic-regression --index 7 --positive 2
        bakeoff predict --model cnn --index 0 --save cnn.json
        bakeoff predict --load cnn.json --image digit.png
        bakeoff predict --from latest:cnn --index 0
        bakeoff predict --from 3:mlp:2 --image digit.png
        bakeoff predict --load iris.json --dataset csv:new.csv --output predictions.csv
      """)

  @Option(help: ArgumentHelp("The model, an id of `bakeoff models`.", valueName: "id"))
  var model: String?

  @Option(
    help: ArgumentHelp("A model that --save has written, in place of --model; nothing is fitted.", valueName: "file"))
  var load: String?

  @Option(
    help: ArgumentHelp(
      "A model of a stored run, fitted again just as it was measured, in place of --model: the rows, settings and seed of its first split, or of another, counted from 1.",
      valueName: "run:model[:split]"))
  var from: String?

  @Option(help: ArgumentHelp("Write the fitted model to this file.", valueName: "file"))
  var save: String?

  @Option(
    help: ArgumentHelp("A setting of the model; may be given several times.", valueName: "model.setting=value"))
  var set: [String] = []

  @Option(help: ArgumentHelp("How rows are prepared, as in `compare`. (default: auto)", valueName: "id"))
  var prepare: String?

  @OptionGroup var plugins: PluginOptions

  @Option(
    help: ArgumentHelp(
      "The row to predict, from 0: of the hold-out where the data set has one, else a training row that is then left out of the fit.",
      valueName: "row"))
  var index: Int?

  @Option(
    help: ArgumentHelp(
      "A PNG or JPEG picture to predict. Its ink is found on whatever paper, cropped, scaled and centred as MNIST's were.",
      valueName: "file"))
  var image: String?

  @Flag(help: "Print the values of a plain row as the model sees them; pictures are always drawn so.")
  var showInput = false

  @Option(
    name: [.short, .long],
    help: ArgumentHelp(
      "With --load: predict every row of --dataset, which needs no column of classes, and write them to this CSV file (- for standard output).",
      valueName: "file"))
  var output: String?

  @OptionGroup(title: "Data") var data: DataOptions
  @OptionGroup(title: "Task") var task: TaskOptions
  @OptionGroup(title: "Store") var location: StoreLocation

  @Option(help: ArgumentHelp("Fit on about so many of the training rows, drawn by class share.", valueName: "rows"))
  var limit: Int?

  @Option(help: ArgumentHelp("Determines every random number.", valueName: "number"))
  var seed: UInt64 = 0

  @Flag(name: [.short, .long], help: "Show no progress.")
  var quiet = false

  func validate() throws {
    guard [index != nil, image != nil, output != nil].count(where: { $0 }) == 1 else {
      throw ValidationError("give one of --index ROW, --image FILE and --output FILE")
    }
    if output != nil, load == nil || data.dataset == nil {
      throw ValidationError("--output predicts the rows of --dataset with a model of --load: give both")
    }
    guard [model, load, from].count(where: { $0 != nil }) == 1 else {
      throw ValidationError("give --model ID, --load FILE or --from RUN:MODEL, one of them")
    }
    if from != nil, !set.isEmpty || prepare != nil || limit != nil || task.positive != nil {
      throw ValidationError(
        "--from takes the model as it was measured: leave --set, --prepare, --limit and --positive out")
    }
    if load != nil, save != nil || !set.isEmpty || limit != nil || task.positive != nil {
      throw ValidationError("--load takes the model as it is: leave --save, --set, --limit and --positive out")
    }
    if let limit, limit < 1 { throw ValidationError("--limit \(limit): give at least 1 row") }
  }

  func run() async throws {
    ignoreBrokenPipes()
    // Read first: what is wrong with it is said before any data is loaded.
    if let output, let load { return try await predictRows(load, to: output == "-" ? nil : output) }
    let picture = try image.map { try Picture(file: $0, paper: .contrasting) }
    let kept = try keptModel()
    let answer =
      if let file = load ?? kept?.load { try await (kept ?? self).loaded(file, picture) } else {
        try await fitted(picture)
      }
    try writeResults(answer.text, to: nil)
  }
}

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
    var dataset: Dataset?
    let subject: Subject
    if let picture {
      subject = try self.subject(
        of: picture, like: saved.shape, saved.element, isDarkOnLight: saved.isDarkOnLight)
    } else {
      let loaded = try await loadedDataset()
      subject = try row(of: loaded)
      dataset = loaded
    }
    let found = subject.row
    guard saved.accepts(found) else {
      throw ConfigurationError(
        "\(file): predicts rows of \(saved.shape) \(saved.element)s, and \(subject.title) is of \(found.shape) "
          + "\(found.buffer.element)s; name other data")
    }
    let predictions = try saved.predict(found, file: file)
    // By name: the row may be of another data set than the one that was learned from.
    let truth = dataset.flatMap { dataset in
      subject.index.flatMap { saved.classNames.firstIndex(of: dataset.classNames[dataset.examples.labels[$0]]) }
    }
    return PredictAnswer(
      row: subject.row, input: input(found, of: saved.classifier), title: subject.title, model: saved.plugin,
      predictions: predictions, names: names,
      truth: truth.map { saved.task.labels([$0])[0] },
      note: "Fitted earlier, on \(grouped(saved.trainingRows)) rows of \(saved.dataset).")
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
    let values = prepared.floats().map { String(format: "%.4g", $0) }
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
    guard let index, index >= 0, index < rows.count else {
      throw ConfigurationError("--index \(index ?? 0): give a row from 0 to \(rows.count - 1)")
    }
    let part = hasHoldOut ? "hold-out" : load == nil ? "training rows (left out of the fit)" : "rows"
    let row = rows.lowerBound + index
    return Subject(
      row: dataset.examples.features.selecting([row]), title: "row \(index) of the \(part) of \(dataset.name)",
      index: row)
  }
}
