import BakeoffFiles
import Foundation
import Synchronization

/// How many cores a running trial may keep busy, for trials of this process.
final class CoreShare: Sendable {
  private let cores = Atomic(1)

  /// As many as was last told, at least 1.
  var value: Int { cores.load(ordering: .relaxed) }

  func tell(_ value: Int) { cores.store(value, ordering: .relaxed) }
}

/// The same for trials of other processes: a file of one byte, which they read whenever they would like to know.
///
/// It may go up and down while they run. A file that is gone or holds nothing means one core.
package final class CoreShareFile: Sendable {
  private let descriptor: Int32

  /// The file at `path`, made anew to be told. Throws `StartFailure` where it cannot be made.
  package init(making path: String) throws {
    descriptor = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw StartFailure(description: "\(path): \(systemErrorDescription())") }
    tell(1)
  }

  /// The file at `path`, to be read.
  package init(reading path: String) { descriptor = open(path, O_RDONLY | O_CLOEXEC) }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// As many cores as was last told, 1...255.
  package var value: Int {
    var cores: UInt8 = 1
    return pread(descriptor, &cores, 1, 0) == 1 ? max(1, Int(cores)) : 1
  }

  /// Tells another number.
  package func tell(_ value: Int) {
    var cores = UInt8(clamping: value)
    // Where the disk is full the number stays as it was, which costs time and no result.
    _ = pwrite(descriptor, &cores, 1, 0)
  }
}
