import ArgumentParser
import BakeoffCore
import BakeoffEvaluation
import BakeoffFiles
import BakeoffReports
import BakeoffStore

/// Ranks models over several data sets.
struct RanksCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ranks",
    abstract: "Rank models over the data sets of several stored runs, and say which can be told apart.",
    discussion: """
      Examples:
        bakeoff ranks 3 4 5
        bakeoff ranks 3 4 5 --metric accuracy --post-hoc wilcoxon
        bakeoff ranks 3 4 5 --output ranks.svg
      """)

  /// The forms of the result.
  enum Format: String, ResultForm {
    case table, json, svg
  }

  @Argument(help: ArgumentHelp("The numbers of the runs, each of another data set.", valueName: "run"))
  var runs: [String]

  @OptionGroup var study: RankOptions

  @OptionGroup var written: WrittenResult<Format>

  @OptionGroup(title: "Store") var location: StoreLocation

  func run() throws {
    try written.check()
    let store = try TrialStore(path: location.path, mayCreate: false)
    let records = try runs.map { try store.run(named: $0) }
    let study = try study.study(of: records)
    try written.write(usual: .table) { form in
      switch form {
      case .table: study.text
      case .json: study.json
      case .svg: study.svg
      }
    }
  }
}

/// The flags of a study of ranks.
struct RankOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The metric compared. Without this flag the one that ranked the runs.", valueName: "name"))
  var metric: String?

  @Option(
    help:
      "How pairs are told apart: nemenyi (up to ten models) or wilcoxon (with Holm's correction). Without this flag the first that can."
  )
  var postHoc: RankStudy.PostHoc?

  /// The study of these runs. Throws `ConfigurationError`.
  func study(of runs: [RunRecord]) throws -> RankStudy {
    let average = runs.first?.description.average ?? .macro
    let ranked = Set(runs.map(\.boardMetric)).sorted()
    guard let name = metric ?? (ranked.count == 1 ? ranked[0] : nil) else {
      throw ConfigurationError(
        "the runs were ranked by different metrics (\(ranked.joined(separator: ", "))); name one with --metric")
    }
    return try RankStudy(
      runs, metric: try Workbench.current.metrics.metrics(named: [name], average: average)[0], postHoc: postHoc)
  }
}

extension RankStudy.PostHoc: ExpressibleByArgument {}
