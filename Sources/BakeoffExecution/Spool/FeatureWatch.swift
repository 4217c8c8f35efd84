import BakeoffCore
import BakeoffFiles
import Synchronization

/// Sees to it that no trial counts that was run on features another trial had written to.
///
/// Every worker maps one file, which a program can write to, whatever its permissions, when it runs as the file's owner.
/// Once a program takes part, the file is held against its checksum when a trial ends, and written anew where it differs.
/// Who wrote is not known then: all that ran meanwhile run again, each alone (`ProcessExecutor`), which tells.
final class FeatureWatch: Sendable {
  private let path: String
  private let restore: @Sendable () throws -> Void
  /// The checksum, once a program takes part.
  private let digest = Mutex<String?>(nil)
  /// Goes up by one when the file begins to be written anew and by one when it is; odd in between.
  private let generation = Atomic(0)

  /// Watches the file at `path`, which `restore` writes anew.
  init(_ path: String, restore: @escaping @Sendable () throws -> Void) {
    self.path = path
    self.restore = restore
  }

  /// To be called before the first program runs. Throws where the file cannot be read.
  func programsTakePart() throws {
    try digest.withLock { digest in
      if digest == nil { digest = try sha256(ofFile: path) }
    }
  }

  /// The mark of a trial that begins now.
  func begin() -> Int { generation.load(ordering: .acquiring) }

  /// Whether the features were the same throughout a trial that began with `mark` and ends now.
  func isUnchanged(since mark: Int) -> Bool {
    guard let digest = digest.withLock({ $0 }) else { return true }
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

  /// Whether the features are what they should be, for a trial that is about to run alone; writes them anew where not.
  func areIntact() -> Bool {
    guard let digest = digest.withLock({ $0 }) else { return true }
    if (try? sha256(ofFile: path)) != digest { try? restore() }
    return (try? sha256(ofFile: path)) == digest
  }
}

extension TrialOutcome {
  /// What ran while the features were written to; nothing that is stored.
  static let featuresChanged = TrialOutcome.failed(.featuresChanged)
}

extension TrialFailure {
  /// Not the model's failure for certain, so nothing that is stored.
  static let featuresChanged = TrialFailure(
    .skipped, "the features were written to while it ran; a program may only read them, and works on a copy")

  /// That of a model that ran alone, so that it was its doing.
  static let wroteToFeatures = TrialFailure(
    .failed, "it wrote to the features; a program may only read them, and works on a copy")
}
