import CCurl
import Foundation
import Synchronization

/// One download: hands on what arrives, and ends it at the first thing that is wrong.
final class HTTPTransfer: Sendable {
  private struct State {
    var failure: (any Error)?
    var received = 0
    var headerBytes = 0
    var lastPercent = -1
  }

  /// More bytes of header than any server has use for.
  private static let longestHeader = 300_000

  private let limits: HTTPFetcher
  private let receive: @Sendable (Data) throws -> Void
  private let progress: @Sendable (Double?) -> Void
  private let state = Mutex(State())
  private let isCancelled = Atomic(false)

  init(
    limits: HTTPFetcher, receive: @escaping @Sendable (Data) throws -> Void,
    progress: @escaping @Sendable (Double?) -> Void
  ) {
    self.limits = limits
    self.receive = receive
    self.progress = progress
  }

  /// Has the download end soon.
  func cancel() { isCancelled.store(true, ordering: .relaxed) }

  /// Downloads, on this thread. Throws `FetchFailure`, `CancellationError`, and whatever `receive` throws.
  func run(_ address: String) throws {
    guard URL(string: address)?.host != nil, let handle = curl_easy_init() else { throw FetchFailure("not an address") }
    defer { curl_easy_cleanup(handle) }
    set(handle, address)
    let code = curl_easy_perform(handle)
    if isCancelled.load(ordering: .relaxed) { throw CancellationError() }
    if let failure = state.withLock({ $0.failure }) { throw failure }
    let status = curl_status(handle)
    guard code == CURLE_OK || status >= 300 else { throw FetchFailure(reason(code)) }
    guard status == 200 else {
      throw FetchFailure(code == CURLE_TOO_MANY_REDIRECTS ? reason(code) : "HTTP status \(status)")
    }
  }

  private func set(_ handle: UnsafeMutableRawPointer, _ address: String) {
    curl_set_text(handle, CURLOPT_URL, address)
    curl_allow_http_alone(handle)
    curl_set_number(handle, CURLOPT_FOLLOWLOCATION, 1)
    curl_set_number(handle, CURLOPT_MAXREDIRS, limits.redirectLimit)
    curl_set_number(handle, CURLOPT_FAILONERROR, 1)
    curl_set_number(handle, CURLOPT_NOSIGNAL, 1)
    curl_set_text(handle, CURLOPT_USERAGENT, "bakeoff")
    // The file as it is stored: some servers would otherwise undo its gzip on the way.
    curl_set_text(handle, CURLOPT_ACCEPT_ENCODING, "identity")
    curl_set_number(handle, CURLOPT_CONNECTTIMEOUT_MS, milliseconds(limits.silenceLimit))
    curl_set_number(handle, CURLOPT_TIMEOUT_MS, milliseconds(limits.timeLimit))
    let seconds = max(1, Int(limits.silenceLimit.rounded(.up)))
    curl_set_number(handle, CURLOPT_LOW_SPEED_TIME, seconds)
    curl_set_number(handle, CURLOPT_LOW_SPEED_LIMIT, max(1, HTTPFetcher.leastBytes / seconds))
    let own = Unmanaged.passUnretained(self).toOpaque()
    for option in [CURLOPT_WRITEDATA, CURLOPT_HEADERDATA, CURLOPT_XFERINFODATA] {
      curl_set_pointer(handle, option, own)
    }
    curl_set_writer(handle, CURLOPT_WRITEFUNCTION) { bytes, _, count, own in transfer(own)?.take(bytes, count) ?? 0 }
    curl_set_writer(handle, CURLOPT_HEADERFUNCTION) { _, _, count, own in transfer(own)?.takeHeader(count) ?? 0 }
    curl_set_number(handle, CURLOPT_NOPROGRESS, 0)
    curl_set_progress(handle) { own, total, now, _, _ in transfer(own)?.report(now, of: total) == true ? 0 : 1 }
  }

  /// No limit stands for 0 in libcurl, so a limit is a millisecond at least.
  private func milliseconds(_ seconds: Double) -> Int { max(1, Int(seconds * 1000)) }

  private func reason(_ code: CURLcode) -> String {
    switch code {
    case CURLE_OPERATION_TIMEDOUT:
      "too slow: not finished after \(Int(limits.timeLimit)) s, or fewer than "
        + "\(HTTPFetcher.leastBytes) bytes in \(Int(limits.silenceLimit)) s"
    case CURLE_TOO_MANY_REDIRECTS: "sent elsewhere more than \(limits.redirectLimit) times"
    default: String(cString: curl_easy_strerror(code))
    }
  }

  /// Takes in bytes of the answer; returns another number of them to end the download.
  private func take(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
    guard let bytes, !isCancelled.load(ordering: .relaxed) else { return 0 }
    let data = Data(bytes: bytes, count: count)
    return state.withLock { state in
      state.received += count
      guard state.received <= limits.sizeLimit else {
        state.failure = FetchFailure("more than \(limits.sizeLimit) bytes")
        return 0
      }
      do {
        try receive(data)
        return count
      } catch {
        state.failure = error
        return 0
      }
    }
  }

  private func takeHeader(_ count: Int) -> Int {
    state.withLock { state in
      state.headerBytes += count
      guard state.headerBytes <= Self.longestHeader else {
        state.failure = FetchFailure("a header of more than \(Self.longestHeader) bytes")
        return 0
      }
      return count
    }
  }

  /// Passes progress on when it has come a percent further; false to end the download.
  private func report(_ now: curl_off_t, of total: curl_off_t) -> Bool {
    guard !isCancelled.load(ordering: .relaxed) else { return false }
    guard total > 0, now > 0 else { return true }
    let fraction = min(1, Double(now) / Double(total))
    let isFurther = state.withLock { state in
      guard Int(fraction * 100) > state.lastPercent else { return false }
      state.lastPercent = Int(fraction * 100)
      return true
    }
    if isFurther { progress(fraction) }
    return true
  }
}

/// The download that libcurl was given.
private func transfer(_ pointer: UnsafeMutableRawPointer?) -> HTTPTransfer? {
  pointer.map { Unmanaged<HTTPTransfer>.fromOpaque($0).takeUnretainedValue() }
}
