import BakeoffCore
import Foundation
import GRDB

/// Finished trials, their predictions and the runs they belong to, in one SQLite file.
///
/// What a call has recorded when it returns is on the disk: it survives the end of the process at any moment, and of
/// the machine (write-ahead log, `synchronous = FULL`). Several processes may use one file at the same time; each waits
/// for the short transactions of the others. Every call throws `StoreError` where the store cannot be used.
public struct TrialStore: Sendable {
  /// The file.
  public let path: String
  private let database: DatabaseQueue

  /// Opens the store at `path`, making it and its folders where `mayCreate` says so.
  ///
  /// A file that is damaged, of a newer version or of another program is left as it is.
  public init(path: String, mayCreate: Bool = true) throws {
    self.path = path
    try Self.makePlace(path, mayCreate: mayCreate)
    try Self.checkLocks(beside: path)
    database = try translatingErrors(at: path) {
      let database = try DatabaseQueue(path: path, configuration: Self.configuration)
      try StoreSchema.prepare(database, at: path)
      return database
    }
  }

  private static var configuration: Configuration {
    var configuration = Configuration()
    configuration.label = "bakeoff store"
    configuration.busyMode = .timeout(30)
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL") }
    return configuration
  }

  private static func makePlace(_ path: String, mayCreate: Bool) throws {
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) {
      if isFolder.boolValue { throw StoreError(.inaccessible, at: path, found: "it is a folder") }
      return
    }
    guard mayCreate else { throw StoreError(.missing, at: path) }
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw StoreError(.inaccessible, at: path, found: "its folder cannot be made")
    }
  }

  /// Tries a lock such as SQLite takes on a file beside the store, not on the store itself: to close a file gives up all
  /// locks that this process has on it. SQLite would take the lack of locks for another command that does not end.
  private static func checkLocks(beside path: String) throws {
    var template = Array("\(path)-lock-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    // Where nothing can be written SQLite says so.
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    unlink(template)
    var lock = flock()
    (lock.l_type, lock.l_whence, lock.l_len) = (Int16(F_WRLCK), Int16(SEEK_SET), 1)
    guard fcntl(descriptor, F_SETLK, &lock) != 0 else { return }
    throw StoreError(.withoutLocks, at: path, found: String(cString: strerror(errno)))
  }

  /// The result of `body`, seeing one state of the store.
  func read<Result>(_ body: (Database) throws -> Result) throws -> Result {
    try translatingErrors(at: path) { try database.read(body) }
  }

  /// The result of `body`, all of it or nothing of it on the disk afterwards.
  func write<Result>(_ body: (Database) throws -> Result) throws -> Result {
    try translatingErrors(at: path) { try database.write(body) }
  }

  /// Gives the space of what was removed back to the file system, as far as other commands allow it now.
  func shrink() {
    // Nothing is lost where this fails: the space is used for the next trials.
    try? database.writeWithoutTransaction { db in
      _ = try Row.fetchAll(db, sql: "PRAGMA incremental_vacuum")
      _ = try Row.fetchAll(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
    }
  }

  /// The error for content that cannot be what this program wrote.
  func damaged(_ found: String) -> StoreError { StoreError(.damaged, at: path, found: found) }
}
