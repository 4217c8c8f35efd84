import BakeoffCore

/// Runs the trials of an experiment.
public protocol TrialExecutor: Sendable {
  /// Runs every request and returns how each came out, in the order of the requests.
  ///
  /// `onEvent` is called from any thread as things happen. Cancelling the task cancels running trials and leaves out
  /// those not yet started, which come back as cancelled.
  func run(
    _ requests: [TrialRequest], of experiment: Experiment, onEvent: @escaping @Sendable (TrialEvent) -> Void
  ) async -> [Trial]
}

/// What happens while trials run.
public enum TrialEvent: Sendable {
  /// A trial began.
  case started(TrialRequest)
  /// A trial has come this far.
  case progressed(TrialRequest, FitProgress)
  /// A trial is over.
  case finished(Trial)
}
