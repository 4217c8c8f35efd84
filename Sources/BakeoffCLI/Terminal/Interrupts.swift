import Dispatch
import Foundation

/// Runs `body` so that the first Ctrl-C or SIGTERM cancels it and a second one ends the process at once.
func cancellingOnInterrupt<Result: Sendable>(
  _ body: @escaping @Sendable () async throws -> Result
) async throws -> Result {
  let work = Task { try await body() }
  let sources = [SIGINT, SIGTERM].map { number in
    signal(number, SIG_IGN)  // The source below sees it instead.
    let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
    source.setEventHandler {
      if work.isCancelled { _exit(130) }
      work.cancel()
    }
    source.resume()
    return source
  }
  defer {
    for source in sources { source.cancel() }
    for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
  }
  return try await work.value
}
