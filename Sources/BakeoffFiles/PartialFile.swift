import Foundation

/// A file that is being written beside its final place, and takes that place only when it is complete.
///
/// Its writer holds a lock on it, which the system drops when the writer dies in whatever way: a partial file that is
/// not locked is left from a dead run, and may be deleted. Where the file system has no locks, no file is locked and
/// none is ever taken for abandoned.
package final class PartialFile: Sendable {
  /// Asks for the lock on a descriptor without waiting; returns 0, or the system's error number.
  package typealias Lock = (Int32) -> Int32

  /// Where it is being written.
  package let path: String
  private let descriptor: Int32

  /// Starts a file in `folder`, which is made where it is missing. Throws `WriteFailure`.
  package init(in folder: String, named name: String, lock: Lock = PartialFile.systemLock) throws {
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw WriteFailure(path: folder, reason: "the folder cannot be made")
    }
    (path, descriptor) = try Self.openLocked(folder + "/." + name, lock)
  }

  deinit { close(descriptor) }

  /// Writes `bytes` at the end. Throws `WriteFailure`.
  package func append(_ bytes: UnsafeRawBufferPointer) throws {
    guard writeAll(bytes, to: descriptor) else { throw WriteFailure(path: path, reason: systemErrorDescription()) }
  }

  /// Waits until the file is safe on the disk, so that not even a power cut leaves a hole in it.
  package func synchronize() throws {
    guard fsync(descriptor) == 0 else { throw WriteFailure(path: path, reason: systemErrorDescription()) }
  }

  /// Puts the file at `destination`, in the same folder, in the place of whatever is there.
  package func move(to destination: String) throws {
    guard rename(path, destination) == 0 else {
      throw WriteFailure(path: destination, reason: systemErrorDescription())
    }
  }

  /// Deletes the file unless it was moved.
  package func discard() {
    unlink(path)
  }

  /// Writes the file at `path` through `fill`: it appears whole, in the place of whatever is there, or not at all. Throws
  /// `WriteFailure`.
  package static func replace(_ path: String, _ fill: (PartialFile) throws -> Void) throws {
    let url = URL(fileURLWithPath: path)
    let file = try PartialFile(in: url.deletingLastPathComponent().path, named: url.lastPathComponent)
    defer { file.discard() }
    try fill(file)
    try file.move(to: path)
  }

  /// Deletes what dead runs left in `folder`.
  package static func removeAbandoned(in folder: String) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for name in names where name.hasPrefix(".") && name.hasSuffix(suffix) {
      let descriptor = open(folder + "/" + name, O_RDWR | O_CLOEXEC)
      guard descriptor >= 0 else { continue }
      if systemLock(descriptor) == 0 { unlink(folder + "/" + name) }
      close(descriptor)
    }
  }

  private static let suffix = ".partial"

  /// The lock of the operating system.
  package static func systemLock(_ descriptor: Int32) -> Int32 {
    flock(descriptor, LOCK_EX | LOCK_NB) == 0 ? 0 : errno
  }

  private static func openLocked(_ prefix: String, _ lock: Lock) throws -> (path: String, descriptor: Int32) {
    for _ in 0..<100 {
      let path = "\(prefix).\(UInt64.random(in: 0 ... .max))\(suffix)"
      let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
      guard descriptor >= 0 else { throw WriteFailure(path: path, reason: systemErrorDescription()) }
      let error = lock(descriptor)
      if hasNoLocks(error) || error == 0 && isNamed(descriptor) { return (path, descriptor) }
      unlink(path)
      close(descriptor)
      // Another run may have taken it for abandoned before it was locked; then the next one may fare better.
      guard error == 0 || error == EWOULDBLOCK || error == EINTR else {
        throw WriteFailure(path: path, reason: String(cString: strerror(error)))
      }
    }
    throw WriteFailure(path: prefix, reason: "other runs delete it again and again")
  }

  /// Whether a failure to lock says that the file system cannot do it.
  private static func hasNoLocks(_ error: Int32) -> Bool {
    [ENOLCK, ENOSYS, ENOTSUP, EOPNOTSUPP].contains(error)
  }

  /// Whether an open file has a name still.
  private static func isNamed(_ descriptor: Int32) -> Bool {
    var status = stat()
    return fstat(descriptor, &status) == 0 && status.st_nlink > 0
  }
}

/// A file that could not be written.
package struct WriteFailure: Error, Sendable, Equatable, CustomStringConvertible {
  package let path: String
  package let reason: String

  /// Makes a failure.
  package init(path: String, reason: String) {
    self.path = path
    self.reason = reason
  }

  /// One line: which file, why, and what to do.
  package var description: String {
    "\(path) cannot be written (\(reason)): make room there or choose a place that you may write to"
  }
}
