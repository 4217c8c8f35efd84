import BakeoffDatasets
import BakeoffFiles
import Foundation

extension ExternalProgram {
  /// SHA-256 over the files the program is made of, so that trials of the program as it was do not stand in for trials of
  /// the program as it is.
  ///
  /// These are the files of its folder that its command names, and those in the folder and below that have the same
  /// ending as one of them: `plugin.py`, and every module beside it. Where the command names none, as in
  /// `python3 -m plugin`, it is every file of the folder. What is hidden is left out.
  var sourceDigest: String {
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
      "\(path)\n\(sha256(FileManager.default.contents(atPath: "\(folder)/\(path)") ?? Data()))\n"
    }
    return sha256(digests.joined().utf8)
  }
}

private func ending(_ path: String) -> String { URL(fileURLWithPath: path).pathExtension }
