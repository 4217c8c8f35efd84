import Foundation
import Synchronization

/// Places for trials that run at the same time; who has waited longest gets the next one that is free.
///
/// Cores that no trial waits for help those that run: `onShare` is told how many each may keep busy, whenever that changes.
package final class TrialPlaces: Sendable {
  private struct State {
    var free: Int
    var waiting: [(places: Int, continuation: CheckedContinuation<Void, Never>)] = []
    var share = 1
  }

  /// How many there are.
  package let count: Int
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

  /// Takes a place, or several at once, when there are as many. Precondition: not more than there are at all.
  package func take(_ places: Int = 1) async {
    await withCheckedContinuation { continuation in
      let served = state.withLock { state in
        state.waiting.append((places, continuation))
        return serve(&state)
      }
      for next in served { next.resume() }
    }
  }

  /// Gives places back.
  package func give(_ places: Int = 1) {
    let served = state.withLock { state in
      state.free += places
      return serve(&state)
    }
    for next in served { next.resume() }
  }

  /// Gives free places to those who wait, strictly in turn, so that one who waits for many gets them too.
  private func serve(_ state: inout State) -> [CheckedContinuation<Void, Never>] {
    var served: [CheckedContinuation<Void, Never>] = []
    while let first = state.waiting.first, first.places <= state.free {
      state.free -= first.places
      served.append(state.waiting.removeFirst().continuation)
    }
    tellShare(&state)
    return served
  }

  private func tellShare(_ state: inout State) {
    let share = state.waiting.isEmpty ? max(1, cores / max(1, count - state.free)) : 1
    guard share != state.share else { return }
    state.share = share
    onShare(share)
  }
}
