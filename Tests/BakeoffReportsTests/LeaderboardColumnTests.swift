import BakeoffCore
import BakeoffEvaluation
import BakeoffReports
import Foundation
import Testing

@Suite struct LeaderboardColumnTests {
  /// A column as somebody else may add it: a text for people, a number for programs.
  private let timeRatio = LeaderboardColumn(
    LeaderboardColumn.Cell("time ratio") { row in
      row.fitSeconds.mean.map { "\(Int($0 * 100)) %" } ?? "-"
    },
    values: [
      LeaderboardColumn.Value(csv: "time_ratio", json: ["mine", "time", "ratio"]) { .number($0.fitSeconds.mean) },
      LeaderboardColumn.Value(json: ["mine", "time", "unit"]) { _ in .string("s, \"wall\"") },
      LeaderboardColumn.Value(json: ["mine", "slow"]) { row in (row.fitSeconds.mean ?? 0) > 100 ? .bool(true) : nil },
    ])

  private func render(_ format: any ReportFormat) throws -> String {
    format.render(try ReportFixture.leaderboard(), details: ReportDetails(perClass: true, columns: [timeRatio]))
  }

  @Test func anAddedColumnStandsInTheTablesOfPeople() throws {
    let text = try render(TableFormat()).split(separator: "\n")
    #expect(text.contains { $0.hasSuffix("ratio") } && text.contains { $0.hasSuffix(" 12440 %") })
    let markdown = try render(MarkdownFormat()).split(separator: "\n")
    #expect(markdown.contains { $0.hasSuffix("| time ratio |") } && markdown.contains { $0.hasSuffix(" 12440 % |") })
  }

  @Test func anAddedColumnStandsInCSV() throws {
    let lines = try render(CSVFormat()).split(separator: "\n")
    #expect(lines[0].hasSuffix(",support[two],time_ratio") && lines[1].hasSuffix(",124.4"))
  }

  @Test func anAddedColumnStandsInJSONAtItsPath() throws {
    let object = try JSONSerialization.jsonObject(with: Data(render(JSONFormat()).utf8)) as? [String: Any]
    let rows = try #require(object?["rows"] as? [[String: Any]])
    let added = rows.compactMap { $0["mine"] as? NSDictionary }
    #expect(added.count == 4)
    #expect(added[0] == ["time": ["ratio": 124.4, "unit": "s, \"wall\""], "slow": true])
    #expect(added[3] == ["time": ["ratio": 1.0, "unit": "s, \"wall\""]], "a value that is nil has no key")
  }

  @Test func anAddedColumnMovesNoOther() throws {
    let board = try ReportFixture.leaderboard()
    let lines = (try render(CSVFormat()), CSVFormat().render(board, perClass: true))
    #expect(zip(lines.0.split(separator: "\n"), lines.1.split(separator: "\n")).allSatisfy { $0.hasPrefix($1) })
    let mine = try render(JSONFormat()).replacing(/,\n {6}"mine": \{(\n {8}.*)+\n {6}\}/, with: "")
    #expect(mine == JSONFormat().render(board, perClass: true))
  }

  @Test func aValueAtAKnownPathJoinsItsObject() throws {
    let column = LeaderboardColumn(values: [
      LeaderboardColumn.Value(json: ["metrics", "accuracy", "rank"]) { .integer($0.rank) }
    ])
    let text = JSONFormat().render(
      try ReportFixture.leaderboard(models: 0..<1), details: ReportDetails(columns: [column]))
    #expect(text.contains("\"folds\": [0.375, 0.375],\n          \"rank\": 1\n        },\n        \"precision\""))
  }

  @Test(arguments: [
    (SettingValue.number(5), "5"), (.number(-0.5), "-0.5"), (.integer(5), "5"), (.number(1e-05), "1e-05"),
    (.list([.number(2), .number(2.5)]), "[2, 2.5]"),
  ]) func wholeNumbersOfSettingsHaveNoPoint(value: SettingValue, json: String) throws {
    let board = try Leaderboard(
      run: ReportFixture.run, competitors: [Competitor(name: "mlp", settings: ["rate": value])], trials: [],
      truths: ReportFixture.truths, metrics: [Accuracy()])
    #expect(JSONFormat().render(board).contains("\"settings\": {\n        \"rate\": \(json)\n      },"))
    let text = json.filter { $0 != "[" && $0 != "]" && $0 != " " }
    #expect(CSVFormat().render(board).contains("rate=\(text)"))
  }
}
