import ArgumentParser
import BakeoffCore
import BakeoffEvaluation
import BakeoffFiles
import BakeoffStore
import Foundation

/// Writes what a stored run's numbers are computed from, so that any tool can recompute them.
struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write the predictions and folds of a stored run as CSV.",
    discussion: """
      Example:
        bakeoff export latest --predictions predictions.csv --folds folds.csv
        bakeoff export latest --predictions -
      """)

  @Argument(help: ArgumentHelp("The number of the run, or latest.", valueName: "run"))
  var name: String

  @Option(
    help: ArgumentHelp(
      "Write every test row's truth, predicted class and scores to this file (- for standard output).",
      valueName: "file"))
  var predictions: String?

  @Option(help: ArgumentHelp("Write the folds (lines of row,fold) to this file.", valueName: "file"))
  var folds: String?

  @OptionGroup(title: "Store") var location: StoreLocation

  func validate() throws {
    if predictions == nil, folds == nil { throw ValidationError("give --predictions FILE or --folds FILE, or both") }
  }

  func run() throws {
    try checkOutputs([("--predictions", predictions), ("--folds", folds)])
    let run = try TrialStore(path: location.path, mayCreate: false).run(named: name)
    if let folds { try writeResults(FoldFile(splits: run.splits, sha256: run.description.sha256).text, to: folds) }
    guard let predictions else { return }
    var text = ""
    run.writePredictions { text += $0 }
    try writeResults(text, to: predictions)
  }
}
