import Foundation

/// A file that is being written beside its final place, and takes that place only when it is complete.
///
/// Its writer holds a lock on it, which the system drops when the writer dies in whatever way: a partial file that is
/// not locked is left from a dead run, and may be deleted.
final class PartialFile: Sendable {
  /// Where it is being written.
  let path: String
  private let descriptor: Int32

  /// Starts a file in `folder`, which is made where it is missing. Throws `WriteFailure`.
  init(in folder: String, named name: String) throws {
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw WriteFailure(path: folder, reason: "the folder cannot be made")
    }
    (path, descriptor) = try Self.openLocked(folder + "/." + name)
  }

  deinit { close(descriptor) }

  /// Writes `bytes` at the end. Throws `WriteFailure`.
  func append(_ bytes: UnsafeRawBufferPointer) throws {
    var written = 0
    while written < bytes.count {
      let count = write(descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw WriteFailure(path: path, reason: systemErrorDescription()) }
      written += count
    }
  }

  /// Waits until the file is safe on the disk, so that not even a power cut leaves a hole in it.
  func synchronize() throws {
    guard fsync(descriptor) == 0 else { throw WriteFailure(path: path, reason: systemErrorDescription()) }
  }

  /// Puts the file at `destination`, in the same folder, in the place of whatever is there.
  func move(to destination: String) throws {
    guard rename(path, destination) == 0 else {
      throw WriteFailure(path: destination, reason: systemErrorDescription())
    }
  }

  /// Deletes the file unless it was moved.
  func discard() {
    unlink(path)
  }

  /// Deletes what dead runs left in `folder`.
  static func removeAbandoned(in folder: String) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for name in names where name.hasPrefix(".") && name.hasSuffix(suffix) {
      let descriptor = open(folder + "/" + name, O_RDWR | O_CLOEXEC)
      guard descriptor >= 0 else { continue }
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { unlink(folder + "/" + name) }
      close(descriptor)
    }
  }

  private static let suffix = ".partial"

  private static func openLocked(_ prefix: String) throws -> (path: String, descriptor: Int32) {
    while true {
      let path = "\(prefix).\(UInt64.random(in: 0 ... .max))\(suffix)"
      let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
      guard descriptor >= 0 else { throw WriteFailure(path: path, reason: systemErrorDescription()) }
      // Another run may have taken it for abandoned between the two calls; then it has no name any more.
      var status = stat()
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0, fstat(descriptor, &status) == 0, status.st_nlink > 0 {
        return (path, descriptor)
      }
      close(descriptor)
    }
  }
}

/// A file that could not be written.
public struct WriteFailure: Error, Sendable, Equatable, CustomStringConvertible {
  let path: String
  let reason: String

  /// One line: which file, and why.
  public var description: String { "\(path) cannot be written (\(reason))" }
}
