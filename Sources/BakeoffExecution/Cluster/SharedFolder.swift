import BakeoffCore
import BakeoffFiles
import Foundation

/// The folder that the machine that asks and those that run trials both see; of it, the part of one user.
struct SharedFolder: Sendable {
  /// How long what nobody owns is kept.
  static let longestKept = 30 * 24 * 3600.0

  /// The part of this user, which only they may enter.
  let path: String

  /// Uses `folder`, which is made where it is missing. Throws `ExecutorUnavailable` where it cannot be written to.
  init(_ folder: String) throws {
    let folder = URL(fileURLWithPath: folder).standardizedFileURL.path
    path = "\(folder)/bakeoff-\(NSUserName())"
    do {
      for path in [folder, path] { try makePrivateFolder(path) }
    } catch {
      throw ExecutorUnavailable("--shared-dir \(folder): \(systemReason(error)); name a folder that you can write to")
    }
    var facts = stat()
    guard stat(path, &facts) == 0, facts.st_uid == geteuid(), access(path, R_OK | W_OK | X_OK) == 0 else {
      throw ExecutorUnavailable(
        "\(path): it belongs to somebody else, or cannot be written to; name another --shared-dir")
    }
    chmod(path, 0o700)
  }

  /// The folders of runs, in use or left behind.
  var campaigns: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.sorted().map { "\(path)/\($0)" }.filter { FileManager.default.fileExists(atPath: "\($0)/lock") }
  }

  /// Bytes that can still be written; nil where the system does not say.
  static func freeBytes(at path: String) -> Int? {
    var facts = statvfs()
    return statvfs(path, &facts) == 0 ? Int(facts.f_bavail) * Int(facts.f_frsize) : nil
  }

  /// A remark for messages where next to nothing can be written at `path` any more.
  static func fullness(of path: String) -> String {
    freeBytes(at: path).map { $0 < 1 << 20 } == true ? "; \(path) is full" : ""
  }
}

/// Makes a folder that only its owner may enter, unless it is there. Throws where it cannot be made.
func makePrivateFolder(_ path: String) throws {
  try FileManager.default.createDirectory(
    atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
}

/// Makes a file that only its owner may read and that is a sign by being there; where it cannot be made there is none.
///
/// Not by Foundation, which waits for the disk.
package func touch(_ path: String, _ text: String = "") {
  let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
  guard descriptor >= 0 else { return }
  writeAll(Data(text.utf8), to: descriptor)
  close(descriptor)
}

/// Writes a file that only its owner may read: whole, or not at all. Throws `WriteFailure`.
package func writePrivateFile(_ bytes: some ContiguousBytes, to path: String) throws {
  try PartialFile.replace(path) { file in
    // Not waiting for the disk: what counts is checked by its hash.
    try bytes.withUnsafeBytes { try file.append($0) }
    chmod(file.path, 0o600)
  }
}
