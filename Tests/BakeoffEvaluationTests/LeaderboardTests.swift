import BakeoffCore
import BakeoffEvaluation
import Testing

private let run = RunDescription(
  dataset: "tiny", rows: 8, classNames: ["a", "b"], sha256: "00", task: "multiclass", resampling: "2-fold", seed: 0,
  environment: RunEnvironment(blas: "b", machine: "m", os: "o", swift: "s", version: "v"))
private let truths = [Truth(labels: [0, 1, 0, 1], classCount: 2), Truth(labels: [1, 1, 0, 0], classCount: 2)]

/// A trial whose model names these classes for the four rows.
private func trial(_ model: Int, _ split: Int, _ labels: [Int], kind: Predictions.Kind = .probabilities) -> Trial {
  let scores: [Float] = labels.flatMap { label -> [Float] in label == 0 ? [1, 0] : [0, 1] }
  return Trial(
    TrialCell(model: model, split: split),
    .ok(
      Predictions(kind: kind, classCount: 2, scores: scores),
      TrialCosts(fitSeconds: Double(split) + 1, predictSeconds: 0.5)))
}

private func failed(_ model: Int, _ split: Int) -> Trial {
  Trial(TrialCell(model: model, split: split), .failed(TrialFailure(.timedOut, "after 3 s")))
}

private func board(
  _ trials: [Trial], models: Int, metrics: [any Metric] = [Accuracy()], sortedBy: String? = nil
) throws -> Leaderboard {
  try Leaderboard(
    run: run, competitors: (0..<models).map { Competitor(name: "model-\($0)") }, trials: trials, truths: truths,
    metrics: metrics, sortedBy: sortedBy)
}

@Suite struct LeaderboardTests {
  private let half = [0, 0, 0, 0]
  private let perfect = [[0, 1, 0, 1], [1, 1, 0, 0]]

  @Test func ranksByTheMeanOverSplits() throws {
    let trials = [trial(0, 0, half), trial(0, 1, half), trial(1, 0, perfect[0]), trial(1, 1, half)]
    let board = try board(trials.reversed(), models: 2)
    #expect(board.rows.map(\.competitor.name) == ["model-1", "model-0"])
    #expect(board.rows.map(\.rank) == [1, 2])
    let measure = board.rows[0].scores[0]
    #expect(measure.folds == [1, 0.5])
    #expect(measure.mean == 0.75)
    #expect(measure.std == 0.125.squareRoot())
    #expect(board.rows[0].fitSeconds.mean == 1.5)
    #expect(board.rows[0].confusion.correct == 6)
    #expect(!board.hasFailures)
  }

  @Test func aFailedTrialIsNeverAZeroAndRanksBelowEveryCompleteModel() throws {
    let trials = [
      trial(0, 0, perfect[0]), failed(0, 1), trial(1, 0, half), trial(1, 1, half), failed(2, 0), failed(2, 1),
    ]
    let board = try board(trials, models: 3)
    #expect(board.rows.map(\.competitor.name) == ["model-1", "model-0", "model-2"])
    #expect(board.rows.map(\.rank) == [1, 2, 3])
    #expect(board.rows[1].scores[0].mean == 1)
    #expect(board.rows[1].scores[0].std == nil)
    #expect(board.rows[1].scores[0].folds == [1, nil])
    #expect(board.rows.map(\.ok) == [2, 1, 0])
    #expect(board.rows[1].failures == [SplitFailure(split: 1, failure: TrialFailure(.timedOut, "after 3 s"))])
    #expect(board.rows[2].scores[0].mean == nil && board.rows[2].fitSeconds.mean == nil)
    #expect(board.hasFailures)
  }

  @Test func aTrialThatIsNotThereCountsAsNotStarted() throws {
    let board = try board([trial(0, 0, perfect[0])], models: 1)
    #expect(board.rows[0].ok == 1 && board.rows[0].trials == 2)
    #expect(board.rows[0].failures.map(\.failure.kind) == [.skipped])
  }

  @Test func failuresAreCountedByKindAndCachedTrialsWhateverTheirOutcome() throws {
    let crash = Trial(TrialCell(model: 0, split: 1), .failed(TrialFailure(.crashed, "SIGSEGV")), isCached: true)
    let row = try board([failed(0, 0), crash], models: 1).rows[0]
    #expect(row.failureCounts.map(\.kind) == [.crashed, .timedOut] && row.failureCounts.map(\.count) == [1, 1])
    #expect(row.cached == 1)
  }

  @Test func aCostIsMeasuredWhereAnySplitHasIt() throws {
    var costs = TrialCosts(fitSeconds: 1, predictSeconds: 1, modelBytes: 400)
    costs.cpuSeconds = 3
    let predictions = Predictions(kind: .margins, classCount: 2, scores: [1, 0, 1, 0, 1, 0, 1, 0])
    let row = try board(
      [Trial(TrialCell(model: 0, split: 0), .ok(predictions, costs)), trial(0, 1, half)], models: 1
    ).rows[0]
    #expect(row.costs == [.cpu: FoldSummary(folds: [3, nil]), .modelSize: FoldSummary(folds: [400, nil])])
  }

  @Test func costsAreChosenByName() throws {
    #expect(try Cost.named(["memory", "cpu", "memory"]) == [.memory, .cpu])
    #expect(try Cost.named(["wall", "all"]) == [.wall] + Cost.allCases.filter { $0 != .wall })
    #expect(try Cost.named([]).isEmpty)
    let error = #expect(throws: ConfigurationError.self) { try Cost.named(["memry"]) }
    #expect(error?.description.contains("did you mean memory?") == true)
  }

  @Test func equalModelsShareAPlace() throws {
    let trials = [
      trial(0, 0, half), trial(0, 1, half), trial(2, 0, half), trial(2, 1, half),
      trial(1, 0, perfect[0]), trial(1, 1, perfect[1]), trial(3, 0, [1, 0, 1, 0]), trial(3, 1, half),
    ]
    let board = try board(trials, models: 4)
    #expect(board.rows.map(\.competitor.name) == ["model-1", "model-0", "model-2", "model-3"])
    #expect(board.rows.map(\.rank) == [1, 2, 2, 4])
    #expect(board.rows.map(\.isTied) == [false, true, true, false])
  }

  @Test func lowerIsBetterForALossAndUndefinedRanksLast() throws {
    let trials = [
      trial(0, 0, perfect[0], kind: .margins), trial(0, 1, perfect[1], kind: .margins), trial(1, 0, half),
      trial(1, 1, half), trial(2, 0, perfect[0]), trial(2, 1, perfect[1]),
    ]
    let board = try board(trials, models: 3, metrics: [Accuracy(), LogLoss()], sortedBy: "log-loss")
    #expect(board.rows.map(\.competitor.name) == ["model-2", "model-1", "model-0"])
    #expect(board.rows[2].scores[1].mean == nil)
    #expect(board.sortedBy == "log-loss")
  }

  @Test func undefinedCellsAreCountedOverSplitsAndMetrics() throws {
    let metrics = try Registry("metric", standardMetrics).metrics(named: defaultMetricNames)
    // Class 1 is never predicted: its precision is undefined in both splits, recall and F1 are 0.
    let board = try board([trial(0, 0, half), trial(0, 1, half)], models: 1, metrics: metrics)
    #expect(board.rows[0].undefinedCells == 2)
  }

  @Test func classesWithoutAValueAreNamed() throws {
    let metrics = try Registry("metric", standardMetrics).metrics(named: defaultMetricNames)
    let board = try board([trial(0, 0, half), trial(0, 1, half)], models: 1, metrics: metrics)
    #expect(board.rows[0].undefined.map(\.metric.id) == ["precision"])
    #expect(board.rows[0].undefined.map(\.label) == [1] && board.rows[0].undefined[0].splits == 2)
  }

  /// The curves of one that has settled and of one that was cut off, of ten passes each.
  @Test func trainingThatWasCutOffIsTold() throws {
    func run(_ losses: [Double], passes: Int = 10) throws -> [Int] {
      let curve = losses.enumerated().map { FitProgress(epoch: $0.offset + 1, epochs: passes, loss: $0.element) }
      let one = trial(0, 0, half)
      return try board([Trial(one.cell, one.outcome, curve: curve)], models: 1).rows[0].unfinished
    }
    #expect(try run((0..<10).map { 10 - Double($0) }) == [0])
    #expect(try run((0..<10).map { 1 / Double(1 << $0) }).isEmpty)
    #expect(try run((0..<10).map { 10 - Double($0) }, passes: 100).isEmpty, "it stopped by itself")
    let row = Convergence([FitProgress(epoch: 1, epochs: 2, loss: 4), FitProgress(epoch: 2, epochs: 2, loss: 3)])
    #expect(row?.passes == 2 && row?.allowed == 2 && row?.lastDecrease == 0.25 && row?.isConverged == true)
    #expect(Convergence([]) == nil)
    // Of a long curve the first reports are kept and the last.
    let long = (1...999).map { FitProgress(epoch: $0, epochs: 5000, loss: 1 / Double($0)) }
    #expect(Convergence(long + [FitProgress(epoch: 5000, epochs: 5000, loss: 0.0002)])?.isConverged == true)
  }

  @Test func sortingByAMetricThatIsNotShownIsRefused() {
    let error = #expect(throws: ConfigurationError.self) { try board([], models: 0, sortedBy: "accurcy") }
    #expect(error?.description.contains("did you mean accuracy?") == true)
    #expect(throws: ConfigurationError.self) { try board([], models: 0, metrics: []) }
  }
}
