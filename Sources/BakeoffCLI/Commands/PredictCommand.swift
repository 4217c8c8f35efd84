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
        bakeoff predict --model cnn --save cnn.json
        bakeoff predict --load cnn.json --image digit.png
        bakeoff predict --from latest:cnn --index 0
        bakeoff predict --from 3:mlp:2 --image digit.png
        bakeoff predict --load iris.json --dataset csv:new.csv --output predictions.csv
        bakeoff predict --from latest:mlp --dataset csv:new.csv --output -
      """)

  @Option(help: ArgumentHelp("The model, an id of `bakeoff models`.", valueName: "id"))
  var model: String?

  @Option(
    help: ArgumentHelp(
      "A model that --save has written, in place of --model; nothing is fitted (- for standard input).",
      valueName: "file"))
  var load: String?

  @Option(
    help: ArgumentHelp(
      "A model of a stored run, fitted again just as it was measured, in place of --model: the rows, settings and seed of its first split, or of another, counted from 1.",
      valueName: "run:model[:split]"))
  var from: String?

  @Option(
    help: ArgumentHelp(
      "Write the fitted model to this file (- for standard output): fitted on all training rows, also on the one of --index, which can be left out.",
      valueName: "file"))
  var save: String?

  @Option(
    help: ArgumentHelp("A setting of the model; may be given several times.", valueName: "model.setting=value"))
  var set: [String] = []

  @Option(help: ArgumentHelp("How rows are prepared, as in `compare`. (default: auto)", valueName: "id"))
  var prepare: String?

  @OptionGroup var plugins: PluginOptions

  @Option(
    help: ArgumentHelp(
      "The row to predict, from 0: of the hold-out where the data set has one, else a training row that is then left out of the fit, unless the model is saved.",
      valueName: "row"))
  var index: Int?

  @Option(
    help: ArgumentHelp(
      "A PNG or JPEG picture to predict (- for standard input). Its ink is found on whatever paper, cropped, scaled and centred as MNIST's were.",
      valueName: "file"))
  var image: String?

  @Flag(help: "Print the values of a plain row as the model sees them; pictures are always drawn so.")
  var showInput = false

  @Option(
    name: [.short, .long],
    help: ArgumentHelp(
      "With --load or --from: predict every row of --dataset, which needs no column of classes, and write them to this CSV file (- for standard output).",
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
    let subjects = [index != nil, image != nil, output != nil].count { $0 }
    guard subjects == 1 || subjects == 0 && save != nil else {
      throw ValidationError("give one of --index ROW, --image FILE and --output FILE, or --save FILE alone")
    }
    if output != nil, data.dataset == nil || load == nil && from == nil {
      throw ValidationError(
        "--output predicts the rows of --dataset with a model that is there: name both, the model with --load FILE, as --save "
          + "writes it, or --from RUN:MODEL")
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
    let answersInText = index != nil || image != nil
    try checkOutputs([("--output", answersInText ? standardStream : output), ("--save", save)])
    // Read first: what is wrong with it is said before any data is loaded.
    let picture = try image.map { try Picture(file: $0, paper: .contrasting) }
    let kept = try keptModel()
    guard let file = load ?? kept?.load else { return try await predictFitting(picture) }
    let command = kept ?? self
    guard output == nil else { return try await command.predictRows(file) }
    try writeResults(try await command.loaded(file, picture).text, to: nil)
  }
}
