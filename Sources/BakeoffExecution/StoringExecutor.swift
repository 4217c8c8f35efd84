import BakeoffCore
import BakeoffStore

/// Takes finished trials from a store, has another executor run the rest, and stores each as soon as it finishes.
///
/// A trial is on the disk before its `.finished` event goes out. Where the store cannot be written the run goes on, and
/// the user is told once.
public struct StoringExecutor: TrialExecutor {
  private let executor: any TrialExecutor
  private let store: TrialStore
  private let run: Int
  private let reuse: TrialReuse
  private let onFailure: FailurePolicy
  private let onWarning: @Sendable (String) -> Void

  /// Makes an executor for one run.
  ///
  /// - Parameters:
  ///   - executor: runs what is not taken from the store; it must report each trial it returns as `.finished`.
  ///   - store: where trials are found and kept.
  ///   - run: the number `store.begin` gave.
  ///   - reuse: which stored trials are taken.
  ///   - onFailure: whether a failure among those keeps the others from being run; `executor` sees to the rest.
  ///   - onWarning: called with one line when the store fails, from any thread.
  public init(
    _ executor: any TrialExecutor, store: TrialStore, run: Int, reuse: TrialReuse = .finished,
    onFailure: FailurePolicy = .continue, onWarning: @escaping @Sendable (String) -> Void
  ) {
    self.executor = executor
    self.store = store
    self.run = run
    self.reuse = reuse
    self.onFailure = onFailure
    self.onWarning = onWarning
  }

  /// Reports the stored trials first, then runs the others.
  public func run(
    _ requests: [TrialRequest], of experiment: Experiment, onEvent: @escaping @Sendable (TrialEvent) -> Void
  ) async -> [Trial] {
    let keys = TrialKeys(experiment)
    let slots = requests.map { TrialSlot(model: $0.model, split: $0.split, key: keys.key($0)) }
    let recorder = TrialRecorder(store: store, run: run, slots: slots, onWarning: onWarning)
    let cached = recorder.reuse(reuse)
    for trial in cached { onEvent(.finished(trial)) }

    let known = Dictionary(cached.map { ($0.place, $0) }) { first, _ in first }
    let remaining = requests.filter { known[$0.place] == nil }
    var ran: [Trial] = []
    if onFailure == .stop, cached.contains(where: \.outcome.isFailure) {
      ran = remaining.map { Trial($0, .failed(TrialFailure(.skipped, "another trial had failed; see --retry-failed"))) }
      for trial in ran { onEvent(.finished(trial)) }
    } else if !remaining.isEmpty {
      ran = await executor.run(remaining, of: experiment) { event in
        if case .finished(let trial) = event { recorder.record(trial) }
        onEvent(event)
      }
    }
    recorder.end()
    let all = known.merging(ran.map { ($0.place, $0) }) { cached, _ in cached }
    return requests.compactMap { all[$0.place] }
  }
}

/// Which model on which split.
struct TrialPlace: Hashable {
  let model: Int
  let split: Int
}

extension TrialRequest {
  var place: TrialPlace { TrialPlace(model: model, split: split) }
}

extension Trial {
  var place: TrialPlace { TrialPlace(model: model, split: split) }
}
