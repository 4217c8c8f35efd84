import BakeoffCore

/// A place where trials run that can be selected by name.
public struct ExecutorEntry: Registered {
  /// The id it is selected by.
  public let id: String
  /// One line that says where trials run.
  public let summary: String
  /// Whether it can end a trial that takes too much, and stop where one has failed.
  public let enforcesLimits: Bool
  /// Whether its trials run elsewhere, by way of a folder that both sides see.
  public let needsSharedFolder: Bool
  /// Makes the executor. Throws `ConfigurationError` where it cannot be made so.
  public let make: @Sendable (ExecutorOptions) throws -> any TrialExecutor

  /// Makes an entry.
  public init(
    _ id: String, summary: String, enforcesLimits: Bool = true, needsSharedFolder: Bool = false,
    make: @escaping @Sendable (ExecutorOptions) throws -> any TrialExecutor
  ) {
    self.id = id
    self.summary = summary
    self.enforcesLimits = enforcesLimits
    self.needsSharedFolder = needsSharedFolder
    self.make = make
  }
}

/// What a user says of how trials run, wherever that is.
public struct ExecutorOptions: Sendable {
  /// Trials running at the same time, at least 1.
  public var jobs: Int
  /// What a trial may take.
  public var limits: TrialLimits
  /// What becomes of the other trials when one has failed.
  public var onFailure: FailurePolicy
  /// A folder that exists, where each trial's log is kept; nil to keep none.
  public var logFolder: String?
  /// What confines programs; nil where nothing does.
  public var sandbox: Sandbox?
  /// What is asked of an executor whose trials run elsewhere; nil where none was named a shared folder.
  public var cluster: ClusterOptions?
  /// What is asked of the executor `slurm`.
  public var slurm = SlurmOptions()
  /// The line for the shell by which the executor `command` hands over a script.
  public var submitCommand: String?
  /// The line for the shell by which the executor `command` cancels jobs; nil where it has none.
  public var cancelCommand: String?

  /// Makes options.
  public init(
    jobs: Int, limits: TrialLimits = TrialLimits(), onFailure: FailurePolicy = .continue, logFolder: String? = nil
  ) {
    self.jobs = jobs
    self.limits = limits
    self.onFailure = onFailure
    self.logFolder = logFolder
  }
}

/// The executors that come with Bakeoff, the one used unless told otherwise first.
public let standardExecutors = [
  ExecutorEntry("process", summary: "each trial in a process of its own, so that a crash costs that trial only") {
    ProcessExecutor(
      jobs: $0.jobs, limits: $0.limits, onFailure: $0.onFailure, logFolder: $0.logFolder, sandbox: $0.sandbox)
  },
  ExecutorEntry("in-process", summary: "every trial in this process", enforcesLimits: false) {
    InProcessExecutor(jobs: $0.jobs)
  },
  ExecutorEntry("slurm", summary: "tasks of the cluster's Slurm", needsSharedFolder: true) { options in
    try ClusterExecutor(Slurm(options.slurm), try options.sharing())
  },
  ExecutorEntry("command", summary: "jobs of any scheduler, by its command", needsSharedFolder: true) { options in
    guard let command = options.submitCommand else {
      throw ConfigurationError(
        "--executor command needs --submit-command, the line that hands over a script, as in 'qsub'")
    }
    return try ClusterExecutor(SubmitCommand(command, cancelling: options.cancelCommand), try options.sharing())
  },
]

extension ExecutorOptions {
  /// What is asked of an executor whose trials run elsewhere. Throws `ConfigurationError` without a shared folder.
  fileprivate func sharing() throws -> ClusterOptions {
    guard let cluster else {
      throw ConfigurationError("name a folder that every machine of the cluster sees in --shared-dir")
    }
    return cluster
  }
}
