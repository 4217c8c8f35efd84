import BakeoffCore
import BakeoffFiles
import Foundation
import Synchronization

/// The way a worker's events go out, kept apart from whatever a plugin prints.
final class WorkerOutput: Sendable {
  private let descriptor: Int32
  private let progress = Mutex((sent: 0, last: ContinuousClock.Instant?.none))

  /// Takes standard output for events: from now on whatever is printed goes to standard error, and no process that the
  /// plugin starts inherits the way out.
  init() {
    descriptor = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)
    dup2(STDERR_FILENO, STDOUT_FILENO)
  }

  /// Says that training has come this far: at first always, for learning curves; from the thousandth time on not more
  /// often than a person can read, except for the last epoch.
  func send(_ report: FitProgress) {
    let isDue = progress.withLock { state in
      let now = ContinuousClock.now
      let isTooSoon = state.last.map { now - $0 < .milliseconds(50) } ?? false
      if state.sent >= TrialQueue.longestCurve, isTooSoon, report.epoch < report.epochs { return false }
      state = (state.sent + 1, now)
      return true
    }
    // A loss that is not finite has no place in JSON; the plugin itself will say what became of it.
    if isDue, report.loss.isFinite { send(.progress(report)) }
  }

  /// Says what happened, in one line.
  func send(_ event: WorkerEvent) {
    guard let json = try? JSONEncoder().encode(event) else { return }
    writeAll(json + [UInt8(ascii: "\n")], to: descriptor)
  }
}
