import ArgumentParser
import BakeoffCatalog
import BakeoffCore
import BakeoffEvaluation
import BakeoffFiles
import BakeoffPreparation
import BakeoffReports
import BakeoffStore

/// Writes a stored run as one page to look at.
struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write a stored run as one HTML file to look at, or as a short Markdown page.",
    discussion: """
      Examples:
        bakeoff report latest --output report.html
        bakeoff report 12 --sort accuracy --output report.html
        bakeoff report latest --format markdown
      """)

  /// The forms of the report.
  enum Format: String, ResultForm {
    case html, markdown

    var endings: [String] { self == .markdown ? ["md"] : ["html"] }
  }

  @Argument(help: ArgumentHelp("The number of the run, or latest.", valueName: "run"))
  var name = "latest"

  @OptionGroup var written: WrittenResult<Format>

  @Option(
    help: ArgumentHelp("The metrics shown, joined by commas.", valueName: "names"))
  var metrics = defaultMetricNames.joined(separator: ",")

  @Option(
    help: ArgumentHelp("The metric that ranks; without this flag f1, or else the first one shown.", valueName: "name"))
  var sort: String?

  @OptionGroup var plugins: PluginOptions
  @OptionGroup(title: "Data") var data: DataOptions
  @OptionGroup(title: "Store") var location: StoreLocation

  func run() async throws {
    ignoreBrokenPipes()
    try written.check()
    let run = try TrialStore(path: location.path, mayCreate: false).run(named: name)
    let names = names(in: metrics)
    let board = try namingFlag {
      let wanted = names + (sort.map { names.contains($0) ? [] : [$0] } ?? [])
      return try run.leaderboard(
        metrics: try Workbench.current.metrics.metrics(named: wanted, average: run.description.average), sortedBy: sort)
    }
    let page = await reportData(
      run, board, data: data, catalog: try plugins.catalog(), withRows: !written.isAsked(as: .markdown))
    try written.write(usual: .html) { $0 == .markdown ? page.markdown : page.html }
  }
}

/// What a page shows of a run, with rows of its data where that can be had; says so where it cannot.
func reportData(
  _ run: RunRecord, _ board: Leaderboard, data: DataOptions, catalog: Registry<CatalogEntry>, withRows: Bool = true
) async -> ReportData {
  let command = reproducingCommand(run, catalog: catalog)
  guard withRows else { return ReportData(run: run, board: board, command: command) }
  do {
    let dataset = try await data.load(of: run, quiet: true)
    guard dataset.provenance.sha256 == run.description.sha256 else {
      throw ConfigurationError("its data has another checksum than that of the run")
    }
    return ReportData(run: run, board: board, command: command) { dataset.shown($0) }
  } catch {
    writeError("bakeoff: warning: the report shows no rows: \(oneLine(error))\n")
    return ReportData(run: run, board: board, command: command)
  }
}

/// The command that makes such a run.
private func reproducingCommand(_ run: RunRecord, catalog: Registry<CatalogEntry>) -> String {
  (["bakeoff compare"] + run.arguments(catalog).map { "--\($0.flag)" + ($0.value.map { " " + quoted($0) } ?? "") })
    .joined(separator: " ")
}

/// A text as a shell takes it for one word.
private func quoted(_ text: String) -> String {
  let isPlain = text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./:=,+".contains($0)) }
  return isPlain && !text.isEmpty ? text : "'" + text.replacing("'", with: "'\\''") + "'"
}
