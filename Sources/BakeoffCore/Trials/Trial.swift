/// One model with its settings on one split, and its outcome.
public struct Trial: Sendable, Hashable {
  /// Which model on which split.
  public let cell: TrialCell
  /// Its scores, or a typed failure.
  public let outcome: TrialOutcome
  /// The progress of its training, one report an epoch (or iteration of the solver); the first 999 of them and the last.
  public let curve: [FitProgress]
  /// How its settings were chosen; nil for a model that is not tuned.
  public let search: SearchRecord?
  /// Whether it was taken from the store and not run this time.
  public let isCached: Bool

  /// Makes a trial.
  public init(
    _ cell: TrialCell, _ outcome: TrialOutcome, curve: [FitProgress] = [], search: SearchRecord? = nil,
    isCached: Bool = false
  ) {
    self.cell = cell
    self.outcome = outcome
    self.curve = curve
    self.search = search
    self.isCached = isCached
  }

  /// Which model of the experiment, from 0.
  public var model: Int { cell.model }
  /// Which split of the experiment, from 0.
  public var split: Int { cell.split }
}

/// The outcome of a trial.
public enum TrialOutcome: Sendable, Hashable {
  /// One row of scores for each test row of the split, in its order.
  case ok(Predictions, TrialCosts)
  /// No scores, and why.
  case failed(TrialFailure)
}

extension TrialOutcome {
  /// The scores; nil where there are none.
  package var predictions: Predictions? {
    if case .ok(let predictions, _) = self { predictions } else { nil }
  }

  /// Whether something went wrong: a trial that a race made needless has no scores either.
  package var isFailure: Bool {
    if case .failed(let failure) = self { failure.kind != .stopped } else { false }
  }
}

/// Why a trial has no scores.
public struct TrialFailure: Error, Sendable, Hashable, Codable, CustomStringConvertible {
  /// The kinds of failure.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// The plugin threw, or said in its own words why it has no scores.
    case failed
    /// The plugin answered with something that is not a prediction.
    case malformed
    /// The process died of a signal or left on its own.
    case crashed
    /// It took longer than the time limit.
    case timedOut
    /// It took more memory than the memory limit.
    case outOfMemory
    /// The user interrupted it, or somebody cancelled its job.
    case cancelled
    /// The scheduler needed its place for others, more often than it was to be tried again.
    case preempted
    /// The machine it ran on was lost, more often than it was to be tried again.
    case nodeLost
    /// It was never started.
    case skipped
    /// A race had shown before that its model is not the best.
    case stopped
  }

  /// The kind of failure.
  public let kind: Kind
  /// One line: what happened.
  public let message: String

  /// Makes a failure; of the message, which may be a program's, only what can be shown on a line stays.
  public init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = oneLine(message)
  }

  /// The kind and the message.
  public var description: String { "\(kind.title): \(message)" }
}

extension TrialFailure.Kind {
  /// Whether it says something of the model; otherwise the trial may as well be run again.
  package var isOfModel: Bool {
    switch self {
    case .failed, .malformed, .crashed, .timedOut, .outOfMemory: true
    case .cancelled, .preempted, .nodeLost, .skipped, .stopped: false
    }
  }

  /// The kind in words, such as `timed out`.
  public var title: String {
    switch self {
    case .failed: "failed"
    case .malformed: "malformed answer"
    case .crashed: "crashed"
    case .timedOut: "timed out"
    case .outOfMemory: "out of memory"
    case .cancelled: "cancelled"
    case .preempted: "pre-empted"
    case .nodeLost: "node lost"
    case .skipped: "skipped"
    case .stopped: "stopped"
    }
  }
}

/// What a trial cost; nil where it was not measured.
public struct TrialCosts: Sendable, Hashable, Codable {
  /// Wall seconds of `fit`.
  public var fitSeconds: Double
  /// Wall seconds of predicting every test row.
  public var predictSeconds: Double
  /// The number of learned numbers, where known.
  public var parameterCount: Int?
  /// Bytes of the fitted model, where known.
  public var modelBytes: Int?
  /// The median of the wall seconds of predicting one row by itself.
  public var latencyP50Seconds: Double?
  /// The 95th percentile of the wall seconds of predicting one row by itself.
  public var latencyP95Seconds: Double?
  /// User and system CPU seconds of the trial's process and every process it started.
  public var cpuSeconds: Double?
  /// Wall seconds of the trial's process, from start to end.
  public var wallSeconds: Double?
  /// The most bytes of memory the trial's processes had in use at once, shared data included.
  public var peakMemoryBytes: Int?
  /// The machine that ran it; nil for the one that asked.
  public var node: String?
  /// The processor and the numeric kernels of that machine, on which the last bits depend.
  public var kernels: String?

  /// Makes costs.
  public init(
    fitSeconds: Double, predictSeconds: Double, parameterCount: Int? = nil, modelBytes: Int? = nil,
    latencyP50Seconds: Double? = nil, latencyP95Seconds: Double? = nil
  ) {
    self.fitSeconds = fitSeconds
    self.predictSeconds = predictSeconds
    self.parameterCount = parameterCount
    self.modelBytes = modelBytes
    self.latencyP50Seconds = latencyP50Seconds
    self.latencyP95Seconds = latencyP95Seconds
  }

  /// Whether a trial can have cost this much: seconds from 0 to a billion (32 years), counts from 0 to 2^53. What a
  /// program says or a file holds may be anything.
  package var isPlausible: Bool {
    let seconds = [fitSeconds, predictSeconds, latencyP50Seconds, latencyP95Seconds, cpuSeconds, wallSeconds]
    let counts = [parameterCount, modelBytes, peakMemoryBytes]
    return seconds.allSatisfy { $0.map { 0...1e9 ~= $0 } ?? true }
      && counts.allSatisfy { $0.map { 0...(1 << 53) ~= $0 } ?? true }
  }
}
