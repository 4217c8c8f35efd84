import Dispatch
import Foundation
import Synchronization

/// Runs `body` so that the first Ctrl-C or SIGTERM cancels it and a later one ends the process at once.
///
/// One that comes within half a second of the first is the same one: `timeout` and others signal a process and then its
/// group.
func cancellingOnInterrupt<Result: Sendable>(
  _ body: @escaping @Sendable () async throws -> Result
) async throws -> Result {
  let work = Task { try await body() }
  let cancelled = Mutex<ContinuousClock.Instant?>(nil)
  let sources = [SIGINT, SIGTERM].map { number in
    signal(number, SIG_IGN)  // The source below sees it instead.
    let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
    source.setEventHandler {
      let now = ContinuousClock.now
      let first = cancelled.withLock { first in
        let known = first ?? now
        first = known
        return known
      }
      if now - first > .milliseconds(500) { _exit(130) }
      work.cancel()
    }
    source.resume()
    return source
  }
  defer {
    for source in sources { source.cancel() }
    // After an interrupt they stay without effect: the second of two at once must not end what is left to print.
    if !work.isCancelled {
      for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
    }
  }
  return try await work.value
}
