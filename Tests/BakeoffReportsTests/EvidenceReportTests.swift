import BakeoffCore
import BakeoffEvaluation
import BakeoffReports
import Testing

/// A run with splits, so that its board says which differences are real.
private enum EvidenceFixture {
  static let competitors = [
    Competitor(name: "mlp"), Competitor(name: "wide"), Competitor(name: "linear-svm"),
    Competitor(name: "majority-class", role: .floor), Competitor(name: "broken"),
    Competitor(name: "mlp (shuffled)", role: .control), Competitor(name: "stuck"),
  ]

  /// The board of models that are wrong on every so many rows of 60, on `splits` splits; the floor names one class, and
  /// the control every row but each 20th right where it leaks.
  static func leaderboard(splits count: Int = 5, leaks: Bool = false, models: [Int] = Array(0..<6)) throws
    -> Leaderboard
  {
    let splits = (0..<count).map { fold in
      Split(fold: fold, training: Array(0..<240), test: Array(240 + fold * 60..<300 + fold * 60))
    }
    let truth = Truth(labels: (0..<60).map { $0 % 3 }, classCount: 3)
    let trials = models.enumerated().flatMap { place, model in
      splits.indices.compactMap { split -> Trial? in
        if model == 4, split > 0 { return nil }
        let wrong = [20 + split, 19 + split % 2, 3 + split % 3, 1, 5, 20, 1][model]
        let labels = truth.labels.enumerated().map { row, label in
          model == 3
            ? 0 : model == 6 ? 1 : model == 5 && !leaks ? 2 : (row + split) % wrong == 0 ? (label + 1) % 3 : label
        }
        let scores = labels.flatMap { label in (0..<3).map { $0 == label ? Float(0.5) : 0.25 } }
        var costs = TrialCosts(fitSeconds: 1, predictSeconds: 0.1)
        costs.cpuSeconds = Double(10 - model)
        return Trial(
          TrialCell(model: place, split: split),
          .ok(Predictions(kind: .probabilities, classCount: 3, scores: scores), costs))
      }
    }
    return try Leaderboard(
      run: ReportFixture.run, competitors: models.map { competitors[$0] }, trials: trials,
      truths: splits.map { _ in truth }, metrics: ReportFixture.metrics(defaultMetricNames), sortedBy: "f1",
      splits: splits)
  }
}

@Suite struct EvidenceReportTests {
  @Test(arguments: zip(standardReportFormats, ["evidence.txt", "evidence.md", "evidence.csv", "evidence.json"]))
  func looksAsItShould(format: ReportFormatEntry, golden: String) throws {
    let text = format.format.render(try EvidenceFixture.leaderboard())
    try expectGolden(text, golden)
    if format.id == "table" { #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 }) }
  }

  private func text(_ board: Leaderboard, cheapestBy: Cost = .cpu) -> String {
    TableFormat().render(board, details: ReportDetails(cheapestBy: cheapestBy))
      .replacing("\n  ", with: " ")
  }

  @Test func theCheapestOfThoseThatMayBeTheBestIsNamed() throws {
    let board = try EvidenceFixture.leaderboard(models: [0, 1, 3])
    #expect(
      text(board).contains("not excluded as best are mlp and wide; the cheapest of them (cpu s) is wide."),
      "\(text(board))")
    #expect(!text(board, cheapestBy: .latencyP50).contains("cheapest"), "it was not measured")
  }

  @Test func fewerThanThreeSplitsCannotTellOfRecipes() throws {
    let board = try EvidenceFixture.leaderboard(splits: 2, models: [0, 2])
    #expect(text(board).contains("2 splits cannot tell; it takes three or more"), "\(text(board))")
    #expect(text(board).contains("As fitted here, on such rows (120 test rows): mlp is best."))
  }

  @Test func oneModelNeedsNoConclusion() throws {
    let board = try EvidenceFixture.leaderboard(models: [0])
    #expect(!text(board).contains("best are") && !text(board).contains("could be told"))
  }

  @Test func aControlThatLearnsFromShuffledLabelsIsALeak() throws {
    let warning = "Trained on shuffled labels, and yet above chance by F1: mlp (shuffled)"
    #expect(text(try EvidenceFixture.leaderboard(leaks: true)).contains(warning))
    #expect(!text(try EvidenceFixture.leaderboard()).contains(warning))
  }

  @Test func aModelThatIsNotAboveChanceIsNamed() throws {
    let note =
      "Not shown to be above chance by F1, and so not to have learned anything: stuck 0.1667, by chance 0.1667, p = 1.000."
    #expect(text(try EvidenceFixture.leaderboard(models: [0, 3, 6])).contains(note))
    let other = text(try EvidenceFixture.leaderboard(models: [0, 3]))
    #expect(!other.contains("above the floor") && !other.contains("above chance"))
  }

  @Test func whereNothingIsLearnedThatIsTheAnswer() throws {
    let board = try EvidenceFixture.leaderboard(models: [6, 3])
    #expect(
      text(board).contains(
        "Nothing was learned: by F1 stuck is not above chance on 300 test rows (stuck 0.1667, by chance 0.1667, p = 1.000)."
      ))
    #expect(!text(board).contains("is best") && !text(board).contains("could be told"))
    #expect(board.rows.first { $0.competitor.name == "stuck" }?.evidence?.verdict == .chance)
  }
}
