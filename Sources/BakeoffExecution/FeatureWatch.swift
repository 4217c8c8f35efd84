import BakeoffDatasets
import BakeoffFiles
import Foundation
import Synchronization

/// Sees to it that no trial counts that was run on features another trial had written to.
///
/// Every worker maps one file, which a program can write to, whatever its permissions, when it runs as the file's owner.
/// Where programs take part, the file is held against its checksum when a trial ends, and written anew where it differs.
final class FeatureWatch: Sendable {
  private let path: String
  private let digest: String
  private let restore: @Sendable () throws -> Void
  /// How often the file was written anew.
  private let generation = Mutex(0)

  /// Watches the file at `path`, which `restore` writes anew.
  init(_ path: String, restore: @escaping @Sendable () throws -> Void) throws {
    self.path = path
    self.restore = restore
    digest = try sha256(ofFile: path)
  }

  /// The mark of a trial that begins now.
  func begin() -> Int { generation.withLock { $0 } }

  /// Whether the features were the same throughout a trial that began with `mark` and ends now.
  func isUnchanged(since mark: Int) -> Bool {
    generation.withLock { generation in
      guard generation == mark else { return false }
      if (try? sha256(ofFile: path)) == digest { return true }
      generation += 1
      // Should this fail, no checksum agrees any more and no trial counts.
      try? restore()
      return false
    }
  }
}
