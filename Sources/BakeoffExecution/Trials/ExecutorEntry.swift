import BakeoffCore

/// A place where trials run that can be selected by name.
public struct ExecutorEntry: Registered {
  /// The id it is selected by.
  public let id: String
  /// One line that says where trials run.
  public let summary: String
  /// Whether it can end a trial that takes too much, and stop where one has failed.
  public let enforcesLimits: Bool
  /// Makes the executor. Throws `ConfigurationError` where it cannot be made so.
  public let make: @Sendable (ExecutorOptions) throws -> any TrialExecutor

  /// Makes an entry.
  public init(
    _ id: String, summary: String, enforcesLimits: Bool = true,
    make: @escaping @Sendable (ExecutorOptions) throws -> any TrialExecutor
  ) {
    self.id = id
    self.summary = summary
    self.enforcesLimits = enforcesLimits
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
    ProcessExecutor(jobs: $0.jobs, limits: $0.limits, onFailure: $0.onFailure, logFolder: $0.logFolder)
  },
  ExecutorEntry("in-process", summary: "every trial in this process", enforcesLimits: false) {
    InProcessExecutor(jobs: $0.jobs)
  },
]
