import BakeoffFiles
import Synchronization

/// Sees to it that no trial counts that was run on features another trial had written to.
///
/// Every worker maps one file, which a program can write to, whatever its permissions, when it runs as the file's owner.
/// Where programs take part, the file is held against its checksum when a trial ends, and written anew where it differs.
final class FeatureWatch: Sendable {
  private let path: String
  private let digest: String
  private let restore: @Sendable () throws -> Void
  /// Goes up by one when the file begins to be written anew and by one when it is; odd in between.
  private let generation = Atomic(0)

  /// Watches the file at `path`, which `restore` writes anew.
  init(_ path: String, restore: @escaping @Sendable () throws -> Void) throws {
    self.path = path
    self.restore = restore
    digest = try sha256(ofFile: path)
  }

  /// The mark of a trial that begins now.
  func begin() -> Int { generation.load(ordering: .acquiring) }

  /// Whether the features were the same throughout a trial that began with `mark` and ends now.
  func isUnchanged(since mark: Int) -> Bool {
    // A trial that began while the file was written may have read half of it.
    guard mark.isMultiple(of: 2), begin() == mark else { return false }
    if (try? sha256(ofFile: path)) == digest { return begin() == mark }
    // One of the trials that see the change writes the file; no other counts that runs meanwhile.
    if generation.compareExchange(expected: mark, desired: mark + 1, ordering: .acquiringAndReleasing).exchanged {
      // Should this fail, no checksum agrees any more and no trial counts.
      try? restore()
      generation.store(mark + 2, ordering: .releasing)
    }
    return false
  }
}
