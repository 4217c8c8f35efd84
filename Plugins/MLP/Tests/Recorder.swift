import BakeoffCore
import Synchronization

/// Keeps the progress a fit reports.
final class Recorder: Sendable {
  private let reports = Mutex<[FitProgress]>([])

  func append(_ progress: FitProgress) {
    reports.withLock { $0.append(progress) }
  }

  var values: [FitProgress] { reports.withLock { $0 } }
}
