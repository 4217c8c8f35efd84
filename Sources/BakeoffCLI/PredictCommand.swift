import ArgumentParser
import BakeoffCore
import BakeoffDatasets
import BakeoffEvaluation
import BakeoffExecution
import BakeoffMath
import BakeoffReports
import Foundation

/// Fits one model and lets it name one picture.
struct Predict: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Fit a model on the training rows and predict one row, or one PNG picture.",
    discussion: """
      Examples:
        bakeoff predict --model logistic-regression --index 3
        bakeoff predict --model logistic-regression --image digit.png
        bakeoff predict --model logistic-regression --index 7 --positive 2
      """)

  @Option(help: ArgumentHelp("The model, an id of `bakeoff models`.", valueName: "id"))
  var model: String

  @Option(
    help: ArgumentHelp("A setting of the model; may be given several times.", valueName: "model.setting=value"))
  var set: [String] = []

  @OptionGroup var plugins: PluginOptions

  @Option(
    help: ArgumentHelp(
      "The row to predict, from 0: of the hold-out where the data set has one, else a training row that is then left out of the fit.",
      valueName: "row"))
  var index: Int?

  @Option(
    help: ArgumentHelp(
      "A PNG picture to predict. One of another size is cropped to its ink, scaled and centred as MNIST's were.",
      valueName: "file"))
  var image: String?

  @OptionGroup(title: "Data") var data: DataOptions
  @OptionGroup(title: "Task") var task: TaskOptions

  @Option(help: ArgumentHelp("Fit on about so many of the training rows, drawn by class share.", valueName: "rows"))
  var limit: Int?

  @Option(help: ArgumentHelp("Determines every random number.", valueName: "number"))
  var seed: UInt64 = 0

  @Flag(name: [.short, .long], help: "Show no progress.")
  var quiet = false

  func validate() throws {
    guard (index == nil) != (image == nil) else {
      throw ValidationError("give --index ROW or --image FILE, one of them")
    }
    if let limit, limit < 1 { throw ValidationError("--limit \(limit): give at least 1 row") }
  }

  func run() async throws {
    let configured = try selectModels([model], settings: set, from: plugins.catalog())[0]
    let picture = try image.map { try Picture(pngFile: $0) }
    let (dataset, notice) = try await data.load(progress: loadingDisplay(quiet: quiet))
    if let notice { writeError("bakeoff: NOTE: \(notice)\n") }
    let task = try task.classificationTask(classNames: dataset.classNames)
    let question = try question(about: dataset, picture: picture, task: task)
    limitBLASThreads(to: 1)
    let outcome = try await cancellingOnInterrupt { await fit(configured, question) }
    guard case .ok(let predictions, let costs) = outcome else {
      guard case .failed(let failure) = outcome else { return }
      if failure.kind == .cancelled { throw CancellationError() }
      writeError("bakeoff: \(configured.name) \(failure)\n")
      throw ExitCode(2)
    }
    try writeResults(answer(question, predictions, costs, names: task.classNames(dataset.classNames)), to: nil)
  }

  /// What is predicted from what.
  private struct Question {
    let training: Examples
    let row: Features
    let title: String
    /// The true class, where it is known.
    let truth: Int?
  }

  private func question(about dataset: Dataset, picture: Picture?, task: ClassificationTask) throws -> Question {
    let examples = task.examples(dataset.examples)
    let training = trainingRows(of: dataset, limit: limit, seed: seed)
    if let picture, let image {
      let row = picture.fitted(to: dataset.examples.features.shape)
      return Question(training: examples.selecting(training), row: row, title: image, truth: nil)
    }
    let hasHoldOut = !dataset.testRows.isEmpty
    let rows = hasHoldOut ? dataset.testRows : dataset.trainingRows
    guard let index, rows.indices.contains(rows.lowerBound + index), index >= 0 else {
      throw ConfigurationError("--index \(index ?? 0): give a row from 0 to \(rows.count - 1)")
    }
    let row = rows.lowerBound + index
    return Question(
      training: examples.selecting(training.filter { $0 != row }), row: examples.features.selecting([row]),
      title:
        "row \(index) of the \(hasHoldOut ? "hold-out" : "training rows (left out of the fit)") of \(dataset.name)",
      truth: examples.labels[row])
  }

  private func fit(_ model: ConfiguredModel, _ question: Question) async -> TrialOutcome {
    let seed = derivedSeed(seed, model.card.id, "predict")
    guard case .live = ProgressStyle.standard(quiet: quiet) else {
      return await trialOutcome(of: model, training: question.training, test: question.row, seed: seed) { _ in }
    }
    let show = loadingDisplay(quiet: quiet)
    let outcome = await trialOutcome(of: model, training: question.training, test: question.row, seed: seed) {
      show("fitting \(model.name), epoch \($0.epoch)", Double($0.epoch) / Double(max(1, $0.epochs)))
    }
    writeError("\r\u{1B}[K")
    return outcome
  }

  private func answer(_ question: Question, _ predictions: Predictions, _ costs: TrialCosts, names: [String]) -> String
  {
    var lines =
      question.row.picture(ofRow: 0).map { picture in
        halfBlocks(picture.grey.bytes, height: picture.height, width: picture.width, style: .standard)
      } ?? []
    let label = predictions.labels[0]
    lines.append("\(question.title): \(model) says \(names[label])")
    if let truth = question.truth {
      lines.append(truth == label ? "The truth is \(names[truth]): right." : "The truth is \(names[truth]): wrong.")
    }
    lines.append(predictions.kind == .probabilities ? "Probabilities:" : "Margins (higher is likelier):")
    let width = names.map(\.count).max() ?? 0
    let order = names.indices.sorted { (-predictions.scores[$0], $0) < (-predictions.scores[$1], $1) }
    for index in order.prefix(10) {
      let name = String(repeating: " ", count: width - names[index].count) + names[index]
      lines.append("  \(name)  \(String(format: "%8.4f", predictions.scores[index]))")
    }
    lines.append(
      String(format: "Fitted on %d rows in %.2f s.", question.training.count, costs.fitSeconds))
    return lines.joined(separator: "\n") + "\n"
  }
}
