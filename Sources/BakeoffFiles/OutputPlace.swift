import BakeoffCore
import Foundation

/// What is at a path that is to be written to.
enum OutputPlace: Equatable {
  /// A file, or room for one, under its own name with links followed: it is replaced as a whole, and links stay.
  case file(String)
  /// A pipe, a terminal, a device: it is written to and never replaced.
  case stream(String)
  /// An open descriptor of this process, such as `/dev/stdout`: it is written to from where it stands.
  case descriptor(Int32)
  /// A folder, which cannot be written to.
  case folder

  /// What is at `path`. Throws `ConfigurationError` for a link that leads back to itself.
  init(_ path: String) throws {
    if let descriptor = openDescriptor(named: path) {
      self = .descriptor(descriptor)
      return
    }
    let target = try followingLinks(path)
    var status = stat()
    guard stat(target, &status) == 0 else {
      self = .file(target)
      return
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: self = .file(target)
    case S_IFDIR: self = .folder
    default: self = .stream(target)
    }
  }
}

/// The descriptor that a name such as `/dev/stdout` or `/dev/fd/3` stands for.
private func openDescriptor(named path: String) -> Int32? {
  switch path {
  case "/dev/stdout": return STDOUT_FILENO
  case "/dev/stderr": return STDERR_FILENO
  default:
    guard let match = path.wholeMatch(of: /\/(?:dev|proc\/self)\/fd\/([0-9]{1,6})/) else { return nil }
    return Int32(match.1)
  }
}

/// The path with links at its end followed, also where the last of them leads to nothing yet.
private func followingLinks(_ path: String) throws -> String {
  var current = path
  // As many as Linux follows.
  for _ in 0..<40 {
    guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: current) else { return current }
    let folder = URL(fileURLWithPath: current).deletingLastPathComponent()
    current = target.hasPrefix("/") ? target : folder.appending(path: target).path
  }
  throw ConfigurationError("\(path): a link that leads back to itself; name another file")
}
