import Dispatch
import Foundation
import Synchronization

/// Runs `body` so that the first Ctrl-C, SIGTERM or SIGHUP (a terminal that was closed) cancels it and a later one ends the
/// process at once.
///
/// One that comes within half a second of the first is the same one: `timeout` and others signal a process and then its
/// group.
func cancellingOnInterrupt<Result: Sendable>(
  _ body: @escaping @Sendable () async throws -> Result
) async throws -> Result {
  let work = Task { try await body() }
  let cancelled = Mutex<ContinuousClock.Instant?>(nil)
  let numbers = [SIGINT, SIGTERM] + (isIgnored(SIGHUP) ? [] : [SIGHUP])
  let sources = numbers.map { number in
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
      for number in numbers { signal(number, SIG_DFL) }
    }
  }
  return try await work.value
}

/// Whether whoever started this process wants it to go on in spite of a signal, as `nohup` does.
private func isIgnored(_ number: Int32) -> Bool {
  var action = sigaction()
  guard sigaction(number, nil, &action) == 0 else { return false }
  #if os(Linux)
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  #else
    return unsafeBitCast(action.__sigaction_u.__sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  #endif
}
