import BakeoffCore
import Foundation

/// What a user writes in place of a file for standard output, where the file would be written, or standard input, where it
/// would be read.
package let standardStream = "-"

/// Writes a file that a user named: a regular one whole or not at all, under its own name where `path` is a link, and with
/// the permissions it had; a pipe, a device or `/dev/stdout` is written to and never replaced.
///
/// Throws `ConfigurationError` that names the file. Every file the command writes on request goes through here.
package func writeFile(_ bytes: Data, to path: String) throws {
  do {
    switch try OutputPlace(path) {
    case .file(let target): try replaceFile(target, by: bytes)
    case .stream(let target):
      let descriptor = open(target, O_WRONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw WriteFailure(path: path, reason: systemErrorDescription()) }
      defer { close(descriptor) }
      try append(bytes, to: descriptor, path: path)
    case .descriptor(let descriptor): try append(bytes, to: descriptor, path: path)
    case .folder: throw WriteFailure(path: path, reason: String(cString: strerror(EISDIR)))
    }
  } catch let failure as WriteFailure {
    throw ConfigurationError(
      "\(path): cannot be written (\(failure.reason)); name a file in a folder you may write to")
  }
}

/// Writes a text as `writeFile` writes bytes.
package func writeFile(_ text: String, to path: String) throws { try writeFile(Data(text.utf8), to: path) }

/// Throws `ConfigurationError` unless a file could be written at `path`: to be asked before hours of work, not after.
package func checkWritable(_ path: String?) throws {
  guard let path else { return }
  switch try OutputPlace(path) {
  case .folder: throw ConfigurationError("\(path): is a folder; name a file")
  case .descriptor: return
  case .stream(let target):
    guard FileManager.default.isWritableFile(atPath: target) else {
      throw ConfigurationError("\(path): may not be written to; name another")
    }
  case .file(let target):
    let folder = URL(fileURLWithPath: target).deletingLastPathComponent().path
    guard isFolder(folder) else {
      throw ConfigurationError("\(path): the folder \(folder) does not exist; make it or name another")
    }
    guard FileManager.default.isWritableFile(atPath: folder) else {
      throw ConfigurationError("\(path): the folder \(folder) may not be written to; name another")
    }
  }
}

private func replaceFile(_ path: String, by bytes: Data) throws {
  var status = stat()
  let mode = stat(path, &status) == 0 ? status.st_mode & 0o7777 : nil
  guard isFolder(URL(fileURLWithPath: path).deletingLastPathComponent().path) else {
    throw WriteFailure(path: path, reason: String(cString: strerror(ENOENT)))
  }
  try PartialFile.replace(path) { file in
    try bytes.withUnsafeBytes { try file.append($0) }
    if let mode { chmod(file.path, mode) }
  }
}

private func append(_ bytes: Data, to descriptor: Int32, path: String) throws {
  guard writeAll(bytes, to: descriptor) else { throw WriteFailure(path: path, reason: systemErrorDescription()) }
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
