import BakeoffCore
import BakeoffDatasets
import BakeoffFiles
import Foundation

/// The files of one session's trials: a private folder with the features that all workers share and a folder for each
/// trial. It is locked for as long as it is in use, so that one left behind by a command that was killed can be told from
/// one of a command that is running.
struct Spool: Sendable {
  /// The folder.
  let path: String
  private let lock: Int32
  private static let prefix = "bakeoff-run-"

  /// Makes a folder in `parent`, by default the temporary folder of this user, and removes those that others left
  /// behind. Throws `StartFailure`.
  init(in parent: String? = nil) throws {
    let parent = parent ?? FileManager.default.temporaryDirectory.path
    Self.removeAbandoned(in: parent)
    // It gets its name when it is locked: a folder of that name without a lock is abandoned.
    var template = Array("\(parent)/bakeoff-new-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Self.failure(parent) }
    let new = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    lock = open("\(new)/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    path = "\(parent)/\(Self.prefix)\(new.suffix(6))"
    guard lock >= 0, flock(lock, LOCK_EX | LOCK_NB) == 0, rename(new, path) == 0 else {
      let failure = Self.failure(new)
      removeTree(new)
      throw failure
    }
  }

  /// The file that holds the features of every row.
  var features: String { "\(path)/features.npy" }

  /// The file that says how many cores a trial may keep busy.
  var cores: String { "\(path)/cores" }

  /// Writes the features, which every worker reads. Throws where they cannot be written.
  func write(_ all: Features) throws {
    try NPYArray.write(all, to: features)
    // One that wrote to it would change the data of the others.
    chmod(features, 0o400)
  }

  /// Makes the folder of one trial, which only its owner may enter. Throws where it cannot be made.
  func makeFolder(of trial: TrialRequest.ID) throws -> String {
    let folder = "\(path)/trial-\(trial)"
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    return folder
  }

  /// Removes the folder and all in it.
  func remove() {
    removeTree(path)
    close(lock)
  }

  private static func removeAbandoned(in parent: String) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
    for name in names where name.hasPrefix(prefix) {
      let path = "\(parent)/\(name)"
      let lock = open("\(path)/lock", O_RDWR | O_CLOEXEC)
      // One without a lock is half removed: it had one before it got its name.
      let isAbandoned = lock >= 0 ? flock(lock, LOCK_EX | LOCK_NB) == 0 : errno == ENOENT
      if isAbandoned { removeTree(path) }
      if lock >= 0 { close(lock) }
    }
  }

  private static func failure(_ path: String) -> StartFailure {
    StartFailure(description: "\(path): \(String(cString: strerror(errno))); name another folder in TMPDIR")
  }
}
