import BakeoffCore
import Foundation

/// Confinement of programs by bubblewrap: no network, no process of others to see, and no file to write but in the folder of
/// the trial. What they read is not confined.
public struct Sandbox: Sendable, Hashable {
  /// What a board says of it.
  public let summary: String
  private let program: String

  /// Finds bubblewrap and tries whether it may confine anything here. Throws `ExecutorUnavailable`.
  public init() throws {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    let found = path.split(separator: ":").map { "\($0)/bwrap" }.first(
      where: FileManager.default.isExecutableFile)
    guard let found else {
      throw ExecutorUnavailable(
        "--sandbox: bubblewrap is not installed (the program bwrap); install it, or leave the flag out")
    }
    let folder = FileManager.default.temporaryDirectory.path
    let version = try Self.run([found, "--version"])
    let trial = try Self.run([found] + Self.flags(folder: folder) + ["true"])
    guard trial.status == 0 else {
      let reason = trial.errors.split(whereSeparator: \.isNewline).last ?? "it said nothing"
      throw ExecutorUnavailable(
        "--sandbox: bubblewrap cannot confine programs here: \(oneLine(reason)); allow it user namespaces, or leave the flag out"
      )
    }
    program = found
    let name = oneLine(version.output.trimmingCharacters(in: .whitespacesAndNewlines))
    summary = "programs have no network and write in their own folder alone (\(name.isEmpty ? "bubblewrap" : name))"
  }

  /// The command that runs `command` so that it may write in `folder` alone.
  func confining(_ command: [String], to folder: String) -> [String] {
    [program] + Self.flags(folder: folder) + command
  }

  private static func flags(folder: String) -> [String] {
    [
      "--unshare-all", "--die-with-parent", "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--bind", folder,
      folder, "--",
    ]
  }

  private static func run(_ command: [String]) throws -> WorkerProcess.Ending {
    do {
      return try WorkerProcess(command, input: [], folder: FileManager.default.temporaryDirectory.path)
        .watch(within: .seconds(10))
    } catch {
      throw ExecutorUnavailable("--sandbox: bubblewrap cannot be started: \(oneLine(error))")
    }
  }
}
