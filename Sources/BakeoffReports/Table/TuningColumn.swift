import BakeoffCore
import BakeoffEvaluation

extension LeaderboardColumn {
  /// How the settings of tuned models were chosen, split by split.
  static func tuning(_ board: Leaderboard) -> LeaderboardColumn {
    LeaderboardColumn(values: [
      Value(json: ["tuning"]) { row in row.competitor.tuning.map { object($0, row, board) } ?? .null },
      Value(csv: "chosen") { row in
        guard row.competitor.tuning != nil else { return nil }
        return .string(row.searches.map { $0?.chosenSettings?.shown ?? "-" }.joined(separator: "; "))
      },
      Value(csv: "search_fits") { row in
        row.competitor.tuning == nil ? nil : .integer(row.searches.reduce(0) { $0 + ($1?.fits ?? 0) })
      },
    ])
  }

  private static func object(_ tuning: Tuning, _ row: LeaderboardRow, _ board: Leaderboard) -> JSON {
    let optimism = row.searchOptimism(board)
    let gain = board.gain(of: row)
    return .object([
      ("base", .string(tuning.base)), ("summary", .string(tuning.summary)), ("flat", .bool(tuning.isFlat)),
      ("space", .object(tuning.space.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })),
      ("inner_score", .number(optimism?.inner)), ("outer_score", .number(optimism?.outer)),
      ("lead_over_base", .number(gain?.lead)), ("lead_half_width", .number(gain?.half)),
      ("splits", .array(row.searches.map { $0.map(split) ?? .null })),
    ])
  }

  private static func split(_ search: SearchRecord) -> JSON {
    .object([
      ("chosen", search.chosenSettings.map { .settings($0) } ?? .null),
      ("chosen_is_base", search.chosen.map { .bool($0 == 0) } ?? .null),
      ("inner_score", .number(search.chosen.flatMap { search.candidates[$0].mean })),
      ("configurations", .integer(search.candidates.count)), ("failed", .integer(search.failed.count)),
      ("cut_short", .bool(search.isCutShort == true)), ("fits", .integer(search.fits)),
      ("full_fits", .integer(search.fullFits)), ("seconds", .number(search.seconds)), ("end", .string(search.end)),
    ])
  }
}
