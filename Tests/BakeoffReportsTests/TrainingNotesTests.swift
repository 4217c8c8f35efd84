import BakeoffCore
import BakeoffEvaluation
import BakeoffReports
import Testing

/// What the table says of two models on 40 rows, 30 of them of the first class: one cut off in training, one that is wrong
/// more often than not.
@Test func whatWasNotTrainedToTheEndOrIsBelowTheMajorityIsSaid() throws {
  let labels = (0..<40).map { $0 < 30 ? 0 : 1 }
  func predictions(right: Int) -> Predictions {
    Predictions(
      kind: .margins, classCount: 2,
      scores: labels.enumerated().flatMap { row, label in (row < right) == (label == 0) ? [1, 0] : [0, 1] as [Float] })
  }
  let costs = TrialCosts(fitSeconds: 1, predictSeconds: 1)
  let falling = (1...10).map { FitProgress(epoch: $0, epochs: 10, loss: 11 - Double($0)) }
  let board = try Leaderboard(
    run: ReportFixture.run,
    competitors: [
      Competitor(name: "cut-off", settings: ["epochs": .integer(10)]), Competitor(name: "wrong"),
    ],
    trials: [
      Trial(TrialCell(model: 0, split: 0), .ok(predictions(right: 40), costs), curve: falling),
      Trial(TrialCell(model: 1, split: 0), .ok(predictions(right: 10), costs)),
    ], truths: [Truth(labels: labels, classCount: 2)], metrics: [Accuracy()])
  let text = TableFormat().render(board, details: ReportDetails()).split(whereSeparator: \.isWhitespace).joined(
    separator: " ")
  #expect(
    text.contains(
      "cut-off: the loss still fell when training ended in 1 of 1 splits; more passes may help (cut-off.epochs)."))
  #expect(text.contains("wrong: 0.2500 of the rows are right, fewer than the commonest class has (0.7500)"))
  #expect(!text.contains("cut-off: 1.0000 of the rows"))
}

/// Every format names the target, the classes with their rows, how rows were prepared, and what was left out.
@Test(arguments: standardReportFormats)
func whatTheDataIsStandsInEveryFormat(entry: ReportFormatEntry) throws {
  var run = ReportFixture.run
  run.data = DataDescription(
    target: "column size", classCounts: [5, 6, 7], notes: ["Something was found."],
    preparations: [
      PreparationDescription(preparation: "auto", summary: "standardised 4 columns", models: ["linear-svm"])
    ], leftOut: [LeftOutModel(name: "cnn", reason: "it needs images")])
  let text = entry.format.render(try ReportFixture.leaderboard(run: run), details: ReportDetails())
  let isForPrograms = ["csv", "json"].contains(entry.id)
  for part in ["column size", "it needs images", isForPrograms ? "auto" : "standardised 4 columns"] {
    #expect(text.contains(part), "\(entry.id): \(part)")
  }
  let counts =
    ["csv": "zero=5 one=6 two=7", "json": "\"class_counts\": [5, 6, 7]"][entry.id] ?? "zero (5), one (6), two (7)"
  #expect(text.contains(counts), "\(entry.id)")
  #expect(entry.id == "csv" || text.contains("Something was found."))
}

/// A board of one model on 30 rows of one class and 10 of the other, with these costs and scores.
private func board(wall: Double, cpu: Double, right: Int = 40, clipped: Int = 0) throws -> Leaderboard {
  let labels = (0..<40).map { $0 < 30 ? 0 : 1 }
  var costs = TrialCosts(fitSeconds: 1, predictSeconds: 1)
  (costs.wallSeconds, costs.cpuSeconds) = (wall, cpu)
  let scores = labels.enumerated().flatMap { row, label -> [Float] in
    let sure: Float = row < clipped ? 1 : 0.9
    return ((row < right) == (label == 0)) != (row < clipped) ? [sure, 1 - sure] : [1 - sure, sure]
  }
  return try Leaderboard(
    run: ReportFixture.run, competitors: [Competitor(name: "mlp")],
    trials: [
      Trial(
        TrialCell(model: 0, split: 0), .ok(Predictions(kind: .probabilities, classCount: 2, scores: scores), costs))
    ], truths: [Truth(labels: labels, classCount: 2)], metrics: [Accuracy(), LogLoss()])
}

private func text(_ board: Leaderboard) -> String {
  TableFormat().render(board, details: ReportDetails()).split(whereSeparator: \.isWhitespace).joined(separator: " ")
}

@Test func secondsOfABusyMachineAreSaidToSayLittle() throws {
  #expect(
    text(try board(wall: 9, cpu: 3)).contains(
      "the machine was busy, or a model waited: mlp (9.00 s by the clock, 3.00 s of CPU)."))
  for (wall, cpu) in [(4.0, 3.0), (1.2, 0.3), (3, 6)] {
    #expect(!text(try board(wall: wall, cpu: cpu)).contains("the machine was busy"))
  }
}

@Test func coresThatHelpedAreSaid() throws {
  #expect(
    text(try board(wall: 5, cpu: 9)).contains(
      "Idle cores helped, in the mean of a model's trials: mlp (5.00 s by the clock, 9.00 s of CPU)."))
  for (wall, cpu) in [(5.0, 5.5), (9, 3), (0.4, 0.7)] {
    #expect(!text(try board(wall: wall, cpu: cpu)).contains("Idle cores helped"))
  }
}

@Test func probabilitiesOfNoughtAndUnbalancedClassesAreSaid() throws {
  let clipped = text(try board(wall: 1, cpu: 1, clipped: 2))
  #expect(clipped.contains("mlp, log-loss: the true class of 2 test rows had a probability of 0"), "\(clipped)")
  // 2 of 40 rows at -ln(2.2e-16) = 36.04 each.
  #expect(clipped.contains("they make up 1.8022 of the mean."))
  #expect(!text(try board(wall: 1, cpu: 1)).contains("had a probability of 0"))
  #expect(
    text(try board(wall: 1, cpu: 1, right: 31)).contains(
      "accuracy says little here: naming the commonest class alone is right for 0.7500"))
  #expect(!text(try board(wall: 1, cpu: 1, right: 40)).contains("accuracy says little"))
}

/// Where trials ran elsewhere the board says so, and that kernels differ where they do.
@Test func machinesThatRanTrialsAreNamed() throws {
  func text(_ kernels: [String]) throws -> String {
    let trials = kernels.enumerated().map { split, kernels -> Trial in
      var costs = TrialCosts(fitSeconds: 1, predictSeconds: 1)
      (costs.node, costs.kernels) = ("n\(split % 6)", kernels)
      let predictions = Predictions(kind: .margins, classCount: 2, scores: [1, 0, 0, 1])
      return Trial(TrialCell(model: 0, split: split), .ok(predictions, costs))
    }
    let board = try Leaderboard(
      run: ReportFixture.run, competitors: [Competitor(name: "m")], trials: trials,
      truths: kernels.map { _ in Truth(labels: [0, 1], classCount: 2) }, metrics: [Accuracy()])
    let json = JSONFormat().render(board, details: ReportDetails())
    #expect(json.contains("\"nodes\": [\"n0\""))
    return TableFormat().render(board, details: ReportDetails()).split(whereSeparator: \.isWhitespace).joined(
      separator: " ")
  }
  #expect(try text(["A, OpenBLAS", "A, OpenBLAS"]).contains("2 trials ran on n0, n1 (A, OpenBLAS)."))
  #expect(try text(Array(repeating: "A", count: 6)).contains("6 trials ran on n0, n1, n2, n3 and 2 more (A)."))
  let mixed = try text(["A", "B", "A"])
  #expect(mixed.contains("Trials ran on machines with different numeric kernels"))
  #expect(mixed.contains("n0, n2 (A), 2 trials; n1 (B), 1 trial."))
}
