import Foundation

/// Paths in an experiment file are relative to the folder the file is in, and `~` is the user's home.
struct ExperimentPaths {
  /// The folder of the experiment file.
  private let folder: String

  /// Flags whose values are paths.
  private static let flags: Set = [
    "data-dir", "folds-file", "save-folds", "output", "report-html", "store", "logs", "shared-dir",
  ]
  /// Data sets that are read from a path after the colon.
  private static let datasets: Set = ["csv", "arff", "libsvm", "idx", "npz", "images"]
  /// Their arguments that are paths too.
  private static let arguments: Set = ["test", "labels", "test-images", "test-labels", "mapping"]

  /// The paths of the experiment file at `file`.
  init(ofFile file: String) {
    // Not by NSString, which traps for a name of one letter, such as -.
    folder = file.lastIndex(of: "/").map { $0 == file.startIndex ? "/" : String(file[..<$0]) } ?? ""
  }

  /// A value of the file as it reads from where the command was called.
  func resolved(_ value: String, of flag: String) -> String { mapped(value, of: flag, path) }

  /// A value of the command as it reads from the folder of the file.
  func written(_ value: String, of flag: String) -> String {
    mapped(value, of: flag) { path in
      let isElsewhere = !folder.isEmpty && folder != "."
      return isElsewhere && !path.hasPrefix("/") && !path.hasPrefix("~")
        ? URL(fileURLWithPath: path).standardizedFileURL.path : path
    }
  }

  private func mapped(_ value: String, of flag: String, _ change: (String) -> String) -> String {
    if Self.flags.contains(flag) { return value == "-" ? value : change(value) }
    if flag == "plugin-path" {
      return value.split(separator: ":").map { change(String($0)) }.joined(separator: ":")
    }
    guard flag == "dataset", let colon = value.firstIndex(of: ":"), Self.datasets.contains(String(value[..<colon]))
    else { return value }
    let parts = value[value.index(after: colon)...].split(separator: ",", omittingEmptySubsequences: false)
    let changed = parts.enumerated().map { index, part -> String in
      if index == 0 { return part == "-" ? "-" : change(String(part)) }
      let sides = part.split(separator: "=", maxSplits: 1).map(String.init)
      return sides.count == 2 && Self.arguments.contains(sides[0]) ? "\(sides[0])=\(change(sides[1]))" : String(part)
    }
    return value[...colon] + changed.joined(separator: ",")
  }

  private func path(_ path: String) -> String {
    if path == "~" || path.hasPrefix("~/") { return (path as NSString).expandingTildeInPath }
    return path.hasPrefix("/") || folder.isEmpty ? path : "\(folder)/\(path)"
  }
}
