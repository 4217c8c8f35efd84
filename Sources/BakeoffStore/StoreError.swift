import BakeoffCore
import GRDB

/// A store that cannot be used; the description is one line: what, where, and what to do.
public struct StoreError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong with the store.
  public enum Kind: Sendable, Hashable {
    /// There is none, and none was to be made.
    case missing
    /// The disk is full.
    case full
    /// The file or its folder cannot be read or written.
    case inaccessible
    /// A later version of this program wrote it.
    case newer
    /// Its bytes are not what they should be; it is left as it is.
    case damaged
    /// It is a database of some other program; it is left as it is.
    case foreign
    /// Its file system has no locks, without which two commands would write over each other.
    case withoutLocks
    /// Another command held it for too long.
    case busy
    /// The run a trial was to be added to has been removed.
    case runRemoved
    /// Anything else SQLite has to say.
    case other
  }

  /// What is wrong.
  public let kind: Kind
  /// The file.
  public let path: String
  /// What was found there.
  let found: String

  init(_ kind: Kind, at path: String, found: String = "") {
    self.kind = kind
    self.path = path
    self.found = found
  }

  /// One line for a person.
  public var description: String {
    switch kind {
    case .missing: "\(path): there is no store yet; run a comparison, or name another file"
    case .full: "\(path): the disk is full; free some space, or name a file elsewhere"
    case .inaccessible:
      "\(path): cannot be read or written (\(found)); fix that, or name another file"
    case .newer:
      "\(path): \(found); use that version of bakeoff, or name another file"
    case .damaged:
      "\(path): damaged, or no store at all (\(found)); it is left as it is: move it away, or name another file"
    case .foreign: "\(path): a database of another program; name another file"
    case .withoutLocks:
      "\(path): its file system has no locks (\(found)), which a store needs; name a file on another one"
    case .busy: "\(path): another command has been writing for too long; try again when it is done"
    case .runRemoved: "\(path): \(found) has been removed by another command; run the comparison again to store it"
    case .other: "\(path): \(found); name another file"
    }
  }
}

extension StoreError {
  /// What SQLite's `error` means for the store at `path`.
  init(_ error: DatabaseError, at path: String) {
    let found = error.message ?? "\(error.resultCode)"
    switch error.resultCode {
    case .SQLITE_FULL: self.init(.full, at: path)
    case .SQLITE_IOERR, .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
      self.init(.inaccessible, at: path, found: found)
    // The statements are all our own: what is wrong with one is that a table or column is not there.
    case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_ERROR, .SQLITE_MISMATCH: self.init(.damaged, at: path, found: found)
    case .SQLITE_BUSY, .SQLITE_LOCKED: self.init(.busy, at: path)
    default: self.init(.other, at: path, found: found)
    }
  }
}

/// The result of `body`, whose database errors become errors of the store at `path`.
func translatingErrors<Result>(at path: String, _ body: () throws -> Result) throws -> Result {
  do {
    return try body()
  } catch let error as DatabaseError {
    throw StoreError(error, at: path)
  } catch let error as RowDecodingError {
    throw StoreError(.damaged, at: path, found: oneLine(error))
  }
}
