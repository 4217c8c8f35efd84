import BakeoffCore
import Foundation

/// A program in any language that answers a worker's requests, started in the folder of its plugin.
public struct ExternalProgram: Sendable, Hashable {
  /// The folder that holds its `plugin.json`.
  public let folder: String
  /// The program and its arguments; a name without a slash is looked for on PATH.
  public let command: [String]

  /// A program; `python3` and `python` give way to `python`, the interpreter of BAKEOFF_PYTHON, where that is given.
  init(folder: String, command: [String], python: String?) {
    self.folder = folder
    let isPython = command.first == "python3" || command.first == "python"
    self.command = isPython ? [python ?? command[0]] + command.dropFirst() : command
  }

  /// What to start: the shell goes to the folder and becomes the program, so that it can name its files as they stand.
  var invocation: [String] {
    ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", folder] + command
  }

  /// The first line the program prints before it leaves with status 0.
  ///
  /// Throws `Unavailable` with the last line of its errors where it leaves otherwise, or not within `limit`.
  func tryOut(within limit: Duration) throws -> String {
    guard let found = Self.executable(command[0], in: folder) else {
      throw Unavailable(reason: "\(command[0]) is not installed, or not on PATH")
    }
    let arguments = [found] + command.dropFirst()
    let program = ExternalProgram(folder: folder, command: arguments, python: nil)
    let process: WorkerProcess
    do {
      process = try WorkerProcess(
        program.invocation, input: [], folder: FileManager.default.temporaryDirectory.path)
    } catch {
      throw Unavailable(reason: oneLine(error))
    }
    let ending = process.watch(within: limit)
    guard let status = ending.status else {
      throw Unavailable(reason: "`\(command.joined(separator: " "))` took longer than \(limit.seconds) s")
    }
    guard status == 0 else {
      let lines = ending.errors.split(whereSeparator: \.isNewline).filter { !$0.allSatisfy(\.isWhitespace) }
      let reason = lines.last.map(String.init) ?? "`\(command.joined(separator: " "))` left with status \(status)"
      throw Unavailable(reason: String(reason.prefix(200)))
    }
    return ending.output.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
  }

  /// The path of a program, looked for as a shell in `folder` would; nil where there is none.
  static func executable(_ name: String, in folder: String) -> String? {
    let candidates: [String]
    if name.contains("/") {
      candidates = [name.hasPrefix("/") ? name : "\(folder)/\(name)"]
    } else {
      let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
      candidates = path.split(separator: ":").map { "\($0)/\(name)" }
    }
    return candidates.first { FileManager.default.isExecutableFile(atPath: $0) && !isFolder($0) }
  }
}

/// Why a plugin cannot be run on this machine.
struct Unavailable: Error, CustomStringConvertible {
  let reason: String
  var description: String { reason }
}

/// Whether there is a folder at `path`.
func isFolder(_ path: String) -> Bool {
  var isFolder: ObjCBool = false
  return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
}
