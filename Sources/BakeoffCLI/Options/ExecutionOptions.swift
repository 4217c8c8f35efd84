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
      "Trials running at the same time, and cores they keep busy: what no trial waits for helps those that run; without this flag as many as there are cores.",
      valueName: "count"))
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

  @Flag(
    help:
      "Confine plugins in other languages, and their checks, with bubblewrap: no network, no file to write but in the trial's own folder, no other process to see."
  )
  var sandbox = false

  @OptionGroup(title: "Cluster") var cluster: ClusterFlags

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("--jobs \(jobs): give at least 1") }
    if executor != nil, isolation != nil { throw ValidationError("give --executor or --isolation, not both") }
    let entry = try selected()
    if !entry.enforcesLimits, timeLimit != nil || memoryLimit != nil || onFailure == .stop || logs != nil {
      throw ValidationError(
        "--time-limit, --memory-limit, --logs and --on-failure stop need --executor process, not \(entry.id)")
    }
    if sandbox, entry.id != "process" { throw ValidationError("--sandbox needs --executor process, not \(entry.id)") }
    try checkIsNoStream(logs, "--logs", "a folder")
    try checkIsNoStream(cluster.sharedDir, "--shared-dir", "a folder")
    try cluster.validate(for: entry)
  }

  /// The executor that is selected. Throws `ConfigurationError`.
  func selected() throws -> ExecutorEntry {
    let executors = Workbench.current.executors
    let older = isolation.map { $0 == .none ? "in-process" : "process" }
    return try executors.entry(executor ?? older ?? executors.ids.first ?? "")
  }

  /// What confines plugins in other languages, where that is asked for. Throws `ExecutorUnavailable`.
  func confinement() throws -> Sandbox? { try sandbox ? Sandbox() : nil }

  /// What a trial may take. Throws `ConfigurationError`.
  func limits() throws -> TrialLimits {
    TrialLimits(
      timeLimit: try timeLimit.map { try parseDuration($0, flag: "--time-limit") },
      memoryLimit: try memoryLimit.map { try parseByteCount($0, flag: "--memory-limit") })
  }

  /// How many of `count` trials run at the same time.
  func jobs(for count: Int) -> Int {
    max(1, min(jobs ?? ProcessInfo.processInfo.activeProcessorCount, count, MachineLimits.mostJobs))
  }

  /// What runs `count` trials; `elsewhere` says more of trials that run elsewhere. Throws `ConfigurationError`, and
  /// `WriteFailure` where the folder for logs cannot be made.
  func executor(
    for count: Int, elsewhere: (inout ClusterOptions) -> Void = { _ in }
  ) throws -> any TrialExecutor {
    if let logs { try makeFolder(logs) }
    var options = ExecutorOptions(jobs: jobs(for: count), limits: try limits(), onFailure: onFailure, logFolder: logs)
    options.sandbox = try confinement()
    if var cluster = try cluster.options(jobs: jobs) {
      cluster.limits = options.limits
      cluster.onFailure = onFailure
      cluster.logFolder = logs
      elsewhere(&cluster)
      options.cluster = cluster
    }
    if try scheduler() == nil, !MachineLimits.allowThreads(4 * options.jobs + 16) {
      throw MachineLimits.noMoreThreads
    }
    options.slurm = try cluster.slurm()
    options.submitCommand = cluster.submitCommand
    options.cancelCommand = cluster.cancelCommand
    return try selected().make(options)
  }

  /// The scheduler that trials are handed to; nil where they run on this machine, or an executor of somebody else's is
  /// selected. Throws `ConfigurationError`.
  func scheduler() throws -> (any Scheduler)? {
    switch try selected().id {
    case "slurm": Slurm(try cluster.slurm())
    case "command": cluster.submitCommand.map { SubmitCommand($0, cancelling: cluster.cancelCommand) }
    default: nil
    }
  }

  /// These flags as they can be given again; paths from wherever.
  func arguments() throws -> [String] {
    func absolute(_ path: String) -> String { URL(fileURLWithPath: path).standardizedFileURL.path }
    let own: [(String, String?)] = [
      ("executor", try selected().id), ("jobs", jobs.map(String.init)), ("time-limit", timeLimit),
      ("memory-limit", memoryLimit), ("logs", logs.map(absolute)),
    ]
    let all = own.compactMap { flag, value in value.map { (flag, $0) } } + cluster.given
    return all.map { flag, value in "--\(flag)=\(flag == "shared-dir" ? absolute(value) : value)" }
  }

  /// Those of these flags that change what is run: not how many trials at a time, nor where logs are kept.
  func reproducingArguments() throws -> [String] {
    let usual = "--executor=\(Workbench.current.executors.ids.first ?? "")"
    return try arguments().filter { !$0.hasPrefix("--jobs=") && !$0.hasPrefix("--logs=") && $0 != usual }
  }

  /// What the user should know of limits that do not fit together; nil where they do. Throws `ConfigurationError`.
  func warning() throws -> String? {
    if let jobs, try scheduler() == nil, jobs > MachineLimits.mostJobs {
      return
        "--jobs \(jobs): this process may have \(grouped(MachineLimits.openFiles)) files open at once, which is enough for \(MachineLimits.mostJobs) trials (`ulimit -n` raises it)"
    }
    guard let scheduled = try cluster.slurm().time, let own = try limits().timeLimit, scheduled <= own else {
      return nil
    }
    return
      "--slurm-time \(cluster.slurmTime ?? "") is no longer than --time-limit \(timeLimit ?? ""), so Slurm may end a task first; ask for more"
  }
}

extension FailurePolicy: ExpressibleByArgument {}
