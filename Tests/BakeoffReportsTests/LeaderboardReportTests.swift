import BakeoffCore
import BakeoffEvaluation
import BakeoffReports
import Foundation
import Testing

@Suite struct LeaderboardReportTests {
  @Test(arguments: zip(standardReportFormats, ["table.txt", "markdown.md", "leaderboard.csv", "leaderboard.json"]))
  func looksAsItShould(format: ReportFormatEntry, golden: String) throws {
    try expectGolden(format.format.render(ReportFixture.leaderboard()), golden)
  }

  @Test(arguments: zip(standardReportFormats, ["per-class.txt", "per-class.md", "per-class.csv", "per-class.json"]))
  func looksAsItShouldWithClasses(format: ReportFormatEntry, golden: String) throws {
    let names = ["f1", "mcc", "log-loss", "roc-auc", "top-2-accuracy"]
    let board = try ReportFixture.leaderboard(metrics: names)
    try expectGolden(format.format.render(board, perClass: true), golden)
  }

  @Test(arguments: zip(standardReportFormats, ["troubled.txt", "troubled.md", "troubled.csv", "troubled.json"]))
  func looksAsItShouldWithFailuresCostsAndCachedTrials(format: ReportFormatEntry, golden: String) throws {
    let text = format.format.render(try TroubledFixture.leaderboard(), costs: [.cpu, .memory, .latencyP50, .modelSize])
    try expectGolden(text, golden)
    if format.id == "table" { #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 }) }
  }

  @Test func aCostNobodyMeasuredIsSaidToBeMissing() throws {
    let board = try ReportFixture.leaderboard()
    #expect(TableFormat().render(board, costs: [.cpu, .memory]).contains("\ncpu s, memory: not measured in this"))
    #expect(!TableFormat().render(try TroubledFixture.leaderboard(), costs: [.cpu]).contains("not measured"))
  }

  @Test(arguments: [
    (Cost.cpu, 1.234, "1.23"), (.wall, 123.4, "123"), (.memory, 123_456_789, "123 MB"), (.modelSize, 999, "999 B"),
    (.parameters, 1_234_567, "1,234,567"), (.latencyP50, 0.0012, "1.2 ms"), (.latencyP95, 35e-6, "35 µs"),
    (.latencyP50, 9.96e-6, "10 µs"), (.latencyP50, 0.9996, "1.0 s"), (.latencyP50, 0.9996e-3, "1.0 ms"),
  ])
  func costsAreReadInUnitsThatSuitThem(cost: Cost, value: Double, text: String) throws {
    let board = try TroubledFixture.leaderboard(cost, value)
    #expect(MarkdownFormat().render(board, costs: [cost]).contains(" \(text) |"))
  }

  @Test func defaultColumnsFitEightyColumns() throws {
    let text = TableFormat().render(try ReportFixture.leaderboard(models: 0..<3))
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
      trials: [Trial(TrialCell(model: 0, split: 0), .ok(predictions, TrialCosts(fitSeconds: 1, predictSeconds: 1)))],
      truths: [Truth(labels: labels, classCount: 10)], metrics: [Accuracy()])
    let lines = TableFormat().render(board, perClass: true).components(separatedBy: "predicted class\n")
    let matrix = try #require(lines.last).split(separator: "\n")
    #expect(matrix.count == 11)
    // A wide character fills two columns and counts as one here.
    #expect(matrix.allSatisfy { $0.count <= 80 })
    #expect(matrix[10].hasSuffix(" 1"))
  }

  @Test func aMeanOverFewerSplitsThanAllIsSaid() throws {
    var run = ReportFixture.run
    run.classNames = ["a", "b"]
    let predictions = Predictions(
      kind: .probabilities, classCount: 2, scores: (0..<4).flatMap { _ in [Float](arrayLiteral: 0.9, 0.1, 0.2, 0.8) })
    // The second split has rows of one class alone, for which there is no ROC AUC.
    let board = try Leaderboard(
      run: run, competitors: [Competitor(name: "mlp")],
      trials: (0..<2).map {
        Trial(TrialCell(model: 0, split: $0), .ok(predictions, TrialCosts(fitSeconds: 1, predictSeconds: 1)))
      },
      truths: [
        Truth(labels: [0, 1, 0, 1, 0, 1, 0, 1], classCount: 2),
        Truth(labels: Array(repeating: 0, count: 8), classCount: 2),
      ],
      metrics: try ReportFixture.metrics(["accuracy", "roc-auc"]))
    let text = TableFormat().render(board)
    #expect(text.contains("mlp, ROC-AUC: over the 1 of 2 splits it is defined on."), "\(text)")
    #expect(!text.contains("mlp, accuracy: over"))
  }

  @Test(arguments: [TableFormat(), MarkdownFormat()] as [any ReportFormat])
  func aNoticeStandsFirst(format: any ReportFormat) throws {
    var run = ReportFixture.run
    run.notice = "MNIST was unavailable; these are the synthetic digits"
    let text = format.render(try ReportFixture.leaderboard(run: run))
    #expect(text.prefix(while: { $0 != "\n" }).contains("NOTICE: MNIST was unavailable"))
    #expect(!format.render(try ReportFixture.leaderboard()).contains("NOTICE"))
  }

  @Test func aRankingByAnotherMetricThanTheFirstIsSaid() throws {
    let board = try Leaderboard(
      run: ReportFixture.run, competitors: ReportFixture.competitors, trials: ReportFixture.trials,
      truths: ReportFixture.truths, metrics: ReportFixture.metrics(["accuracy", "f1"]), sortedBy: "f1")
    #expect(TableFormat().render(board).contains("\nRanked by F1.\n"))
    #expect(!TableFormat().render(try ReportFixture.leaderboard()).contains("Ranked"))
  }

  @Test func oneSplitHasNoDeviation() throws {
    let board = try Leaderboard(
      run: ReportFixture.run, competitors: Array(ReportFixture.competitors.prefix(1)), trials: ReportFixture.trials,
      truths: Array(ReportFixture.truths.prefix(1)), metrics: [Accuracy()])
    #expect(!TableFormat().render(board).contains("±"))
    #expect(JSONFormat().render(board).contains(#""std": null"#))
    #expect(CSVFormat().render(board).contains("0.375,,"))
  }

  @Test func anEmptyBoardIsStillAReport() throws {
    let board = try ReportFixture.leaderboard(models: 0..<0)
    for format in standardReportFormats {
      #expect(!format.format.render(board, perClass: true).isEmpty)
    }
  }
}
