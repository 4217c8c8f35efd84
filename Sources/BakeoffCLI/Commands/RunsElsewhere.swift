import ArgumentParser
import BakeoffCore
import BakeoffEvaluation
import BakeoffExecution
import BakeoffHarness
import BakeoffReports
import BakeoffStore

extension Runs {
  /// Looks after a run whose trials were handed over and left.
  struct Watch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Look after a run of `compare --detach`: take in its results, and print its leaderboard in the end.",
      discussion: """
        Ctrl-C leaves the run as it is. Exit codes are those of compare.
        """)

    @Argument(help: ArgumentHelp("The number of the run, or latest.", valueName: "run"))
    var name: String

    @OptionGroup var plugins: PluginOptions
    @OptionGroup(title: "Data") var data: DataOptions
    @OptionGroup(title: "Report") var report: ReportOptions
    @OptionGroup(title: "Store") var location: StoreLocation

    @Flag(name: [.short, .long], help: "Show no progress.")
    var quiet = false

    func run() async throws {
      ignoreBrokenPipes()
      let store = try TrialStore(path: location.path, mayCreate: false)
      let elsewhere = try store.run(named: name).elsewhereOrThrow()
      let execution = try ExecutionOptions.parse(elsewhere.arguments)
      let executor = try execution.executor(for: .max) { $0.token = elsewhere.token }
      // As it is now that nobody else looks after it.
      let run = try store.run(named: name)
      let format = try report.selectedFormat()
      let metric = try report.rankingMetric(try report.selectedMetrics(average: run.description.average))
      let (record, wasInterrupted) = try await cancellingOnInterrupt {
        let jobs = execution.jobs(for: .max)
        return (try await watch(run, by: executor, jobs: jobs, in: store, rankedBy: metric), Task.isCancelled)
      }
      let board = try report.leaderboard(of: record)
      try writeResults(try report.rendered(board, as: format), to: report.output)
      if wasInterrupted {
        writeError(
          "bakeoff: run \(run.number ?? 0) goes on; `bakeoff runs watch \(run.number ?? 0)` looks after it again.\n")
        throw ExitCode(130)
      }
      if record.trials.contains(where: \.outcome.isFailure) { throw ExitCode(2) }
    }

    private func watch(
      _ run: RunRecord, by executor: any TrialExecutor, jobs: Int, in store: TrialStore, rankedBy metric: any Metric
    ) async throws -> RunRecord {
      guard let number = run.number, run.trials.count < run.splits.count * run.competitors.count else { return run }
      let experiment = try Experiment(
        of: run, on: try await data.load(of: run, quiet: quiet), catalog: try plugins.catalog(),
        preparations: Workbench.current.preparations)
      let display = ProgressDisplay(
        style: .standard(quiet: quiet), experiment: experiment, jobs: jobs, rankedBy: metric)
      let storage = RunStorage(
        store: store, run: number, reuse: .finished,
        modelFolder: run.description.elsewhere?.keepsModels == true ? location.modelFolder : nil
      ) { await display.write("bakeoff: warning: \($0)") }
      await display.count(run.trials)
      await display.start()
      let trials = await experiment.run(by: executor, known: run.trials, storage: storage) { await display.show($0) }
      await display.clear()
      if let error = await display.unavailable { throw error }
      return run.ended(with: trials, number: number)
    }
  }

  /// Cancels a run whose trials were handed over and left.
  struct Cancel: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Cancel the trials of a run of `compare --detach` that have not ended.")

    @Argument(help: ArgumentHelp("The number of the run, or latest.", valueName: "run"))
    var name: String

    @OptionGroup(title: "Store") var location: StoreLocation

    func run() async throws {
      let run = try TrialStore(path: location.path, mayCreate: false).run(named: name)
      let elsewhere = try run.elsewhereOrThrow()
      let execution = try ExecutionOptions.parse(elsewhere.arguments)
      guard let scheduler = try execution.scheduler(), let folder = execution.cluster.sharedDir else {
        throw ConfigurationError("run \(name): --executor \(try execution.selected().id) has no way to cancel it")
      }
      let count = try await ClusterExecutor.cancel(elsewhere.token, in: folder, by: scheduler)
      let number = run.number ?? 0
      writeError(
        count == 0
          ? "bakeoff: run \(number): nothing of it is left to cancel.\n"
          : "bakeoff: run \(number) is cancelled. `bakeoff runs watch \(number)` takes in what had ended before.\n")
    }
  }
}

extension RunRecord {
  /// How its trials run elsewhere. Throws `ConfigurationError` where they do not.
  fileprivate func elsewhereOrThrow() throws -> RunElsewhere {
    guard let elsewhere = description.elsewhere else {
      throw ConfigurationError(
        "run \(number ?? 0): its trials were not left to a scheduler; `bakeoff leaderboard \(number ?? 0)` shows it")
    }
    return elsewhere
  }
}
