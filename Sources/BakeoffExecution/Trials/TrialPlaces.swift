import Foundation
import Synchronization

/// Places for trials that run at the same time; who has waited longest gets the next one that is free.
///
/// Cores that no trial waits for help those that run: `onShare` is told how many each may keep busy, whenever that changes.
package final class TrialPlaces: Sendable {
  private struct State {
    var free: Int
    var waiting: [CheckedContinuation<Void, Never>] = []
    var share = 1
  }

  private let count: Int
  private let cores: Int
  private let state: Mutex<State>
  private let onShare: @Sendable (Int) -> Void

  /// Makes `count` places on a machine of so many cores.
  package init(
    _ count: Int, cores: Int = ProcessInfo.processInfo.activeProcessorCount,
    onShare: @escaping @Sendable (Int) -> Void = { _ in }
  ) {
    self.count = count
    self.cores = min(count, cores)
    self.onShare = onShare
    state = Mutex(State(free: count))
  }

  /// Takes a place, when there is one.
  package func take() async {
    await withCheckedContinuation { continuation in
      let isFree = state.withLock { state in
        defer { tellShare(&state) }
        guard state.free == 0 else {
          state.free -= 1
          return true
        }
        state.waiting.append(continuation)
        return false
      }
      if isFree { continuation.resume() }
    }
  }

  /// Gives a place back.
  package func give() {
    let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
      defer { tellShare(&state) }
      guard !state.waiting.isEmpty else {
        state.free += 1
        return nil
      }
      return state.waiting.removeFirst()
    }
    next?.resume()
  }

  private func tellShare(_ state: inout State) {
    let share = state.waiting.isEmpty ? max(1, cores / max(1, count - state.free)) : 1
    guard share != state.share else { return }
    state.share = share
    onShare(share)
  }
}
