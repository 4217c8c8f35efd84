import BakeoffCore
import BakeoffHarness
import Testing

private let costs = TrialCosts(fitSeconds: 1, predictSeconds: 1)
private let scores = Predictions(kind: .margins, classCount: 2, scores: [1, 0])

private func ok(_ cell: TrialCell) -> RunEvent {
  .finished(Trial(cell, .ok(scores, costs)))
}

private func failed(_ cell: TrialCell) -> RunEvent {
  .finished(Trial(cell, .failed(TrialFailure(.crashed, "SIGSEGV"))))
}

@Suite struct RunProgressTests {
  @Test func splitsAreNamedByFoldAndRepeat() throws {
    #expect(try experiment(models: 1).splitLabels == ["fold 1/3", "fold 2/3", "fold 3/3"])
    #expect(
      try experiment(models: 1, repeats: 2).splitLabels == [
        "repeat 1 fold 1/3", "repeat 1 fold 2/3", "repeat 1 fold 3/3", "repeat 2 fold 1/3", "repeat 2 fold 2/3",
        "repeat 2 fold 3/3",
      ])
  }

  @Test func modelsStandAsInTheLeaderboardByTheirMeanThenWithoutAScoreThenThoseThatFailed() throws {
    let cells = try experiment(models: 4).cells
    var progress = RunProgress(cells: cells, jobs: 2)
    #expect(progress.standings(.higherIsBetter).map(\.model) == [0, 1, 2, 3])
    for (model, score) in [(0, 0.5), (1, 0.7), (2, 0.9)] { progress.apply(ok(cells[model]), at: 1, score: score) }
    progress.apply(ok(cells[4]), at: 2, score: 0.75)
    progress.apply(failed(cells[6]), at: 2)
    let standings = progress.standings(.higherIsBetter)
    #expect(standings.map(\.model) == [1, 0, 3, 2])
    #expect(standings.map(\.mean) == [0.7, 0.625, nil, 0.9])
    #expect(standings.map(\.ok) == [1, 2, 0, 1] && standings.map(\.failed) == [0, 0, 0, 1])
    #expect(standings.allSatisfy { $0.total == 3 })
    #expect(progress.standings(.lowerIsBetter).map(\.model) == [0, 1, 3, 2])
    #expect(progress.failures.map(\.failure.message) == ["SIGSEGV"])
  }

  @Test func theTimeLeftFollowsFromWhatIsDoneAndFromEpochs() throws {
    let cells = try experiment(models: 2).cells
    var progress = RunProgress(cells: cells, jobs: 2)
    progress.apply(.started(cells[0]), at: 0)
    progress.apply(.started(cells[1]), at: 0)
    progress.apply(ok(cells[0]), at: 10)
    #expect(progress.secondsLeft(at: 10) == nil, "the second model has said nothing yet")
    progress.apply(.progressed(cells[1], FitProgress(epoch: 1, epochs: 4, loss: 1)), at: 10)
    // Two trials of 10 s and three of 40 s, of which 10 s are over, by two jobs.
    #expect(progress.secondsLeft(at: 10) == 65)
    for cell in cells.dropFirst() { progress.apply(ok(cell), at: 12) }
    #expect(progress.secondsLeft(at: 12) == 0 && progress.running.isEmpty)
  }

  @Test func aTrialFromTheStoreIsOverWithoutHavingBegun() throws {
    let cells = try experiment(models: 1).cells
    var progress = RunProgress(cells: cells, jobs: 1)
    progress.apply(.finished(Trial(TrialCell(model: 0, split: 0), .ok(scores, costs), isCached: true)), at: 0, score: 1)
    #expect(progress.finished.count == 1 && progress.secondsLeft(at: 0) == nil)
    #expect(progress.standings(.higherIsBetter)[0].ok == 1)
  }
}
