import BakeoffCore
import BakeoffEvaluation

/// One line a model; with `perClass` four more columns for each class.
func csvReport(_ leaderboard: Leaderboard, perClass: Bool, costs: [Cost]) -> String {
  let fields = LeaderboardColumn.standard(for: leaderboard, costs: costs).flatMap(\.fields)
  let classes = perClass ? leaderboard.run.classNames.enumerated().flatMap { perClassFields($0, name: $1) } : []
  return Table(leaderboard, fields: fields + [settings] + classes).csv
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
