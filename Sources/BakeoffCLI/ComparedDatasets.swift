import BakeoffCore
import BakeoffEvaluation
import BakeoffReports

/// The boards of one comparison on several data sets, and how the models rank over them.
struct ComparedDatasets {
  /// A board for each data set.
  let boards: [Leaderboard]
  /// The ranks over all of them; nil where there are none.
  let study: RankStudy?

  /// All of it in one text.
  func rendered(_ render: (Leaderboard) throws -> String, as format: any ReportFormat) rethrows -> String {
    let texts = try boards.map(render)
    guard boards.count > 1 else { return texts.first ?? "" }
    if format.id == "json" {
      let ranks = study.map { $0.json.trimmingSuffix } ?? "null"
      return "{\n\"schema\": \"bakeoff.boards/1\",\n\"boards\": [\n"
        + texts.map(\.trimmingSuffix).joined(separator: ",\n")
        + "\n],\n\"ranks\": " + ranks + "\n}\n"
    }
    let fence = format.id == "markdown" ? "```\n" : ""
    let ranks = study.map { [fence + $0.text + fence] } ?? []
    return (texts + ranks).joined(separator: "\n")
  }
}

extension String {
  /// The text without the line break at its end.
  fileprivate var trimmingSuffix: String { hasSuffix("\n") ? String(dropLast()) : self }
}
