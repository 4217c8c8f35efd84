import BakeoffCore
import BakeoffDatasets
import BakeoffFiles
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

  /// The first line the program prints before it leaves with status 0; the last line of its errors where it leaves
  /// otherwise, or what it was where it does not leave within `limit`.
  func tryOut(within limit: Duration) -> Result<String, Unavailable> {
    find().flatMap { _ in
      do {
        let temporary = FileManager.default.temporaryDirectory.path
        return ended(try WorkerProcess(invocation, input: [], folder: temporary).watch(within: limit), limit)
      } catch {
        return .failure(Unavailable(reason: oneLine(error)))
      }
    }
  }

  /// The path of the program, looked for as a shell in its folder would.
  func find() -> Result<String, Unavailable> {
    let name = command[0]
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    let folders = name.contains("/") ? [name.hasPrefix("/") ? "" : folder] : path.split(separator: ":").map(String.init)
    let found = folders.map { $0.isEmpty ? name : "\($0)/\(name)" }.first {
      FileManager.default.isExecutableFile(atPath: $0) && !isFolder($0)
    }
    let place = name.contains("/") ? "no such program" : "not installed, or not on PATH"
    return found.map { .success($0) } ?? .failure(Unavailable(reason: "\(name): \(place)"))
  }

  private func ended(_ ending: WorkerProcess.Ending, _ limit: Duration) -> Result<String, Unavailable> {
    let typed = "`\(command.joined(separator: " "))`"
    guard let status = ending.status else {
      return .failure(Unavailable(reason: "\(typed) took longer than \(limit.seconds) s"))
    }
    func lines(_ text: String) -> [Substring] {
      text.split(whereSeparator: \.isNewline).filter { !$0.allSatisfy(\.isWhitespace) }
    }
    guard status == 0 else {
      let reason = lines(ending.errors).last.map(String.init) ?? "\(typed) left with status \(status)"
      return .failure(Unavailable(reason: String(reason.prefix(200))))
    }
    return .success(lines(ending.output).first.map { String($0.prefix(200)) } ?? "")
  }
}

/// Why a plugin cannot be run on this machine.
struct Unavailable: Error {
  /// One line.
  let reason: String
}
