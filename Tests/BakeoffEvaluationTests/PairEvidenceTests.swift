import BakeoffCore
import BakeoffEvaluation
import Foundation
import Testing

/// The five folds of conventions; the figures are SciPy 1.17's, by the formulas of Documentation/Statistics.md.
private let a = [0.978, 0.975, 0.980, 0.977, 0.979]
private let b = [0.974, 0.973, 0.975, 0.976, 0.974]

struct CorrelatedTTestTests {
  @Test func chancesAreThoseOfTheShiftedStudentDistribution() throws {
    let test = try #require(CorrelatedTTest(a, b, testToTrainRatio: 0.25, rope: 0.002))
    #expect(abs(test.firstHigher - 0.842678570983248) < 1e-9)
    #expect(abs(test.secondHigher - 0.005705285834933495) < 1e-9)
    #expect(abs(test.firstHigher + test.equivalent + test.secondHigher - 1) < 1e-12)
    let turned = try #require(CorrelatedTTest(b, a, testToTrainRatio: 0.25, rope: 0.002))
    #expect(abs(turned.secondHigher - test.firstHigher) < 1e-12)
  }

  @Test func withoutScatterOrWithTwoSplitsNothingIsSaid() {
    // Of the same size but for the rounding of the last digit.
    #expect(CorrelatedTTest([0.9, 0.8, 0.3], [0.8, 0.7, 0.2], testToTrainRatio: 0.5, rope: 0) == nil)
    #expect(PairedComparison([0.9, 0.8, 0.3], [0.8, 0.7, 0.2], testToTrainRatio: 0.5) == nil)
    #expect(CorrelatedTTest([1, 1, 1], [0.5, 0.5, 0.5], testToTrainRatio: 0.5, rope: 0) == nil)
    #expect(CorrelatedTTest([1, 2], [0, 3], testToTrainRatio: 1, rope: 0) == nil)
    #expect(CorrelatedTTest([1, 2, 3], [1, 2, 3], testToTrainRatio: 0.5, rope: 0)?.equivalent == 1)
  }

  @Test(arguments: [
    (0.05, 4, 2.7764451051977934), (0.05, 1, 12.706204736174694), (0.01, 30, 2.7499956535672254),
  ])
  func criticalValuesAreTheTables(level: Double, freedom: Int, expected: Double) {
    #expect(abs(studentCritical(level: level, degreesOfFreedom: Double(freedom)) - expected) < 1e-7 * expected)
  }
}

struct PairedBootstrapTests {
  private func predictions(_ labels: [Int]) -> Predictions {
    Predictions(kind: .margins, classCount: 2, scores: labels.flatMap { $0 == 0 ? [1, 0] : [0, 1] as [Float] })
  }

  private func bootstrap(
    _ first: Predictions, _ second: Predictions, _ truth: Truth, _ metric: any Metric, seed: UInt64
  ) -> PairedBootstrap? {
    PairedBootstrap(
      [first], [second], truths: [truth], splits: [Split(training: [], test: Array(truth.labels.indices))],
      metric: metric, seed: seed)
  }

  @Test func identicalPredictionsDoNotDiffer() throws {
    let truth = Truth(labels: [0, 1, 0, 1, 1], classCount: 2)
    let same = predictions([0, 1, 1, 1, 0])
    let test = try #require(bootstrap(same, same, truth, Accuracy(), seed: 1))
    #expect(test.difference == 0 && test.lower == 0 && test.upper == 0 && test.resamples == 2000)
  }

  /// The interval of a difference of accuracies is close to the normal one: the mean of values -1, 0 and 1.
  @Test func theIntervalIsThatOfAMeanOfDifferences() throws {
    let truth = Truth(labels: (0..<1000).map { _ in 0 }, classCount: 2)
    let first = predictions((0..<1000).map { $0 < 100 ? 1 : 0 })
    let second = predictions((0..<1000).map { $0 >= 840 ? 1 : 0 })
    let test = try #require(bootstrap(first, second, truth, Accuracy(), seed: 2))
    // A quantile of 2,000 draws scatters by 0.06 of this, and differences come in steps of 0.001.
    let error = ((0.26 - 0.06 * 0.06) / 1000).squareRoot()
    #expect(abs(test.difference - 0.06) < 1e-12)
    #expect(
      abs(test.lower - (0.06 - 1.96 * error)) < 0.3 * error && abs(test.upper - (0.06 + 1.96 * error)) < 0.3 * error)
    let other = try #require(bootstrap(first, second, truth, TopKAccuracy(k: 1), seed: 2))
    #expect(other.resamples == 2000 && abs(other.lower - test.lower) < 1e-6, "the same rows are drawn for every metric")
  }

  @Test func aMetricThatIsNotDefinedGivesNothing() {
    let truth = Truth(labels: [0, 1], classCount: 2)
    let some = predictions([0, 1])
    #expect(bootstrap(some, some, truth, LogLoss(), seed: 1) == nil)
  }
}

struct PairEvidenceTests {
  /// Two models on five splits of 1,000 rows each, right in as many of them as the vectors say.
  private func run(_ scores: [[Double]], failing: Set<Int> = []) -> RunRecord {
    let splits = (0..<5).map { fold in
      Split(fold: fold, training: Array(0..<4000), test: Array(4000 + fold * 1000..<5000 + fold * 1000))
    }
    let trials = scores.enumerated().flatMap { model, scores in
      scores.enumerated().map { split, score -> Trial in
        let right = Int((score * 1000).rounded())
        let values = (0..<1000).flatMap { $0 < right ? [1, 0] : [0, 1] as [Float] }
        return Trial(
          TrialCell(model: model, split: split),
          failing.contains(split)
            ? .failed(TrialFailure(.crashed, "as asked"))
            : .ok(
              Predictions(kind: .margins, classCount: 2, scores: values),
              TrialCosts(fitSeconds: 1, predictSeconds: 1)))
      }
    }
    let environment = RunEnvironment(blas: "", machine: "", os: "", swift: "", version: "")
    return RunRecord(
      description: RunDescription(
        dataset: "d", rows: 5000, classNames: ["a", "b"], sha256: "", task: "multiclass", resampling: "", seed: 0,
        environment: environment), task: .multiclass,
      competitors: [Competitor(name: "one"), Competitor(name: "other")], splits: splits,
      truths: splits.map { _ in Truth(labels: Array(repeating: 0, count: 1000), classCount: 2) }, trials: trials)
  }

  @Test func theVectorsOfTheConventionsComeOut() throws {
    let evidence = PairEvidence(run([a, b]), 0, 1, metric: Accuracy(), rope: 0.002)
    let recipes = try #require(evidence.recipes)
    #expect(abs(recipes.t - 2.790074) < 5e-7 && abs(recipes.pValue - 0.049308) < 5e-7)
    let interval = try #require(evidence.interval)
    #expect(abs(interval.lowerBound - 1.6608000551439524e-05) < 1e-9)
    #expect(abs(interval.upperBound - 0.006783391999448566) < 1e-9)
    #expect(evidence.testToTrainRatio == 0.25)
    #expect(evidence.onlyRight == [17, 0] && evidence.mcNemar == exactMcNemar(onlyFirst: 17, onlySecond: 0))
    #expect(abs((evidence.rows?.difference ?? 0) - 0.0034) < 1e-12)
  }

  @Test func splitsThatOneLacksAreLeftOutAndTooFewSayNothing() {
    let evidence = PairEvidence(run([a, b], failing: [0, 1, 2]), 0, 1, metric: Accuracy(), rope: 0.01)
    #expect(evidence.recipes == nil && evidence.bayes == nil && evidence.interval == nil)
    #expect(evidence.folds[0].map { $0 == nil } == [true, true, true, false, false])
    let none = PairEvidence(run([a, b], failing: [0, 1, 2, 3, 4]), 0, 1, metric: Accuracy(), rope: 0.01)
    #expect(none.rows == nil && none.onlyRight == [0, 0] && none.mcNemar == 1)
  }

  @Test func aDifferenceWithoutScatterIsNoVerdictOverSplits() {
    let evidence = PairEvidence(
      run([Array(repeating: 0.9, count: 5), Array(repeating: 0.8, count: 5)]), 0, 1, metric: Accuracy(), rope: 0.01)
    #expect(evidence.recipes == nil && evidence.bayes == nil && evidence.interval == nil)
    #expect(evidence.onlyRight == [500, 0])
  }
}
