import BakeoffCore
import BakeoffDatasets
import Foundation

/// Writes results to standard output, or whole or not at all to a file. Throws `ConfigurationError` for the file.
func writeResults(_ text: String, to path: String?) throws {
  guard let path else {
    do {
      return try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
    } catch {
      throw OutputError(description: "standard output: cannot be written (\(oneLineReason(error)))")
    }
  }
  do {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
  } catch {
    throw ConfigurationError(
      "\(path): cannot be written (\(oneLineReason(error))); name a file in a folder you may write to")
  }
}

/// Throws `ConfigurationError` unless a file could be written at `path`: to be asked before hours of work, not after.
func checkWritable(_ path: String?) throws {
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

private func oneLineReason(_ error: any Error) -> String {
  let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
  return underlying.map { String(cString: strerror(Int32($0.code))) } ?? "unknown reason"
}

/// Why results could not be printed, in one line.
private struct OutputError: Error, CustomStringConvertible {
  let description: String
}
