import Foundation
import Synchronization

/// The lines of a worker that are its events: of its progress the first 999 reports and the last.
final class EventLines: Sendable {
  private let state = Mutex((lines: [String](), progress: 0))

  var lines: [String] { state.withLock { $0.lines } }

  func add(_ line: Data) {
    guard let event = WorkerEvent(line: line) else { return }
    let text = String(decoding: line, as: UTF8.self)
    state.withLock { state in
      if case .progress = event {
        state.progress += 1
        if state.progress > TrialQueue.longestCurve { state.lines.removeLast() }
      }
      state.lines.append(text)
    }
  }

  func add(_ event: WorkerEvent) {
    if let line = try? JSONEncoder().encode(event) { add(line) }
  }
}
