import BakeoffCore
import BakeoffEvaluation
import Testing

/// A run of one split of rows 10, 11, ... whose models give these scores, row by row.
private func run(_ models: [[Float]], truth: [Int], classes: Int, kind: Predictions.Kind = .probabilities) -> RunRecord
{
  RunRecord(
    description: RunDescription(
      dataset: "d", rows: truth.count, classNames: (0..<classes).map { "\($0)" }, sha256: "", task: "multiclass",
      resampling: "", seed: 0, environment: RunEnvironment(blas: "", machine: "", os: "", swift: "", version: "")),
    task: .multiclass, competitors: models.indices.map { Competitor(name: "\($0)") },
    splits: [
      Split(training: [0], test: truth.indices.map { $0 + 10 }),
      Split(repetition: 1, training: [0], test: truth.indices.map { $0 + 10 }),
    ],
    truths: Array(repeating: Truth(labels: truth, classCount: classes), count: 2),
    trials: models.enumerated().map { model, scores in
      Trial(
        TrialCell(model: model, split: 0),
        .ok(
          Predictions(kind: kind, classCount: classes, scores: scores), TrialCosts(fitSeconds: 1, predictSeconds: 1)))
    })
}

private func pooled(_ scores: [Float], truth: [Int], classes: Int, kind: Predictions.Kind = .probabilities) throws
  -> PooledPredictions
{
  try #require(PooledPredictions(run([scores], truth: truth, classes: classes, kind: kind), model: 0))
}

@Suite struct DetailsTests {
  @Test func eachRowIsTakenOnceFromTheFirstRepeat() throws {
    let found = try pooled([0.9, 0.1, 0.2, 0.8], truth: [0, 1], classes: 2)
    #expect(found.rows == [10, 11] && found.truth == [0, 1] && found.predictions.labels == [0, 1])
    #expect(PooledPredictions(run([[1, 0]], truth: [0], classes: 2), model: 1) == nil, "it has no trial")
  }

  /// By hand: two rows at .9, both right; two at .6, one right; ECE = 1/2 |1 - .9| + 1/2 |.5 - .6|.
  @Test func calibrationIsThatOfItsBins() throws {
    let rows = try pooled([0.9, 0.1, 0.9, 0.1, 0.6, 0.4, 0.4, 0.6], truth: [0, 0, 0, 0], classes: 2)
    let calibration = try #require(Calibration(rows, binCount: 5))
    #expect(calibration.bins.map(\.count) == [2, 2])
    #expect(zip(calibration.bins.map(\.accuracy), [0.5, 1]).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(abs(calibration.expectedError - 0.1) < 1e-6)
    #expect(Calibration(try pooled([1, 0], truth: [0], classes: 2, kind: .margins)) == nil)
  }

  /// scikit-learn 1.9.1: roc_curve([0, 0, 1, 1], [.1, .4, .35, .8]) and precision_recall_curve of the same.
  @Test func curvesAreThoseOfScikitLearn() throws {
    let scores: [Float] = [0.1, 0.4, 0.35, 0.8].flatMap { [1 - $0, $0] as [Float] }
    let curves = try #require(
      RankCurves(try pooled(scores, truth: [0, 0, 1, 1], classes: 2), positive: 1, tolerance: 0))
    #expect(curves.roc == [(0, 0), (0, 0.5), (0.5, 0.5), (0.5, 1), (1, 1)].map { CurvePoint($0.0, $0.1) })
    let expected = [(0, 1), (0.5, 1), (0.5, 0.5), (1, 2.0 / 3), (1, 0.5)].map { CurvePoint($0.0, $0.1) }
    #expect(curves.precisionRecall == expected)
    #expect(RankCurves(try pooled([1, 0], truth: [0], classes: 2), positive: 1, tolerance: 0) == nil)
  }

  @Test func thinningMovesNoCurveByMoreThanItsTolerance() throws {
    var generator = SeededGenerator(seed: 1)
    let truth = (0..<2000).map { _ in Int.random(in: 0...2, using: &generator) }
    let scores = truth.flatMap { label in
      (0..<3).map { Float.random(in: 0...1, using: &generator) + ($0 == label ? 0.7 : 0) }
    }
    let rows = try pooled(scores, truth: truth, classes: 3, kind: .margins)
    let exact = try #require(RankCurves(rows, positive: nil, tolerance: 0))
    let thin = try #require(RankCurves(rows, positive: nil, tolerance: 0.002))
    #expect(thin.roc.count < exact.roc.count / 10)
    for point in exact.roc {
      let distance = zip(thin.roc, thin.roc.dropFirst()).map { gap(point, $0, $1) }.min() ?? 1
      #expect(distance <= 0.002 + 1e-12)
    }
  }

  private func gap(_ point: CurvePoint, _ a: CurvePoint, _ b: CurvePoint) -> Double {
    let (dx, dy) = (b.x - a.x, b.y - a.y)
    let t = max(0, min(1, ((point.x - a.x) * dx + (point.y - a.y) * dy) / max(dx * dx + dy * dy, 1e-30)))
    let (x, y) = (point.x - a.x - t * dx, point.y - a.y - t * dy)
    return (x * x + y * y).squareRoot()
  }

  @Test func rowsOfDisagreementFollowTheirRules() throws {
    // Truth 0 throughout; the votes of three models row by row.
    let votes = [[0, 1, 1], [1, 2, 1], [1, 1, 1], [1, 0, 0], [0, 0, 0]]
    let models = (0..<3).map { model in
      votes.flatMap { row in (0..<3).map { $0 == row[model] ? Float(0.6) : 0.2 } }
    }
    let record = run(models, truth: [0, 0, 0, 0, 0], classes: 3)
    let all = try (0..<3).map { try #require(PooledPredictions(record, model: $0)) }
    let found = try #require(Disagreement(all, limit: 10))
    #expect(found.wrongForAll.map(\.row) == [12, 11], "those first that most call the same")
    #expect(found.onlyFirst.map(\.row) == [10] && found.onlySecond.map(\.row) == [13])
    #expect(found.onlyFirst[0].votes == [0, 1, 1] && found.counts == [2, 1, 1, 5])
    #expect(Disagreement(all, limit: 1)?.wrongForAll.count == 1)
    #expect(Disagreement(Array(all.prefix(1)), limit: 1) == nil)
  }
}
