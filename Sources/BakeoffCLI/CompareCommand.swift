import ArgumentParser
import BakeoffCore
import BakeoffEvaluation
import BakeoffExecution
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

  @Option(help: ArgumentHelp("Use about so many of the training rows, drawn by class share.", valueName: "rows"))
  var limit: Int?

  @Option(
    name: [.short, .long],
    help: ArgumentHelp(
      "Trials running at the same time; without this flag as many as there are cores.", valueName: "count"))
  var jobs: Int?

  @Flag(name: [.short, .long], help: "Show no progress.")
  var quiet = false

  @Option(help: ArgumentHelp("Write the flags given to this file, to be run again from it.", valueName: "file"))
  var saveExperiment: String?

  func validate() throws {
    // The file was replaced by its flags before, unless it was somewhere else.
    if let experiment {
      throw ValidationError("\(experiment): an experiment file, ending in .yaml, comes right after `compare`")
    }
    if let jobs, jobs < 1 { throw ValidationError("--jobs \(jobs): give at least 1") }
    if let limit, limit < 1 { throw ValidationError("--limit \(limit): give at least 1 row") }
  }

  func run() async throws {
    let competitors = try models.selected()
    let format = try report.selectedFormat()
    _ = try report.selectedMetrics(for: .multiclass)
    try checkWritable(report.output)
    try checkWritable(resampling.saveFolds)
    if let saveExperiment {
      try writeResults(
        experimentText(expandingExperiment(Array(CommandLine.arguments.dropFirst()))), to: saveExperiment)
    }
    let outcome = try await cancellingOnInterrupt { try await compare(competitors) }
    try writeResults(format.render(outcome.leaderboard, perClass: report.report == .perClass), to: report.output)
    if outcome.wasInterrupted { throw ExitCode(130) }
    if outcome.leaderboard.hasFailures { throw ExitCode(2) }
  }

  private func compare(_ competitors: [ConfiguredModel]) async throws -> (
    leaderboard: Leaderboard, wasInterrupted: Bool
  ) {
    let (whole, notice) = try await data.load(progress: loadingDisplay(quiet: quiet))
    if let notice { writeError("\nbakeoff: NOTE: \(notice)\n\n") }
    let dataset = whole.limited(to: limit, seed: resampling.seed)
    let task = try task.classificationTask(classNames: dataset.classNames)
    let metrics = try report.selectedMetrics(for: task)
    let average = report.average ?? Average(for: task)
    try average.validate(classCount: task.classNames(dataset.classNames).count)
    let (splits, resampling, warnings) = try self.resampling.splits(of: dataset, task: task)
    for warning in warnings { writeError("bakeoff: warning: \(warning)\n") }

    let experiment = Experiment(
      dataset: dataset, task: task, models: competitors, splits: splits, seed: self.resampling.seed)
    let trials = await run(experiment)
    let description = experiment.description(resampling: resampling, average: average, notice: notice)
    let leaderboard = try Leaderboard(
      run: description, competitors: competitors.map { Competitor(name: $0.name, settings: $0.settings) },
      trials: trials, truths: experiment.truths, metrics: metrics, sortedBy: report.sortedBy(metrics))
    return (leaderboard, Task.isCancelled)
  }

  private func run(_ experiment: Experiment) async -> [Trial] {
    // Trials run side by side, so each keeps to one thread; a product may not start more.
    limitBLASThreads(to: 1)
    if BLASLibrary.current.isSlowReference, !quiet {
      writeError(
        "bakeoff: warning: the slow reference BLAS is in use; install OpenBLAS (libopenblas0-pthread) for speed\n")
    }
    let requests = experiment.trials
    let jobs = min(self.jobs ?? ProcessInfo.processInfo.activeProcessorCount, max(1, requests.count))
    let display = ProgressDisplay(
      style: .standard(quiet: quiet), experiment: experiment, requests: requests, jobs: jobs)
    defer { display.clear() }
    return await InProcessExecutor(jobs: jobs).run(requests, of: experiment, onEvent: display.show)
  }
}

extension Experiment {
  /// The heading of a leaderboard of this experiment, run here.
  func description(resampling: any Resampling, average: Average, notice: String?) -> RunDescription {
    let taskName: String =
      switch task {
      case .multiclass: "multiclass"
      case .binary(let positive): "\(dataset.classNames[positive]) against the rest"
      }
    return RunDescription(
      dataset: dataset.name, rows: dataset.trainingCount, classNames: classNames, sha256: dataset.provenance.sha256,
      task: taskName, resampling: resampling.summary, seed: seed, average: average, environment: .current,
      notice: notice)
  }
}
