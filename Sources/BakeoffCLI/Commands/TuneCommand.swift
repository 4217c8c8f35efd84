import ArgumentParser
import BakeoffCore
import BakeoffEvaluation
import BakeoffFiles
import BakeoffReports
import BakeoffStore

/// Lists what the searches of a run have tried.
struct TuneCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tune",
    abstract: "List every configuration that the tuned models of a run have tried, with scores.",
    discussion: """
      Models are tuned by `bakeoff compare --tune MODEL`.

      Examples:
        bakeoff tune
        bakeoff tune 12 --model mlp --format csv --output configurations.csv
        bakeoff tune latest --save-experiment best.yaml
      """)

  /// The forms of the result.
  enum Format: String, ResultForm {
    case table, csv, json
  }

  @Argument(help: ArgumentHelp("The number of the run, or latest.", valueName: "run"))
  var name = "latest"

  @Option(help: ArgumentHelp("Only this tuned model.", valueName: "name"))
  var model: String?

  @OptionGroup var written: WrittenResult<Format>

  @Option(
    help: ArgumentHelp(
      "Write an experiment file with the settings that were chosen most often, to be run with `bakeoff compare`.",
      valueName: "file"))
  var saveExperiment: String?

  @OptionGroup var plugins: PluginOptions
  @OptionGroup(title: "Store") var location: StoreLocation

  func run() throws {
    try checkOutputs([("--output", written.output ?? standardStream), ("--save-experiment", saveExperiment)])
    let run = try TrialStore(path: location.path, mayCreate: false).run(named: name)
    let report = try TuningReport(run, named: model) { id in
      try Workbench.current.metrics.metrics(named: [id], average: run.description.average)[0]
    }
    try written.write(usual: .table) { form in
      switch form {
      case .table: visibleLines(report.text)
      case .csv: report.csv
      case .json: report.json
      }
    }
    if let saveExperiment {
      try writeResults(
        try chosenExperiment(of: run, catalog: try plugins.catalog(), at: saveExperiment), to: saveExperiment)
    }
  }
}
