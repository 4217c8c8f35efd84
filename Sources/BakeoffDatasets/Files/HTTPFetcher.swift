import Foundation
import Synchronization

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// Fetches over HTTP, with limits on silence, on the whole time, and on the size.
package struct HTTPFetcher: FileFetcher {
  /// Seconds without a byte after which the server is given up.
  package let silenceLimit: Double
  /// Seconds after which a download that still comes in is given up.
  package let timeLimit: Double
  /// Bytes after which a download is given up: no published file is as large.
  package let sizeLimit: Int

  /// Makes a fetcher.
  package init(silenceLimit: Double = 20, timeLimit: Double = 900, sizeLimit: Int = 1 << 28) {
    self.silenceLimit = silenceLimit
    self.timeLimit = timeLimit
    self.sizeLimit = sizeLimit
  }

  /// Fetches what is at `address`; only a whole answer with status 200 counts. Throws as `FileFetcher` says.
  package func fetch(
    _ address: String, receive: @escaping @Sendable (Data) throws -> Void,
    progress: @escaping @Sendable (Double?) -> Void
  ) async throws {
    guard let url = URL(string: address) else { throw FetchFailure("not an address") }
    let configuration = URLSessionConfiguration.ephemeral
    configuration.timeoutIntervalForRequest = silenceLimit
    configuration.timeoutIntervalForResource = timeLimit
    let download = Download(limits: self, receive: receive, progress: progress)
    let session = URLSession(configuration: configuration, delegate: download, delegateQueue: nil)
    defer { session.finishTasksAndInvalidate() }
    var request = URLRequest(url: url, timeoutInterval: silenceLimit)
    // The file as it is stored: some servers would otherwise undo its gzip on the way.
    request.setValue("identity", forHTTPHeaderField: "Accept-Encoding")
    let task = session.dataTask(with: request)
    try Task.checkCancellation()
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        download.start(task, continuation)
      }
    } onCancel: {
      task.cancel()
    }
  }
}

/// One download: passes on what arrives, and ends it at the first thing that is wrong.
private final class Download: NSObject, URLSessionDataDelegate {
  private struct State {
    var continuation: CheckedContinuation<Void, any Error>?
    var failure: (any Error)?
    var received = 0
    var expected: Int64 = -1
    var lastPercent = -1
  }

  private let limits: HTTPFetcher
  private let receive: @Sendable (Data) throws -> Void
  private let progress: @Sendable (Double?) -> Void
  private let started = ContinuousClock.now
  private let state = Mutex(State())

  init(
    limits: HTTPFetcher, receive: @escaping @Sendable (Data) throws -> Void,
    progress: @escaping @Sendable (Double?) -> Void
  ) {
    self.limits = limits
    self.receive = receive
    self.progress = progress
  }

  func start(_ task: URLSessionTask, _ continuation: CheckedContinuation<Void, any Error>) {
    state.withLock { $0.continuation = continuation }
    task.resume()
  }

  func urlSession(
    _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
    completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
  ) {
    let status = (response as? HTTPURLResponse)?.statusCode ?? 200
    state.withLock {
      $0.expected = response.expectedContentLength
      if status != 200 { $0.failure = FetchFailure("HTTP status \(status)") }
    }
    completionHandler(.allow)
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    let goesOn = state.withLock { state in
      guard state.failure == nil else { return false }
      state.received += data.count
      state.failure = failure(after: data, received: state.received)
      return state.failure == nil
    }
    if goesOn { reportProgress() } else { dataTask.cancel() }
  }

  func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
    let (continuation, failure) = state.withLock { state in
      defer { state.continuation = nil }
      return (state.continuation, state.failure)
    }
    if let failure {
      continuation?.resume(throwing: failure)
    } else if let error {
      let wasCancelled = (error as? URLError)?.code == .cancelled
      continuation?.resume(
        throwing: wasCancelled ? CancellationError() : FetchFailure(error.localizedDescription))
    } else {
      continuation?.resume()
    }
  }

  private func failure(after data: Data, received: Int) -> (any Error)? {
    if received > limits.sizeLimit { return FetchFailure("more than \(limits.sizeLimit) bytes") }
    if started.duration(to: .now) > .seconds(limits.timeLimit) {
      return FetchFailure("not finished after \(Int(limits.timeLimit)) s")
    }
    do { try receive(data) } catch { return error }
    return nil
  }

  /// Passes progress on when it has come a percent further.
  private func reportProgress() {
    let fraction: Double?? = state.withLock { state in
      guard state.expected > 0 else { return .some(nil) }
      let fraction = min(1, Double(state.received) / Double(state.expected))
      guard Int(fraction * 100) > state.lastPercent else { return nil }
      state.lastPercent = Int(fraction * 100)
      return fraction
    }
    if let fraction { progress(fraction) }
  }
}
