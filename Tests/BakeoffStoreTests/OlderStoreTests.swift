import BakeoffCore
import BakeoffEvaluation
import BakeoffStore
import Foundation
import Testing

/// A copy of `Fixtures/version-1.sqlite`, made by the last program of that version with
/// `bakeoff compare --dataset synthetic-digits:rows=60 --models majority-class,linear-svm --folds 2`.
private func withOlderStore(_ body: (String) async throws -> Void) async throws {
  try await withStorePath { path in
    let original = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(
      path: "Fixtures/version-1.sqlite")
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try FileManager.default.copyItem(at: original, to: URL(fileURLWithPath: path))
    try await body(path)
  }
}

@Test func aStoreOfTheFirstVersionIsReadAndItsTrialsCount() async throws {
  try await withOlderStore { path in
    let store = try TrialStore(path: path)
    let run = try store.run(named: "latest")
    #expect(run.number == 1 && run.description.dataset == "synthetic-digits" && run.description.rows == 60)
    #expect(run.description.resampling == "stratified 2-fold, shuffled" && run.description.resamplingSetup == nil)
    #expect(run.competitors.map(\.plugin) == ["majority-class", "linear-svm"])
    #expect(run.trials.count == 4 && run.trials.allSatisfy { $0.curve.isEmpty && !$0.outcome.isFailure })
    // The accuracy that version printed.
    let leaderboard = try run.leaderboard(metrics: [Accuracy()])
    #expect(leaderboard.rows.map(\.competitor.name) == ["linear-svm", "majority-class"])
    #expect(leaderboard.rows.map { $0.scores[0].mean } == [0.5333333333333333, 0.23333333333333334])
    // The key of its first trial, as that version made it.
    let known = [
      (cell: TrialCell(model: 0, split: 0), key: "e2b4a37e6a30cdb3fa9dda490119dc64b48885fa3da0132c6772722e30fdec32")
    ]
    let reused = try store.reuse(.finished, for: known, in: try store.begin(sampleRecord()))
    #expect(reused.map(\.outcome) == run.trials.filter { $0.cell == known[0].cell }.map(\.outcome))
  }
}

@Test func aStoreIsBroughtUpToDateOnceAndTakesLearningCurvesThen() async throws {
  try await withOlderStore { path in
    for _ in 0..<2 {
      let store = try TrialStore(path: path)
      let run = try store.begin(sampleRecord())
      try store.record(sampleTrial(model: 0, seed: 1), key: "new \(run)", in: run)
      #expect(try store.uncheckedRun(named: "latest").trials.first?.curve.map(\.epoch) == [1, 2, 3])
    }
    #expect(try TrialStore(path: path).runs().map(\.id) == [3, 2, 1])
  }
}
