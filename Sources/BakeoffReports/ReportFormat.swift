import BakeoffEvaluation

/// The forms a leaderboard can be printed in.
public enum ReportFormat: String, Sendable, Hashable, CaseIterable {
  /// Aligned text for a terminal.
  case table
  /// A table for a Markdown page.
  case markdown
  /// RFC 4180, one line a model.
  case csv
  /// The contract `bakeoff.leaderboard/1` of Documentation/ResultFormat.md.
  case json

  /// The whole report, ending in a line break; with `perClass` also each model's classification report and confusion
  /// matrix, with `costs` a column for each (JSON has every cost that was measured).
  public func render(_ leaderboard: Leaderboard, perClass: Bool = false, costs: [Cost] = []) -> String {
    switch self {
    case .table: textReport(leaderboard, perClass: perClass, costs: costs)
    case .markdown: markdownReport(leaderboard, perClass: perClass, costs: costs)
    case .csv: csvReport(leaderboard, perClass: perClass, costs: costs)
    case .json: jsonReport(leaderboard, perClass: perClass)
    }
  }
}
