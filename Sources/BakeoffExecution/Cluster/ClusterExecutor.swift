import BakeoffCore
import Foundation

/// Runs trials as tasks of somebody's scheduler, which carry everything over a folder that both sides see.
///
/// A trial's numbers are bit for bit those of `ProcessExecutor` on a like processor. What lies where, and what happens
/// when, stands in Documentation/Cluster.md.
public struct ClusterExecutor: TrialExecutor {
  let scheduler: any Scheduler
  let options: ClusterOptions
  let program: [String]
  let pace: ClusterPace
  private let shared: SharedFolder
  /// The folder of the run, where it has a name already; nobody else looks after it from now on.
  private let campaign: Campaign?

  /// Makes an executor. `program` and its arguments call `runWorker` and `runTask`; without it that is this very program
  /// with `worker`.
  ///
  /// Throws `ExecutorUnavailable` where the shared folder cannot be used from here, or somebody looks after the run that
  /// the options name; whether machines that run trials see the folder turns out when the first trial is to be run.
  public init(_ scheduler: any Scheduler, _ options: ClusterOptions, program: [String]? = nil) throws {
    try self.init(scheduler, options, program: program, pace: ClusterPace())
  }

  package init(
    _ scheduler: any Scheduler, _ options: ClusterOptions, program: [String]?, pace: ClusterPace
  ) throws {
    self.scheduler = scheduler
    self.options = options
    self.program = program ?? [runningProgram(), "worker"]
    self.pace = pace
    let shared = try SharedFolder(options.sharedFolder)
    self.shared = shared
    campaign = try options.token.map { try Campaign(named: $0, in: shared) }
  }

  /// Opens a session.
  public func open(_ features: Features) -> any TrialSession {
    ClusterSession(queue: ClusterQueue(features: features, shared: shared, campaign: campaign, executor: self))
  }

  /// A name for the folder of a new run, which tells when it began.
  public static func newToken() -> String {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.dateFormat = "yyyyMMdd-HHmmss"
    return formatter.string(from: Date()) + String(format: "-%06x", UInt32.random(in: 0..<1 << 24))
  }

  /// Cancels the tasks of the run whose folder is called `token`, and returns how many arrays that were. Throws
  /// `ExecutorUnavailable`, and `SchedulerProblem` where the scheduler does not do it.
  public static func cancel(_ token: String, in folder: String, by scheduler: any Scheduler) async throws -> Int {
    let path = "\(try SharedFolder(folder).path)/\(token)"
    guard FileManager.default.fileExists(atPath: "\(path)/lock") else { return 0 }
    try Campaign.cancel(path)
    let ids = Campaign.jobs(in: path).compactMap(\.id)
    try await scheduler.cancel(ids)
    return ids.count
  }
}

/// The trials of one session, and who looks after them.
private struct ClusterSession: TrialSession {
  let queue: ClusterQueue

  func run(_ requests: [TrialRequest], onEvent: @escaping @Sendable (TrialEvent) async -> Void) async {
    let (events, continuation) = AsyncStream<ToldEvent>.makeStream()
    // A task of its own, which an interrupt does not reach: what has finished is still told.
    let delivery = Task {
      for await told in events {
        await onEvent(told.event)
        told.afterwards?()
      }
    }
    await queue.add(requests, telling: continuation)
    await withTaskCancellationHandler {
      await delivery.value
    } onCancel: {
      Task { await queue.interrupt() }
    }
  }

  func cancel(_ id: TrialRequest.ID) { Task { await queue.cancel(id) } }

  func close() async {
    // A task of its own: after an interrupt the one that closes is cancelled, and could wait for nothing.
    await Task { await queue.close() }.value
  }
}

/// An event, and what is to be done when whoever hears of it has dealt with it.
struct ToldEvent: Sendable {
  let event: TrialEvent
  var afterwards: (@Sendable () -> Void)?
}
