import ArgumentParser
import BakeoffCore
import BakeoffExecution
import BakeoffMath
import Foundation

/// The flags that say how trials run and what they may take.
struct ExecutionOptions: ParsableArguments {
  /// Where a trial runs.
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
    help: "process: each trial in a process of its own, so that a crash costs that trial only. none: in this process.")
  var isolation = Isolation.process

  @Option(help: ArgumentHelp("End a trial that takes longer, such as 60s, 5m or 2h.", valueName: "time"))
  var timeLimit: String?

  @Option(help: ArgumentHelp("End a trial whose processes take more memory, such as 2GB or 500MB.", valueName: "size"))
  var memoryLimit: String?

  @Option(help: "When a trial fails: continue with the others, or stop and skip those to come.")
  var onFailure = FailurePolicy.continue

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("--jobs \(jobs): give at least 1") }
    if isolation == .none, timeLimit != nil || memoryLimit != nil || onFailure == .stop {
      throw ValidationError("--time-limit, --memory-limit and --on-failure stop need --isolation process")
    }
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

  /// What runs `count` trials. Throws `ConfigurationError`.
  func executor(for count: Int) throws -> any TrialExecutor {
    switch isolation {
    case .process: return ProcessExecutor(jobs: jobs(for: count), limits: try limits(), onFailure: onFailure)
    case .none: return InProcessExecutor(jobs: jobs(for: count))
    }
  }
}

extension FailurePolicy: ExpressibleByArgument {}
