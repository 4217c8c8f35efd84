import ArgumentParser
import BakeoffHarness

/// The root of the command line.
struct BakeoffCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bakeoff",
    abstract: "Find out which model is better on your data, by how much, and at what cost.",
    discussion: """
      Start with:
        bakeoff compare                       every model, 5-fold cross-validated on MNIST
        bakeoff compare --models mlp,cnn      two of them
        bakeoff models                        what can be compared, with every setting
        bakeoff show --digit 2                look at the data
      """,
    version: bakeoffVersion,
    subcommands: [
      Compare.self, Models.self, Datasets.self, Show.self, Predict.self, LeaderboardCommand.self, TestCommand.self,
      RanksCommand.self, TuneCommand.self, ReportCommand.self, ReplayCommand.self,
      Runs.self,
      Export.self, Plugin.self, Worker.self,
    ])
}
