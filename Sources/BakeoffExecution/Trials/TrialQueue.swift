import BakeoffCore
import Synchronization

/// Runs trials side by side and tells of them one event at a time; a running one can be cancelled by itself. All who run
/// trials share its places.
final class TrialQueue: Sendable {
  private struct State {
    var tasks: [TrialRequest.ID: Task<TrialOutcome, Never>] = [:]
    var cancelled: Set<TrialRequest.ID> = []
  }

  /// Reports of a trial's progress that its learning curve keeps: the first ones and the last.
  static let longestCurve = 1000

  private let jobs: Int
  private let onFailure: FailurePolicy
  private let state = Mutex(State())
  private let places: TrialPlaces

  init(jobs: Int, onFailure: FailurePolicy = .continue, onShare: @escaping @Sendable (Int) -> Void = { _ in }) {
    self.jobs = jobs
    self.onFailure = onFailure
    places = TrialPlaces(jobs, onShare: onShare)
  }

  /// Runs each request by `work`, at most `jobs` at a time, in their order; where they are to run `alone`, one at a time
  /// and with no other trial of this queue beside it.
  func run(
    _ requests: [TrialRequest], alone: Bool = false, onEvent: @escaping @Sendable (TrialEvent) async -> Void,
    work: @escaping @Sendable (TrialRequest, @escaping @Sendable (FitProgress) -> Void) async -> TrialOutcome
  ) async {
    let (events, continuation) = AsyncStream<TrialEvent>.makeStream()
    // A task of its own, which an interrupt does not reach: what has finished is still told.
    let delivery = Task { await Self.deliver(events, to: onEvent) }
    let hasFailed = AtomicFlag()
    let needed = alone ? places.count : 1
    await forEachConcurrently(requests, jobs: alone ? 1 : jobs) { [self] request in
      await places.take(needed)
      defer { places.give(needed) }
      let outcome: TrialOutcome
      if Task.isCancelled || isCancelled(request.id) {
        outcome = .failed(TrialFailure(.cancelled, "interrupted before it began"))
      } else if onFailure == .stop, hasFailed.isSet, !request.mayFail {
        outcome = .failed(TrialFailure(.skipped, "another trial had failed"))
      } else {
        continuation.yield(.started(request.id))
        outcome = await run(request.id) {
          await work(request) { continuation.yield(.progressed(request.id, $0)) }
        }
        if outcome.isFailure, outcome != .featuresChanged, !request.mayFail { hasFailed.set() }
      }
      continuation.yield(.finished(request.id, outcome, curve: []))
    }
    continuation.finish()
    await delivery.value
  }

  /// Cancels the trial with this id, running or still to come.
  func cancel(_ id: TrialRequest.ID) {
    state.withLock { state in
      state.cancelled.insert(id)
      return state.tasks[id]
    }?.cancel()
  }

  private func isCancelled(_ id: TrialRequest.ID) -> Bool { state.withLock { $0.cancelled.contains(id) } }

  /// Runs `body` in a task that can be cancelled by its id, and with the task that waits for it.
  private func run(_ id: TrialRequest.ID, body: @escaping @Sendable () async -> TrialOutcome) async -> TrialOutcome {
    let task = Task { await body() }
    let isCancelled = state.withLock { state in
      state.tasks[id] = task
      return state.cancelled.contains(id)
    }
    if isCancelled { task.cancel() }
    defer { state.withLock { $0.tasks[id] = nil } }
    return await withTaskCancellationHandler {
      await task.value
    } onCancel: {
      task.cancel()
    }
  }

  /// Hands on each event, a finished trial's with its learning curve.
  private static func deliver(
    _ events: AsyncStream<TrialEvent>, to onEvent: @Sendable (TrialEvent) async -> Void
  ) async {
    var curves: [TrialRequest.ID: [FitProgress]] = [:]
    for await event in events {
      switch event {
      case .started, .note, .unavailable: await onEvent(event)
      case .progressed(let id, let progress):
        // The last report is kept however many there are: it says how training ended.
        if curves[id]?.count == longestCurve { curves[id]?.removeLast() }
        curves[id, default: []].append(progress)
        await onEvent(event)
      case .finished(let id, let outcome, _):
        await onEvent(.finished(id, outcome, curve: curves.removeValue(forKey: id) ?? []))
      }
    }
  }
}
