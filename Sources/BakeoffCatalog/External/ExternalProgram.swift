import BakeoffCore
import BakeoffFiles
import Foundation

/// A program in any language that answers a worker's requests, started in the folder of its plugin.
package struct ExternalProgram: Sendable, Hashable {
  /// The folder that holds its `plugin.json`.
  package let folder: String
  /// The program and its arguments; a name without a slash is looked for on PATH.
  package let command: [String]

  /// Whether it is to get the rows as they are, and not prepared.
  package let wantsRawRows: Bool

  /// The variables of the user's environment that it asks for.
  package let variables: [String]

  /// A program; `python3` and `python` give way to `python`, the interpreter of BAKEOFF_PYTHON, where that is given.
  package init(
    folder: String, command: [String], python: String?, wantsRawRows: Bool = false, variables: [String] = []
  ) {
    self.folder = folder
    self.variables = variables
    self.wantsRawRows = wantsRawRows
    let isPython = command.first == "python3" || command.first == "python"
    self.command = isPython ? [python ?? command[0]] + command.dropFirst() : command
  }

  /// What to start: the shell goes to the folder and becomes the program, so that it can name its files as they stand.
  package var invocation: [String] {
    ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", folder] + command
  }

  /// The path of the program, looked for as a shell in its folder would.
  package func find() -> Result<String, Unavailable> {
    let name = command[0]
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    let folders = name.contains("/") ? [name.hasPrefix("/") ? "" : folder] : path.split(separator: ":").map(String.init)
    let found = folders.map { $0.isEmpty ? name : "\($0)/\(name)" }.first {
      FileManager.default.isExecutableFile(atPath: $0) && !isFolder($0)
    }
    let place = name.contains("/") ? "no such program" : "not installed, or not on PATH"
    return found.map { .success($0) } ?? .failure(Unavailable(reason: "\(name): \(place)"))
  }
}

extension ExternalProgram {
  /// SHA-256 over the files the program is made of, so that trials of the program as it was do not stand in for trials of
  /// the program as it is.
  ///
  /// These are the files of its folder that its command names, and those in the folder and below that have the same
  /// ending as one of them: `plugin.py`, and every module beside it. Where the command names none, as in
  /// `python3 -m plugin`, it is every file of the folder. What is hidden is left out.
  package var sourceDigest: String {
    let named = command.map { $0.hasPrefix("./") ? String($0.dropFirst(2)) : $0 }
      .filter {
        !$0.isEmpty && FileManager.default.fileExists(atPath: "\(folder)/\($0)") && !isFolder("\(folder)/\($0)")
      }
    let endings = Set(named.map(ending)).subtracting([""])
    let others = (FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? [])
      .filter { path in
        (named.isEmpty || endings.contains(ending(path))) && !path.split(separator: "/").contains { $0.hasPrefix(".") }
          && !isFolder("\(folder)/\(path)")
      }
    let digests = Set(named + others).sorted().map { path in
      // What is no file, such as a pipe that never answers, is no source.
      let digest = isRegular("\(folder)/\(path)") ? try? sha256(ofFile: "\(folder)/\(path)") : nil
      return "\(path)\n\(digest ?? sha256([]))\n"
    }
    return sha256(digests.joined().utf8)
  }
}

private func isRegular(_ path: String) -> Bool {
  var facts = stat()
  return stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFREG
}

private func ending(_ path: String) -> String { URL(fileURLWithPath: path).pathExtension }
