/// What one trial may take; enforced from outside while it runs.
public struct TrialLimits: Hashable, Sendable {
  /// Wall time from the start of its process to its end; nil for any.
  public var timeLimit: Duration?
  /// Bytes of memory in use by all its processes together, mapped data included; nil for any.
  public var memoryLimit: Int?
  /// How long it may take to leave when asked to, before it is killed.
  public var grace: Duration

  /// Makes limits.
  public init(timeLimit: Duration? = nil, memoryLimit: Int? = nil, grace: Duration = .seconds(2)) {
    self.timeLimit = timeLimit
    self.memoryLimit = memoryLimit
    self.grace = grace
  }
}

/// What becomes of the other trials when one has failed.
public enum FailurePolicy: String, Sendable, CaseIterable {
  /// They are run.
  case `continue`
  /// Those running are finished, those to come are skipped.
  case stop
}
