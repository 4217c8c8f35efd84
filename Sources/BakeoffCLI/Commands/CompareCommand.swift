import ArgumentParser
import BakeoffCatalog
import BakeoffCore
import BakeoffEvaluation
import BakeoffExecution
import BakeoffFiles
import BakeoffHarness
import BakeoffMath
import BakeoffReports
import Foundation

/// The main job: cross-validates models on the same folds and prints the leaderboard.
struct Compare: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Cross-validate models on the same folds and print the leaderboard.",
    discussion: """
      Examples:
        bakeoff compare
        bakeoff compare --models logistic-regression,majority-class --folds 3
        bakeoff compare --task binary --positive 2 --folds 3
        bakeoff compare --dataset csv:a.csv --dataset csv:b.csv
        bakeoff compare --models base=mlp,wide=mlp --set wide.hidden=512
        bakeoff compare --limit 5000 --metrics accuracy,mcc,log-loss --sort mcc
        bakeoff compare --format json --output result.json
        bakeoff compare --report-html report.html
        bakeoff compare --models mlp --tune mlp --tune-budget 30
        bakeoff compare --race --folds 10
        bakeoff compare experiment.yaml --folds 3

      Results go to standard output, progress to standard error. Exit codes: 0 all trials succeeded, 2 some trial \
      failed, 64 wrong usage, 65 malformed data, 69 data unavailable, 130 interrupted.
      """)

  @Argument(
    help: ArgumentHelp(
      "A YAML file with flags and their values, as --save-experiment writes it; flags given here override it.",
      valueName: "experiment.yaml"))
  var experiment: String?

  @OptionGroup(title: "Models") var models: ModelOptions
  @OptionGroup(title: "Data") var data: DataOptions
  @OptionGroup(title: "Task") var task: TaskOptions
  @OptionGroup(title: "Resampling") var resampling: ResamplingOptions
  @OptionGroup(title: "Tuning") var tuning: TuningOptions
  @OptionGroup(title: "Report") var report: ReportOptions
  @OptionGroup(title: "Execution") var execution: ExecutionOptions
  @OptionGroup(title: "Store") var storing: StoreOptions

  @Flag(
    help:
      "Hand the trials over and leave; `bakeoff runs watch` looks after them later. For executors whose trials run elsewhere."
  )
  var detach = false

  @Flag(name: [.short, .long], help: "Show no progress.")
  var quiet = false

  @Option(
    help: ArgumentHelp(
      "Write the flags given to this file, to be run again from it; with --tune, when the run has ended, models with the settings that were chosen in place of the search.",
      valueName: "file"))
  var saveExperiment: String?

  @Option(help: ArgumentHelp("Also write the result as one HTML file to look at.", valueName: "file"))
  var reportHtml: String?

  func validate() throws {
    // The file was replaced by its flags before, unless it was somewhere else.
    if let experiment {
      if let flag = ExperimentFlags.compare.unknownFlag(before: experiment, in: CommandLine.arguments) {
        throw ValidationError(flag)
      }
      throw ValidationError("\(experiment): an experiment file, ending in .yaml, comes right after `compare`")
    }
  }

  func run() async throws {
    ignoreBrokenPipes()
    let competitors = try models.selected(in: execution.confinement())
    let format = try report.selectedFormat()
    try checkFlags(competitors)
    // Standard output is written once: with --tune, what was found.
    if let saveExperiment, saveExperiment != standardStream || tuning.tune.isEmpty {
      try writeResults(
        experimentText(
          expandingExperiment(Array(CommandLine.arguments.dropFirst())), at: saveExperiment), to: saveExperiment)
    }
    let (records, wasInterrupted) = try await cancellingOnInterrupt {
      // Whatever is wrong with any of the data is said before the first trial runs.
      var comparisons: [Comparison] = []
      for data in data.separately { comparisons.append(try await prepare(competitors, on: data)) }
      var records: [RunRecord] = []
      for comparison in comparisons where records.isEmpty || !Task.isCancelled {
        records.append(try await run(comparison))
      }
      return (records, Task.isCancelled)
    }
    if detach, !wasInterrupted { return try say(records) }
    let boards = try records.map { try report.leaderboard(of: $0) }
    let compared = ComparedDatasets(boards: boards, study: try study(of: records, wasInterrupted: wasInterrupted))
    try writeResults(compared.rendered({ try report.rendered($0, as: format) }, as: format), to: report.output)
    if let reportHtml, let record = records.first, let board = boards.first {
      let page = await reportData(record, board, data: data, catalog: try models.plugins.catalog())
      try writeResults(page.html, to: reportHtml)
    }
    if let saveExperiment, let record = records.first, !tuning.tune.isEmpty, records.count == 1, !wasInterrupted {
      // What goes on from a search is what it found, not the search.
      do {
        let text = try chosenExperiment(of: record, catalog: try models.plugins.catalog(), at: saveExperiment)
        try writeResults(text, to: saveExperiment)
      } catch let error as ConfigurationError {
        writeError("bakeoff: warning: \(saveExperiment) holds the flags of this command: \(error)\n")
      }
    }
    if wasInterrupted { throw ExitCode(130) }
    // Also those of a learning curve, which the board does not count.
    let hasFailures = records.contains { record in record.trials.contains(where: \.outcome.isFailure) }
    if hasFailures || boards.contains(where: \.hasFailures) { throw ExitCode(2) }
  }

  /// Says what was handed over.
  private func say(_ records: [RunRecord]) throws {
    for record in records {
      guard let number = record.number else { continue }
      let (done, all) = (record.trials.count, record.splits.count * record.competitors.count)
      writeError(
        "bakeoff: run \(number): \(counted(all - done, "trial")) handed over\(done > 0 ? ", \(done) done" : ""). "
          + "`bakeoff runs watch \(number)` shows how they come along, `bakeoff runs cancel \(number)` cancels them.\n")
    }
    try writeResults(records.compactMap(\.number).map { "\($0)\n" }.joined(), to: report.output)
  }

  /// The ranks over several data sets; nil for one, and where there is nothing to rank, which is said.
  private func study(of records: [RunRecord], wasInterrupted: Bool) throws -> RankStudy? {
    guard data.datasets.count > 1, !records.isEmpty, !wasInterrupted else { return nil }
    let metric = try report.rankingMetric(try report.selectedMetrics(average: records[0].description.average))
    do {
      return try RankStudy(records, metric: metric)
    } catch {
      writeError("bakeoff: note: no ranks over these data sets: \(error)\n")
      return nil
    }
  }

  /// Whatever is wrong with the flags is said before any data is loaded.
  private func checkFlags(_ competitors: [ConfiguredModel]) throws {
    let metrics = try report.selectedMetrics(average: report.average ?? .macro)
    _ = try tuning.tuned(competitors, by: try report.rankingMetric(metrics))
    if tuning.race, resampling.learningCurve != nil {
      throw ConfigurationError("--race and --learning-curve do not go together; leave one out")
    }
    _ = tuning.tuneFlat ? try resampling.ownSplit() : resampling
    _ = try report.selectedCosts()
    _ = try report.selectedCheapness()
    _ = try execution.limits()
    try execution.cluster.check()
    if let warning = try execution.warning() { writeError("bakeoff: warning: \(warning)\n") }
    try checkDetach()
    try checkOutputs([
      ("--output", report.output ?? standardStream), ("--save-folds", resampling.saveFolds),
      ("--report-html", reportHtml), ("--save-experiment", saveExperiment),
    ])
    guard data.datasets.count > 1 else { return }
    if resampling.foldsFile != nil || resampling.saveFolds != nil {
      throw ConfigurationError("--folds-file and --save-folds are of one data set; name one --dataset")
    }
    if reportHtml != nil {
      throw ConfigurationError("--report-html is of one data set; write each with `bakeoff report RUN`")
    }
    if try report.selectedFormat().id == "csv" {
      throw ConfigurationError("--format csv holds one board; name one --dataset, or write json")
    }
  }

  /// Trials that are handed over and left have to be known from the beginning.
  private func checkDetach() throws {
    guard detach else { return }
    guard try execution.selected().needsSharedFolder else {
      throw ConfigurationError("--detach is for trials that run elsewhere, as with --executor slurm")
    }
    if tuning.race || !tuning.tune.isEmpty {
      throw ConfigurationError(
        "--detach and \(tuning.race ? "--race" : "--tune") do not go together: what is run next hangs on what came before; leave one out"
      )
    }
    if storing.noStore {
      throw ConfigurationError("--detach leaves its trials in a run of the store; leave out --no-store")
    }
    if reportHtml != nil {
      throw ConfigurationError("--detach has no result yet; write it later with `bakeoff report RUN`")
    }
  }

  /// Loads the data and splits it.
  private func prepare(_ competitors: [ConfiguredModel], on data: DataOptions) async throws -> Comparison {
    let loaded = try await data.load(progress: loadingDisplay(quiet: quiet))
    let dataset = loaded.dataset
    let task = try task.classificationTask(classNames: dataset.classNames)
    let metrics = try report.selectedMetrics(average: report.average ?? Average(for: task))
    let rows = tuning.tuneFlat ? try resampling.ownSplit() : resampling
    var comparison = try namingFlag {
      try Comparison(
        of: competitors, on: dataset, task: task, resampling: try rows.resampling(for: dataset),
        plan: try resampling.plan(), limit: resampling.limit, seed: resampling.seed, average: report.average,
        notice: loaded.notice, tuned: try tuning.tuned(competitors, by: try report.rankingMetric(metrics)))
    }
    if tuning.race, comparison.experiment.splits.count < 3 {
      throw ConfigurationError("--race needs at least three splits, as with --folds 5; there are fewer")
    }
    if tuning.race { comparison.description.race = try report.rankingMetric(metrics).id }
    comparison.description.rankedBy = try report.rankingMetric(metrics).id
    comparison.description.flags = try reproducingFlags(rankedBy: try report.rankingMetric(metrics))
    comparison.description.source = data.source(of: dataset, limit: resampling.limit)
    if let path = resampling.saveFolds {
      try writeResults(FoldFile(splits: comparison.experiment.splits, sha256: dataset.provenance.sha256).text, to: path)
    }
    for warning in comparison.warnings { writeError("bakeoff: warning: \(warning)\n") }
    return comparison
  }

  /// Runs the trials, those apart that the store has.
  private func run(_ comparison: Comparison) async throws -> RunRecord {
    if !BLASLibrary.current.isKnownToBeFast, !quiet {
      writeError(
        "bakeoff: warning: OpenBLAS is not in use; install it (libopenblas0-pthread) for faster logistic regression\n")
    }
    let experiment = comparison.experiment
    // A search has as many trials to run as there are places for.
    let count = experiment.searches.isEmpty ? experiment.cells.count : .max
    let metrics = try report.selectedMetrics(average: comparison.description.average)
    let display = ProgressDisplay(
      style: .standard(quiet: quiet), experiment: experiment, jobs: execution.jobs(for: count),
      rankedBy: try report.rankingMetric(metrics))
    let token = try execution.selected().needsSharedFolder ? ClusterExecutor.newToken() : nil
    let executor = try execution.executor(for: count) { options in
      options.token = detach ? token : nil
      options.detaches = detach
      options.leftovers = storing.leftovers
    }
    var comparison = comparison
    if comparison.experiment.models.contains(where: { $0.plugin == nil }) {
      comparison.description.confinement = (executor as? ProcessExecutor)?.sandbox?.summary
    }
    if detach, let token {
      comparison.description.elsewhere = RunElsewhere(
        arguments: try execution.arguments(), token: token, keepsModels: storing.keepModels)
    }
    let storage = try storing.begin(comparison.record) { await display.write("bakeoff: warning: \($0)") }
    await display.start()
    let record = await comparison.run(
      by: executor, storage: storage, onFailure: execution.onFailure,
      race: tuning.race ? try report.rankingMetric(metrics) : nil
    ) { await display.show($0) }
    await display.clear()
    if let error = await display.unavailable { throw error }
    return record
  }
}
