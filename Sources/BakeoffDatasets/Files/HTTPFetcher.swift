import Foundation

/// Fetches over HTTP by libcurl, with limits on slowness, on the whole time, on the size, and on how often it is sent
/// elsewhere. What comes in is handed on as it comes, so that a server that sends faster than it is written waits.
package struct HTTPFetcher: FileFetcher {
  /// Seconds in which fewer than `leastBytes` came in after which the server is given up, and seconds to connect.
  package let silenceLimit: Double
  /// Seconds after which a download that still comes in is given up.
  package let timeLimit: Double
  /// Bytes after which a download is given up: no published file is as large.
  package let sizeLimit: Int
  /// How often a server may name another address.
  package let redirectLimit: Int

  /// Makes a fetcher.
  package init(
    silenceLimit: Double = 30, timeLimit: Double = 900, sizeLimit: Int = 1 << 28, redirectLimit: Int = 5
  ) {
    self.silenceLimit = silenceLimit
    self.timeLimit = timeLimit
    self.sizeLimit = sizeLimit
    self.redirectLimit = redirectLimit
  }

  /// A server that sends less than that in `silenceLimit` is as good as silent.
  static let leastBytes = 1000

  /// Fetches what is at `address`; only a whole answer with status 200 counts. Throws as `FileFetcher` says.
  package func fetch(
    _ address: String, receive: @escaping @Sendable (Data) throws -> Void,
    progress: @escaping @Sendable (Double?) -> Void
  ) async throws {
    let transfer = HTTPTransfer(limits: self, receive: receive, progress: progress)
    try Task.checkCancellation()
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        // A thread of its own: libcurl waits for the server.
        Thread.detachNewThread { continuation.resume(with: Result { try transfer.run(address) }) }
      }
    } onCancel: {
      transfer.cancel()
    }
  }
}
