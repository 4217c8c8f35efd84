import BakeoffCatalog
import BakeoffCore
import BakeoffEvaluation
import BakeoffHarness
import Foundation
import Testing

/// Says how many rows it learned from and by what seed, as scores.
private struct Counting: ClassifierPlugin {
  static let card = PluginCard(id: "counting", title: "Counting", version: "1", summary: "", reference: "")

  func fit(_ examples: Examples, context: FitContext) -> Constant {
    Constant(scores: [Float(examples.count), Float(context.seed % 1000)])
  }
}

private struct Constant: Classifier {
  let scores: [Float]
  func predict(_ features: Features) -> Predictions {
    Predictions(kind: .margins, classCount: 2, scores: (0..<features.count).flatMap { _ in scores })
  }
}

private func record(_ plan: FitPlan?) async throws -> RunRecord {
  let data = try Dataset(
    name: "lines", rows: (0..<60).map { [Float($0)] }, classes: (0..<60).map { $0 % 3 == 0 ? "a" : "b" })
  let models = [try ConfiguredModel(Counting(), named: "counting")]
  return try await Comparison(of: models, on: data, plan: plan).run()
}

private func scores(_ record: RunRecord) -> [[Float]] {
  record.trials.sorted { $0.split < $1.split }.compactMap { trial in
    if case .ok(let predictions, _) = trial.outcome { Array(predictions.row(0)) } else { nil }
  }
}

@Suite struct FitPlanTests {
  @Test func withoutAPlanEachSplitIsLearnedOnceFromAllItsRows() async throws {
    let plain = try await record(nil)
    #expect(scores(plain).map(\.[0]) == Array(repeating: 48, count: 5))
    #expect(scores(plain) == scores(try await record(FitPlan())))
  }

  @Test func fitsOfTheSameRowsHaveSeedsOfTheirOwnAndTheFirstThatOfASingleOne() async throws {
    let run = try await record(FitPlan(fitsPerSplit: 3))
    #expect(run.splits.map(\.fit) == [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2])
    #expect(run.splits[0].test == run.splits[5].test && run.splits[0].training == run.splits[10].training)
    #expect(Set(scores(run).map(\.[1])).count == 15)
    #expect(Array(scores(run).prefix(5)) == scores(try await record(nil)))
  }

  @Test func aShareKeepsTheClassesAndTheTestRows() async throws {
    let run = try await record(FitPlan(shares: [0.25, 0.5]))
    #expect(run.splits.map(\.share).prefix(6) == [1, 1, 1, 1, 1, 0.5])
    #expect(scores(run).map(\.[0]) == [48, 48, 48, 48, 48, 24, 24, 24, 24, 24, 12, 12, 12, 12, 12])
    #expect(run.splits[0].test == run.splits[10].test)
    #expect(Set(run.splits[10].training).isSubset(of: Set(run.splits[0].training)))
    #expect(run.splits[10].training.count { $0 % 3 == 0 } == 4)
    let board = try run.leaderboard(metrics: [Accuracy()])
    #expect(board.rows[0].trials == 5, "the board is of all rows")
    #expect(board.learningCurve?.points.map(\.share) == [0.25, 0.5, 1])
    #expect(board.learningCurve?.points.map(\.trainingRows) == [12, 24, 48])
    #expect(board.learningCurve?.points[0].models[0].scores.folds.count == 5)
    #expect(try await record(nil).leaderboard(metrics: [Accuracy()]).learningCurve == nil)
  }

  @Test(arguments: [[0.0], [1.5], [-1], [.nan]]) func sharesAreAboveNoughtAndAtMostOne(shares: [Double]) {
    #expect(throws: ConfigurationError.self) { try FitPlan(shares: shares) }
    #expect(throws: ConfigurationError.self) { try FitPlan(fitsPerSplit: 0) }
  }
}
