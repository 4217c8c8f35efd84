import Dispatch
import Synchronization

/// What `body` makes of each of 0..<count, in that order, up to `threads` of them at the same time.
///
/// Every thread has a `state` of its own to work in. Which thread takes which number is not told: a result must depend
/// on its number alone, so that it is the same however many threads there are.
package func concurrently<State, Result: Sendable>(
  _ count: Int, threads: Int, state: @Sendable () -> State, _ body: @Sendable (Int, inout State) -> Result
) -> [Result] {
  guard threads > 1, count > 1 else {
    var own = state()
    return (0..<count).map { body($0, &own) }
  }
  let next = Atomic(0)
  return [Result](unsafeUninitializedCapacity: count) { results, initialized in
    // Safe to share: every place is written once, by the thread that took its number.
    nonisolated(unsafe) let places = results
    DispatchQueue.concurrentPerform(iterations: min(threads, count)) { _ in
      var own = state()
      while true {
        let number = next.add(1, ordering: .relaxed).oldValue
        guard number < count else { return }
        places.initializeElement(at: number, to: body(number, &own))
      }
    }
    initialized = count
  }
}
