import ArgumentParser
import BakeoffCore
import BakeoffEvaluation
import BakeoffFiles
import BakeoffReports
import BakeoffStore

/// Holds two models of a stored run against each other.
struct TestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Say whether two models of a stored run differ: fold by fold, by tests and by intervals.",
    discussion: """
      Examples:
        bakeoff test latest mlp logistic-regression
        bakeoff test 12 mlp cnn --metric accuracy --rope 0.005
        bakeoff test latest mlp cnn --format json --output pair.json
      """)

  /// The forms of the result.
  enum Format: String, ResultForm {
    case table
    case json
  }

  @Argument(help: ArgumentHelp("The number of the run, or latest.", valueName: "run"))
  var name: String

  @Argument(help: ArgumentHelp("The one model, by its name in the run.", valueName: "model"))
  var first: String

  @Argument(help: ArgumentHelp("The other model.", valueName: "model"))
  var second: String

  @Option(help: ArgumentHelp("The metric compared. Without this flag the one that ranked the run.", valueName: "name"))
  var metric: String?

  @Option(help: ArgumentHelp("The largest difference that does not matter, in units of the metric.", valueName: "size"))
  var rope = 0.01

  @OptionGroup var written: WrittenResult<Format>

  @OptionGroup(title: "Store") var location: StoreLocation

  func validate() throws {
    guard rope >= 0, rope.isFinite else { throw ValidationError("--rope \(rope): give 0 or more") }
    guard first != second else { throw ValidationError("\(first) and \(second): name two different models") }
  }

  func run() throws {
    try written.check()
    let run = try TrialStore(path: location.path, mayCreate: false).run(named: name)
    let metric = try Workbench.current.metrics.metrics(
      named: [metric ?? run.boardMetric], average: run.description.average)[0]
    let places = try [first, second].map { try run.place(ofModel: $0) }
    let evidence = PairEvidence(run, places[0], places[1], metric: metric, rope: rope)
    try written.write(usual: .table) { $0 == .json ? evidence.json : evidence.text }
  }
}
