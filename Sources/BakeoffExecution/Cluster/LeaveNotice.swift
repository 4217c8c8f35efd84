import Dispatch
import Foundation
import Synchronization

/// Hears when this process is asked to leave, by SIGTERM, SIGINT or SIGHUP.
final class LeaveNotice: Sendable {
  private let state = Mutex((isGiven: false, action: (@Sendable () -> Void)?.none))

  /// Begins to listen, for as long as the sources are kept.
  func listen() -> [any DispatchSourceSignal] {
    [SIGTERM, SIGINT, SIGHUP].map { number in
      signal(number, SIG_IGN)  // The source sees it instead.
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { [weak self] in self?.give() }
      source.resume()
      return source
    }
  }

  /// Whether it was asked to.
  var isGiven: Bool { state.withLock { $0.isGiven } }

  /// Calls `action` when it is asked to, at once if it was already.
  func onceGiven(_ action: @escaping @Sendable () -> Void) {
    let isGiven = state.withLock { state in
      state.action = action
      return state.isGiven
    }
    if isGiven { action() }
  }

  /// Waits for half a second, or until it is asked to leave.
  func waitBriefly() async {
    for _ in 0..<25 where !isGiven { try? await Task.sleep(for: .milliseconds(20)) }
  }

  private func give() {
    let action: (@Sendable () -> Void)? = state.withLock { state in
      guard !state.isGiven else { return nil }
      state.isGiven = true
      return state.action
    }
    action?()
  }
}
