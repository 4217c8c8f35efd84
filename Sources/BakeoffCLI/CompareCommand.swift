import ArgumentParser
import BakeoffCatalog
import BakeoffCore
import BakeoffEvaluation
import BakeoffExecution
import BakeoffFiles
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
        bakeoff compare --models base=mlp,wide=mlp --set wide.hidden=512
        bakeoff compare --limit 5000 --metrics accuracy,mcc,log-loss --sort mcc
        bakeoff compare --format json --output result.json
        bakeoff compare experiment.yaml --folds 3

      Results go to standard output, progress to standard error. Exit codes: 0 all trials succeeded, 2 some trial \
      failed, 64 wrong usage, 65 malformed data, 69 data could not be had, 130 interrupted.
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
  @OptionGroup(title: "Report") var report: ReportOptions
  @OptionGroup(title: "Execution") var execution: ExecutionOptions
  @OptionGroup(title: "Store") var storing: StoreOptions

  @Flag(name: [.short, .long], help: "Show no progress.")
  var quiet = false

  @Option(help: ArgumentHelp("Write the flags given to this file, to be run again from it.", valueName: "file"))
  var saveExperiment: String?

  func validate() throws {
    // The file was replaced by its flags before, unless it was somewhere else.
    if let experiment {
      throw ValidationError("\(experiment): an experiment file, ending in .yaml, comes right after `compare`")
    }
  }

  func run() async throws {
    let competitors = try models.selected()
    let format = try report.selectedFormat()
    // Whatever is wrong with the flags is said before any data is loaded.
    _ = try report.selectedMetrics(average: report.average ?? .macro)
    _ = try report.selectedCosts()
    _ = try execution.limits()
    try checkWritable(report.output)
    try checkWritable(resampling.saveFolds)
    if let saveExperiment {
      try writeResults(
        experimentText(expandingExperiment(Array(CommandLine.arguments.dropFirst()))), to: saveExperiment)
    }
    let comparison = try await cancellingOnInterrupt {
      let comparison = try await prepare(competitors)
      return comparison.with(trials: try await run(comparison))
    }
    let leaderboard = try comparison.leaderboard(sortedBy: report.sortedBy(comparison.metrics))
    try writeResults(report.rendered(leaderboard, as: format), to: report.output)
    if comparison.wasInterrupted { throw ExitCode(130) }
    if leaderboard.hasFailures { throw ExitCode(2) }
  }

  /// Loads the data and splits it.
  private func prepare(_ competitors: [ConfiguredModel]) async throws -> Comparison {
    let (dataset, notice) = try await data.load(progress: loadingDisplay(quiet: quiet))
    if let notice { writeError("\nbakeoff: NOTE: \(notice)\n\n") }
    let task = try task.classificationTask(classNames: dataset.classNames)
    let average = report.average ?? Average(for: task)
    try report.validate(average, classCount: task.classNames(dataset.classNames).count)
    let rows = resampling.rows(of: dataset)
    let (splits, resampling, warnings) = try resampling.splits(of: dataset, rows: rows, task: task)
    for warning in warnings { writeError("bakeoff: warning: \(warning)\n") }
    let experiment = Experiment(
      dataset: dataset, task: task, models: competitors, splits: splits, seed: self.resampling.seed)
    return Comparison(
      experiment: experiment,
      description: experiment.description(
        rows: Set(splits.flatMap { $0.training + $0.test }).subtracting(dataset.testRows).count, resampling: resampling,
        average: average, notice: notice),
      metrics: try report.selectedMetrics(average: average))
  }

  /// Runs the trials, those apart that the store has.
  private func run(_ comparison: Comparison) async throws -> [Trial] {
    // Trials run side by side, so each keeps to one thread; BLAS may not start more.
    limitBLASThreads(to: 1)
    if !BLASLibrary.current.isKnownToBeFast, !quiet {
      writeError(
        "bakeoff: warning: OpenBLAS is not in use; install it (libopenblas0-pthread) for faster logistic regression\n")
    }
    let experiment = comparison.experiment
    let requests = experiment.trials
    let display = ProgressDisplay(
      style: .standard(quiet: quiet), experiment: experiment, requests: requests,
      jobs: execution.jobs(for: requests.count), rankedBy: try report.rankingMetric(comparison.metrics))
    defer { display.clear() }
    var executor = try execution.executor(for: requests.count)
    if let (store, run) = try storing.begin(experiment.plan(details: comparison.description.stored())) {
      executor = StoringExecutor(
        executor, store: store, run: run, reuse: storing.reuse, onFailure: execution.onFailure
      ) { warning in
        display.write("bakeoff: warning: \(warning)")
      }
    }
    return await executor.run(requests, of: experiment, onEvent: display.show)
  }
}
