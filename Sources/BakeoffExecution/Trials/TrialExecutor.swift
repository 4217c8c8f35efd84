import BakeoffCore

/// A place where trials run: this process, processes of their own, somebody else's cluster.
public protocol TrialExecutor: Sendable {
  /// Makes `features` ready for trials. Throws where they cannot be handed to where trials run.
  func open(_ features: Features) throws -> any TrialSession
}

/// Features that are ready, and the trials that run on them.
public protocol TrialSession: Sendable {
  /// Runs every request and tells of each, once, how it ended.
  ///
  /// `onEvent` is called with one event at a time, in the order in which things happened, the next one when it has
  /// returned. When the task is cancelled, running trials are too, and those not yet started are not run; each is still
  /// told of. It may be called again while it runs; all calls together run as many trials at a time as one.
  func run(_ requests: [TrialRequest], onEvent: @escaping @Sendable (TrialEvent) async -> Void) async
  /// Cancels one trial, running or still to come.
  func cancel(_ id: TrialRequest.ID)
  /// Gives back what was needed to run trials; to be called when no trial runs any more.
  func close() async
}
