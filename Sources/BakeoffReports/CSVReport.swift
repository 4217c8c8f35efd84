import BakeoffCore
import BakeoffEvaluation

/// Comma-separated values after RFC 4180: one line a model, with `perClass` four more columns for each class.
public struct CSVFormat: ReportFormat, Hashable {
  public let id = "csv"
  public let endings = ["csv"]

  /// Makes the format.
  public init() {}

  public func render(_ leaderboard: Leaderboard, details: ReportDetails) -> String {
    let fields = LeaderboardColumn.standard(for: leaderboard, costs: details.costs).flatMap(\.fields)
    let names = leaderboard.run.classNames
    let classes = details.perClass ? names.enumerated().flatMap { perClassFields($0, name: $1) } : []
    return Table(leaderboard, fields: fields + [settings] + classes).csv
  }
}

/// Every hyperparameter as `name=value`, in alphabetical order, joined by spaces.
private let settings = LeaderboardColumn.Field("settings") { row in
  row.competitor.settings.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
}

private func perClassFields(_ label: Int, name: String) -> [LeaderboardColumn.Field] {
  let scores = ClassScore.allCases.map { score in
    LeaderboardColumn.Field("\(score.rawValue)[\(name)]") { plain(score.value($0.confusion.classCounts[label])) }
  }
  return scores + [LeaderboardColumn.Field("support[\(name)]") { "\($0.confusion.support[label])" }]
}
