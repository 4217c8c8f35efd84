import ArgumentParser
import BakeoffFiles
import BakeoffStore

/// Prints a stored run again.
struct LeaderboardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "leaderboard",
    abstract: "Print a stored run again, with any metrics, order and format, without fitting anything.",
    discussion: """
      Examples:
        bakeoff leaderboard
        bakeoff leaderboard 12 --metrics accuracy,mcc,roc-auc --sort mcc
        bakeoff leaderboard latest --report per-class
      """)

  @Argument(help: ArgumentHelp("The number of the run, or latest.", valueName: "run"))
  var name = "latest"

  @OptionGroup(title: "Report") var report: ReportOptions
  @OptionGroup(title: "Store") var location: StoreLocation

  func run() throws {
    let format = try report.selectedFormat()
    try checkOutputs([("--output", report.output)])
    let run = try TrialStore(path: location.path, mayCreate: false).run(named: name)
    try writeResults(report.rendered(try report.leaderboard(of: run), as: format), to: report.output)
  }
}
