import ArgumentParser
import BakeoffCore
import BakeoffExecution
import BakeoffFiles
import BakeoffMath
import Foundation

/// The flags that say how trials run and what they may take.
struct ExecutionOptions: ParsableArguments {
  /// The older way to name an executor.
  enum Isolation: String, ExpressibleByArgument, CaseIterable {
    case process
    case none
  }

  @Option(
    name: [.short, .long],
    help: ArgumentHelp(
      "Trials running at the same time; without this flag as many as there are cores.", valueName: "count"))
  var jobs: Int?

  @Option(
    help: ArgumentHelp(
      "Where trials run: "
        + Workbench.current.executors.entries.map { "\($0.id) (\($0.summary))" }.joined(separator: "; ")
        + ". Without this flag the first.", valueName: "name"))
  var executor: String?

  @Option(help: "The older name of --executor: none is in-process.")
  var isolation: Isolation?

  @Option(help: ArgumentHelp("Keep what each trial's process prints in this folder.", valueName: "folder"))
  var logs: String?

  @Option(help: ArgumentHelp("End a trial that takes longer, such as 60s, 5m or 2h.", valueName: "time"))
  var timeLimit: String?

  @Option(help: ArgumentHelp("End a trial whose processes take more memory, such as 2GB or 500MB.", valueName: "size"))
  var memoryLimit: String?

  @Option(help: "When a trial fails: continue with the others, or stop and skip those to come.")
  var onFailure = FailurePolicy.continue

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("--jobs \(jobs): give at least 1") }
    if executor != nil, isolation != nil { throw ValidationError("give --executor or --isolation, not both") }
    let entry = try selected()
    if !entry.enforcesLimits, timeLimit != nil || memoryLimit != nil || onFailure == .stop || logs != nil {
      throw ValidationError(
        "--time-limit, --memory-limit, --logs and --on-failure stop need --executor process, not \(entry.id)")
    }
  }

  /// The executor that is selected. Throws `ConfigurationError`.
  private func selected() throws -> ExecutorEntry {
    let executors = Workbench.current.executors
    let older = isolation.map { $0 == .none ? "in-process" : "process" }
    return try executors.entry(executor ?? older ?? executors.ids.first ?? "")
  }

  /// What a trial may take. Throws `ConfigurationError`.
  func limits() throws -> TrialLimits {
    TrialLimits(
      timeLimit: try timeLimit.map { try parseDuration($0, flag: "--time-limit") },
      memoryLimit: try memoryLimit.map { try parseByteCount($0, flag: "--memory-limit") })
  }

  /// How many of `count` trials run at the same time.
  func jobs(for count: Int) -> Int {
    max(1, min(jobs ?? ProcessInfo.processInfo.activeProcessorCount, count))
  }

  /// What runs `count` trials. Throws `ConfigurationError`, and `WriteFailure` where the folder for logs cannot be made.
  func executor(for count: Int) throws -> any TrialExecutor {
    if let logs { try makeFolder(logs) }
    return try selected().make(
      ExecutorOptions(jobs: jobs(for: count), limits: try limits(), onFailure: onFailure, logFolder: logs))
  }
}

extension FailurePolicy: ExpressibleByArgument {}
