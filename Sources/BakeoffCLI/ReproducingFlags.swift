import BakeoffCore
import BakeoffEvaluation
import Foundation

extension Compare {
  /// The flags given that change what is run and that no other part of a record says, paths from wherever; `metric` is the one
  /// that ranks. Throws `ConfigurationError`.
  func reproducingFlags(rankedBy metric: any Metric) throws -> [String] {
    let searches = tuning.race || !tuning.tune.isEmpty
    let own: [(flag: String, value: String?)] = [
      // What a search or a race goes by; a board alone can be ranked again by any.
      ("sort", searches && metric.id != "f1" ? metric.id : nil),
      ("plugin-path", models.plugins.folders.map(absolutePath).joined(separator: ":")),
      ("data-dir", data.dataDir.map(absolutePath)), ("folds-file", resampling.foldsFile.map(absolutePath)),
      ("on-failure", execution.onFailure == .continue ? nil : execution.onFailure.rawValue),
    ]
    let switches = [("offline", data.offline), ("sandbox", execution.sandbox)].filter(\.1).map { "--\($0.0)" }
    let given = own.compactMap { flag, value in value.flatMap { $0.isEmpty ? nil : "--\(flag)=\($0)" } }
    return given + switches + (try execution.reproducingArguments())
  }
}

/// A path from wherever; `-` is none.
private func absolutePath(_ path: String) -> String {
  path == "-" ? path : URL(fileURLWithPath: path).standardizedFileURL.path
}
