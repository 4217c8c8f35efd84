import BakeoffCore
import BakeoffEvaluation
import Foundation
import Testing

/// Random predictions and scikit-learn's figures for them; Fixtures/make_metrics.py wrote the file.
private struct Reference: Decodable, Sendable, CustomTestStringConvertible {
  let name: String
  let kind: Predictions.Kind
  let classCount: Int
  let labels: [Int]
  let scores: [Float]
  let expected: [String: Double?]

  var testDescription: String { name }

  static let all: [Reference] = {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/metrics.json")
    do {
      return try JSONDecoder().decode([Reference].self, from: Data(contentsOf: file))
    } catch {
      Issue.record(error)
      return []
    }
  }()
}

@Suite struct MetricsTests {
  @Test func theReferencesAreThere() {
    #expect(Reference.all.count == 10)
    #expect(Reference.all.allSatisfy { $0.expected.count >= 14 })
  }

  @Test(arguments: Reference.all) fileprivate func agreeWithScikitLearn(reference: Reference) throws {
    let predictions = Predictions(kind: reference.kind, classCount: reference.classCount, scores: reference.scores)
    let truth = Truth(labels: reference.labels, classCount: reference.classCount)
    let registry = try Registry("metric", standardMetrics)
    for (name, expected) in reference.expected {
      let parts = name.split(separator: "/").map(String.init)
      let average = parts.count > 1 ? try #require(Average(rawValue: parts[1])) : .macro
      let value = try registry.metrics(named: [parts[0]], average: average)[0].score(predictions, truth: truth)
      switch (value, expected) {
      case (let value?, let expected?):
        // Sums of at most 80 terms in another order: a few ulp.
        #expect(abs(value - expected) < 1e-12, "\(name) is \(value), not \(expected)")
      default:
        #expect(value == nil && expected == nil, "\(name) is \(String(describing: value))")
      }
    }
  }

  @Test func metricsOfNothingAreNotDefined() throws {
    let predictions = Predictions(kind: .probabilities, classCount: 3, scores: [])
    for average in [Average.macro, .micro, .weighted] {
      for metric in standardMetrics.map({ $0.make(average) }) {
        #expect(metric.score(predictions, truth: Truth(labels: [], classCount: 3)) == nil, "\(metric.id)")
      }
    }
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity]) func scoresThatAreNotFiniteDoNotTrap(bad: Float) {
    let predictions = Predictions(kind: .probabilities, classCount: 3, scores: [bad, 0, 1, 0, bad, 0, bad, bad, bad])
    let truth = Truth(labels: [0, 1, 2], classCount: 3)
    for metric in [LogLoss(), ROCAUC(), TopKAccuracy(k: 2)] as [any Metric] {
      #expect(metric.score(predictions, truth: truth) == nil)
    }
    #expect(Accuracy().score(predictions, truth: truth) != nil)
  }

  @Test func logLossClipsAtTheEpsilonOfDouble() throws {
    let predictions = Predictions(kind: .probabilities, classCount: 2, scores: [1, 0, 1, 0])
    let loss = try #require(LogLoss().score(predictions, truth: Truth(labels: [0, 1], classCount: 2)))
    #expect(abs(loss - 18.0218) < 5e-5)
  }

  @Test func onlyTheOrderOfScoresMovesTheArea() throws {
    let scores: [Float] = [0.9, 0.1, 0.4, 0.4, -0.0, 0.0, -3, 2]
    let truth = Truth(labels: [1, 0, 1, 0, 0, 1, 0, 1], classCount: 2)
    // Of 16 pairs 12 are in order, (0.4, 0.4) and (0, -0) are ties, and 0 stands below 0.1 and 0.4.
    #expect(try area(of: scores, truth: truth) == 13.0 / 16)
    #expect(try area(of: scores.map { -$0 }, truth: truth) == 3.0 / 16)
    #expect(try area(of: scores.map { $0 * $0 * $0 * 8 }, truth: truth) == 13.0 / 16)
  }

  private func area(of scores: [Float], truth: Truth) throws -> Double {
    let margins = scores.flatMap { score -> [Float] in [0, score] }
    let predictions = Predictions(kind: .margins, classCount: 2, scores: margins)
    return try #require(ROCAUC().score(predictions, truth: truth))
  }

  @Test func binaryScoresAreThoseOfThePositiveClass() throws {
    let predictions = Predictions(
      kind: .probabilities, classCount: 2, scores: [0.75, 0.25, 0.25, 0.75, 0.25, 0.75, 0.75, 0.25])
    let truth = Truth(labels: [1, 1, 0, 0], classCount: 2, positive: 1)
    #expect(AveragedClassScore(.precision, average: .binary).score(predictions, truth: truth) == 0.5)
    #expect(AveragedClassScore(.recall, average: .binary).score(predictions, truth: truth) == 0.5)
    let three = ConfusionMatrix(truth: [0, 1, 2], predicted: [0, 1, 2], classCount: 3)
    #expect(three.margins.average(of: .f1, .binary) == nil)
    #expect(throws: ConfigurationError.self) { try Average.binary.validate(classCount: 3) }
    #expect(throws: Never.self) { try Average.binary.validate(classCount: 2) }
    #expect(Average(for: .binary(positive: 2)) == .binary && Average(for: .multiclass) == .macro)
  }
}
