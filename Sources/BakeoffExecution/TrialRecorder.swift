import BakeoffCore
import BakeoffStore
import Synchronization

/// Writes one run's trials to a store, and carries on without it where it fails.
///
/// A trial that could not be written is kept and tried again with the next one, so that a disk that was full for a
/// while costs nothing.
final class TrialRecorder: Sendable {
  private struct State {
    var unsaved: [Trial] = []
    var hasWarned = false
    var isGivenUp = false
  }

  private let store: TrialStore
  private let run: Int
  private let slots: [TrialSlot]
  private let keys: [TrialPlace: String]
  private let onWarning: @Sendable (String) -> Void
  private let state = Mutex(State())

  init(store: TrialStore, run: Int, slots: [TrialSlot], onWarning: @escaping @Sendable (String) -> Void) {
    self.store = store
    self.run = run
    self.slots = slots
    keys = Dictionary(slots.map { (TrialPlace(model: $0.model, split: $0.split), $0.key) }) { first, _ in first }
    self.onWarning = onWarning
  }

  /// The trials the store has; none where it cannot be read.
  func reuse(_ reuse: TrialReuse) -> [Trial] {
    do {
      return try store.reuse(reuse, for: slots, in: run)
    } catch {
      state.withLock { warn("stored trials cannot be used, so every trial runs", error, &$0) }
      return []
    }
  }

  /// Writes a trial before it returns, if the store can be written.
  func record(_ trial: Trial) {
    state.withLock { state in
      state.unsaved.append(trial)
      save(&state)
    }
  }

  /// Writes what could not be written before, and that the run has ended.
  func end() {
    state.withLock { state in
      save(&state)
      guard !state.isGivenUp else { return }
      do {
        try store.end(run)
      } catch {
        warn("the end of this run could not be stored", error, &state)
      }
    }
  }

  private func save(_ state: inout State) {
    do {
      while !state.isGivenUp, let trial = state.unsaved.first {
        if let key = keys[trial.place] { try store.record(trial, key: key, in: run) }
        state.unsaved.removeFirst()
      }
    } catch {
      warn("the run goes on, but what finishes from now on may not be stored", error, &state)
    }
  }

  private func warn(_ consequence: String, _ error: any Error, _ state: inout State) {
    // A damaged file is left as it is, and a removed run does not come back.
    if let kind = (error as? StoreError)?.kind, kind == .damaged || kind == .runRemoved { state.isGivenUp = true }
    guard !state.hasWarned else { return }
    state.hasWarned = true
    onWarning("\(consequence): \(error)")
  }
}
