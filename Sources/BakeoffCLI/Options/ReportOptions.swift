import ArgumentParser
import BakeoffCatalog
import BakeoffCore
import BakeoffEvaluation
import BakeoffHarness
import BakeoffReports

/// The flags that say what is shown and in which form.
struct ReportOptions: ParsableArguments {
  /// What else is shown.
  enum Detail: String, ExpressibleByArgument, CaseIterable {
    case perClass = "per-class"
  }

  @Option(
    help: ArgumentHelp(
      "The metrics shown, joined by commas: "
        + Workbench.current.metrics.ids.joined(separator: ", ") + " (any top-K-accuracy).",
      valueName: "names"))
  var metrics = defaultMetricNames.joined(separator: ",")

  @Option(
    help: ArgumentHelp(
      "What trials cost, as more columns, joined by commas: " + Cost.allCases.map(\.id).joined(separator: ", ")
        + ", or all.",
      valueName: "names"))
  var costs = ""

  @Option(
    help: ArgumentHelp(
      "The cost by which the cheapest of the models that may be the best is named: "
        + Cost.allCases.map(\.id).joined(separator: ", ") + ".",
      valueName: "name"))
  var cheapestBy = Cost.cpu.id

  @Option(
    help: ArgumentHelp("The metric that ranks; without this flag f1, or else the first one shown.", valueName: "name"))
  var sort: String?

  @Option(
    help: ArgumentHelp(
      "How precision, recall and F1 become one number: macro, micro, weighted, or binary (the positive class). Without this flag macro, and binary for a binary task.",
      valueName: "how"))
  var average: Average?

  @Option(
    help: ArgumentHelp(
      "How the leaderboard is written: " + Workbench.current.formats.ids.joined(separator: ", ")
        + ". Without this flag: by the ending of --output, else table.",
      valueName: "format"))
  var format: String?

  @Option(
    name: [.short, .long], help: ArgumentHelp("Write to this file and not to standard output.", valueName: "file"))
  var output: String?

  @Option(help: "per-class: add each model's classification report and confusion matrix.")
  var report: Detail?

  /// The metrics to compute, the ranking one included. Throws `ConfigurationError`.
  func selectedMetrics(average: Average) throws -> [any Metric] {
    let names = names(in: metrics)
    let added = sort.map { names.contains($0) ? [] : [$0] } ?? []
    return try Workbench.current.metrics.metrics(named: names + added, average: average)
  }

  /// The costs to show. Throws `ConfigurationError`.
  func selectedCosts() throws -> [Cost] { try Cost.named(names(in: costs)) }

  /// The cost by which the cheapest is named. Throws `ConfigurationError`.
  func selectedCheapness() throws -> Cost {
    guard let cost = try Cost.named([cheapestBy]).first, cheapestBy != "all" else {
      throw ConfigurationError("--cheapest-by \(cheapestBy): name one cost")
    }
    return cost
  }

  /// The leaderboard of a run by the metrics and the average asked for. Throws `ConfigurationError`.
  func leaderboard(of record: RunRecord) throws -> Leaderboard {
    var record = record
    if let average { record.description.average = average }
    let description = record.description
    return try namingFlag {
      try checkAverage(description.average, classCount: description.classNames.count)
      let metrics = try selectedMetrics(average: description.average)
      return try record.leaderboard(metrics: metrics, sortedBy: sort)
    }
  }

  /// The metric among these that ranks. Throws `ConfigurationError` where there is none.
  func rankingMetric(_ metrics: [any Metric]) throws -> any Metric {
    if let metric = metrics.first(where: { $0.id == sort }) ?? defaultRankingMetric(metrics) { return metric }
    throw ConfigurationError("--metrics: name at least one metric")
  }

  /// The leaderboard in this form, with the details asked for. Throws `ConfigurationError` for an unknown cost.
  func rendered(_ leaderboard: Leaderboard, as format: any ReportFormat) throws -> String {
    format.render(
      leaderboard,
      details: ReportDetails(
        perClass: report == .perClass, costs: try selectedCosts(), cheapestBy: try selectedCheapness()))
  }

  /// The form to write in. Throws `ConfigurationError` for an unknown one, and for an ending that says nothing.
  func selectedFormat() throws -> any ReportFormat {
    let formats = Workbench.current.formats
    if let format { return try formats.entry(format).format }
    guard let output, output.contains(".") else { return formats.entries.first?.format ?? TableFormat() }
    if let format = formats.format(ofFile: output) { return format }
    throw ConfigurationError(
      "--output \(output): the ending says no format; add --format with one of \(formats.ids.joined(separator: ", "))")
  }
}

extension Average: ExpressibleByArgument {}

/// The names in a list that is joined by commas.
func names(in list: String) -> [String] {
  list.split(separator: ",").map { String($0.trimmingPrefix(while: \.isWhitespace)) }
}
