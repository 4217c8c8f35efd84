import BakeoffCore
import BakeoffEvaluation
import BakeoffReports
import Foundation
import Testing

@Suite struct LeaderboardReportTests {
  @Test(arguments: zip(ReportFormat.allCases, ["table.txt", "markdown.md", "leaderboard.csv", "leaderboard.json"]))
  func looksAsItShould(format: ReportFormat, golden: String) throws {
    try expectGolden(format.render(ReportFixture.leaderboard()), golden)
  }

  @Test(arguments: zip(ReportFormat.allCases, ["per-class.txt", "per-class.md", "per-class.csv", "per-class.json"]))
  func looksAsItShouldWithClasses(format: ReportFormat, golden: String) throws {
    let names = ["f1", "mcc", "log-loss", "roc-auc", "top-2-accuracy"]
    let board = try ReportFixture.leaderboard(metrics: names)
    try expectGolden(format.render(board, perClass: true), golden)
  }

  @Test func defaultColumnsFitEightyColumns() throws {
    let text = ReportFormat.table.render(try ReportFixture.leaderboard(models: 0..<3))
    let widths = text.split(separator: "\n").map(\.count)
    #expect(text.contains("logistic-regression"))
    #expect(widths.allSatisfy { $0 <= 80 }, "\(widths)")
  }

  @Test func aConfusionMatrixOfTenLongNamesFitsEightyColumns() throws {
    var run = ReportFixture.run
    run.classNames = (0..<10).map { "class \($0) 手書き文字 with a long name" }
    let labels = (0..<10).map { $0 }
    let scores = labels.flatMap { label -> [Float] in (0..<10).map { $0 == label ? 1 : 0 } }
    let predictions = Predictions(kind: .probabilities, classCount: 10, scores: scores)
    let board = try Leaderboard(
      run: run, competitors: [Competitor(name: "cnn")],
      trials: [Trial(model: 0, split: 0, outcome: .ok(predictions, TrialCosts(fitSeconds: 1, predictSeconds: 1)))],
      truths: [Truth(labels: labels, classCount: 10)], metrics: [Accuracy()])
    let lines = ReportFormat.table.render(board, perClass: true).components(separatedBy: "predicted class\n")
    let matrix = try #require(lines.last).split(separator: "\n")
    #expect(matrix.count == 11)
    // A wide character fills two columns and counts as one here.
    #expect(matrix.allSatisfy { $0.count <= 80 })
    #expect(matrix[10].hasSuffix(" 1"))
  }

  @Test(arguments: [ReportFormat.table, .markdown]) func aNoticeStandsFirst(format: ReportFormat) throws {
    var run = ReportFixture.run
    run.notice = "MNIST could not be had; these are the synthetic digits"
    let text = format.render(try ReportFixture.leaderboard(run: run))
    #expect(text.prefix(while: { $0 != "\n" }).contains("NOTICE: MNIST could not be had"))
    #expect(!format.render(try ReportFixture.leaderboard()).contains("NOTICE"))
  }

  @Test func aRankingByAnotherMetricThanTheFirstIsSaid() throws {
    let board = try Leaderboard(
      run: ReportFixture.run, competitors: ReportFixture.competitors, trials: ReportFixture.trials,
      truths: ReportFixture.truths, metrics: MetricCatalog.metrics(named: ["accuracy", "f1"]), sortedBy: "f1")
    #expect(ReportFormat.table.render(board).contains("\nRanked by F1.\n"))
    #expect(!ReportFormat.table.render(try ReportFixture.leaderboard()).contains("Ranked"))
  }

  @Test func oneSplitHasNoDeviation() throws {
    let board = try Leaderboard(
      run: ReportFixture.run, competitors: Array(ReportFixture.competitors.prefix(1)), trials: ReportFixture.trials,
      truths: Array(ReportFixture.truths.prefix(1)), metrics: [Accuracy()])
    #expect(!ReportFormat.table.render(board).contains("±"))
    #expect(ReportFormat.json.render(board).contains(#""std": null"#))
    #expect(ReportFormat.csv.render(board).contains("0.375,,"))
  }

  @Test func anEmptyBoardIsStillAReport() throws {
    let board = try ReportFixture.leaderboard(models: 0..<0)
    for format in ReportFormat.allCases {
      #expect(!format.render(board, perClass: true).isEmpty)
    }
  }
}
