import BakeoffCore
import BakeoffEvaluation
import BakeoffReports
import Testing

@Suite struct LeaderboardDocumentTests {
  @Test func whatIsWrittenIsReadBack() throws {
    var run = ReportFixture.run
    run.notice = "a \"quoted\" line\nand\tanother \u{1} / é"
    let board = try ReportFixture.leaderboard(metrics: ["accuracy", "log-loss", "mcc"], run: run)
    let document = try LeaderboardDocument(parsing: JSONFormat().render(board, perClass: true), name: "r.json")
    #expect(document.schema == "bakeoff.leaderboard/1")
    #expect(document.dataset.name == run.dataset && document.dataset.rows == run.rows)
    #expect(document.dataset.classes == 3 && document.dataset.classNames == run.classNames)
    #expect(document.dataset.sha256 == run.sha256)
    #expect(document.task == run.task && document.resampling == run.resampling && document.seed == run.seed)
    #expect(document.notice == run.notice)
    #expect(document.environment == run.environment)
    #expect(document.average == .macro && document.sortedBy == "accuracy")
    for (read, row) in zip(document.rows, board.rows) { expectSame(read, row, metrics: board.metrics) }
    #expect(document.rows.count == 4)
  }

  private func expectSame(
    _ read: LeaderboardDocument.Row, _ row: LeaderboardRow, metrics: [MetricDescription]
  ) {
    #expect(read.rank == row.rank && read.model == row.competitor.name)
    #expect(read.settings == row.competitor.settings)
    #expect(read.trials == row.trials && read.ok == row.ok)
    #expect(read.metrics == Dictionary(uniqueKeysWithValues: zip(metrics.map(\.id), row.measures)))
    #expect(read.fitSeconds.mean == row.fitSeconds.mean && read.fitSeconds.folds == row.fitSeconds.folds)
    #expect(read.predictSeconds.folds == row.predictSeconds.folds)
    #expect(read.parameters == row.parameterCount && read.undefinedCells == row.undefinedCells)
    #expect(read.cached == row.cached)
    let costs = row.costs.map { ($0.key, $1.folds) }
    #expect(read.costs?.mapValues(\.folds) == Dictionary(uniqueKeysWithValues: costs))
    #expect(read.failures.map(\.split) == row.failures.map(\.split))
    #expect(read.failures.map(\.message) == row.failures.map(\.failure.message))
    #expect(read.failures.map(\.kind) == row.failures.map(\.failure.kind))
  }

  @Test func aFileFromBeforeThereWereCostsIsRead() throws {
    let text = JSONFormat().render(try ReportFixture.leaderboard(models: 0..<1))
    let lines = text.split(separator: "\n").filter { !$0.contains("cached") && !$0.contains(#""costs": {}"#) }
    let row = try LeaderboardDocument(parsing: lines.joined(separator: "\n"), name: "r.json").rows[0]
    #expect(lines.count == text.split(separator: "\n").count - 2)
    #expect(row.costs == nil && row.cached == nil)
  }

  @Test(arguments: ["", "{}", "[1]", #"{"schema": "other/1"}"#]) func otherFilesAreRefused(text: String) {
    let error = #expect(throws: DatasetError.self) { try LeaderboardDocument(parsing: text, name: "r.json") }
    #expect(error?.description.hasPrefix("r.json: expected the schema bakeoff.leaderboard/1") == true)
  }

  @Test func anotherSchemaIsRefused() throws {
    let text = JSONFormat().render(try ReportFixture.leaderboard()).replacing(
      "leaderboard/1", with: "leaderboard/2")
    #expect(throws: DatasetError.self) { try LeaderboardDocument(parsing: text, name: "r.json") }
  }
}
