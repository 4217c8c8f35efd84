import BakeoffCore
import Foundation

/// Writes a text whole or not at all to the file at `path`. Throws `ConfigurationError` that names the file.
package func writeFile(_ text: String, to path: String) throws {
  do {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
  } catch {
    throw ConfigurationError(
      "\(path): cannot be written (\(systemReason(error))); name a file in a folder you may write to")
  }
}

/// Throws `ConfigurationError` unless a file could be written at `path`: to be asked before hours of work, not after.
package func checkWritable(_ path: String?) throws {
  guard let path else { return }
  if isFolder(path) { throw ConfigurationError("\(path): is a folder; name a file") }
  let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
  guard isFolder(folder) else {
    throw ConfigurationError("\(path): the folder \(folder) does not exist; make it or name another")
  }
  guard FileManager.default.isWritableFile(atPath: folder) else {
    throw ConfigurationError("\(path): the folder \(folder) may not be written to; name another")
  }
}

/// Makes the folder at `path` where there is none. Throws `ConfigurationError`.
package func makeFolder(_ path: String) throws {
  do {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  } catch {
    throw ConfigurationError("\(path): the folder cannot be made (\(systemReason(error))); name another")
  }
}

/// What the system says of a failure that Foundation reports.
package func systemReason(_ error: any Error) -> String {
  let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
  return underlying.map { String(cString: strerror(Int32($0.code))) } ?? "unknown reason"
}

/// What the last failed system call says of its failure.
package func systemErrorDescription() -> String { String(cString: strerror(errno)) }
