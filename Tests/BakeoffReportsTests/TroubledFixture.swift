import BakeoffCore
import BakeoffEvaluation

/// A run from a store in which everything goes wrong somewhere: models that fail in several ways, cached trials, and
/// costs of which some were not measured.
enum TroubledFixture {
  private static let truths = Array(
    repeating: Truth(labels: [0, 1, 2, 0, 1, 2, 0, 1], classCount: 3), count: 5)

  private static let competitors = ["logistic-regression", "crash-test-dummy-with-a-name", "never-well"]
    .map { Competitor(name: $0) }

  private static let trials = (0..<5).flatMap { split in
    [
      Trial(TrialCell(model: 0, split: split), ok(split), isCached: split < 3),
      Trial(TrialCell(model: 1, split: split), split % 2 == 0 ? ok(split, isMeasured: false) : crash),
      Trial(TrialCell(model: 2, split: split), .failed(ways[split]), isCached: true),
    ]
  }

  private static let crash = TrialOutcome.failed(TrialFailure(.crashed, "SIGSEGV: index out of range"))

  private static let ways = [
    TrialFailure(.timedOut, "took longer than 60.0 s"),
    TrialFailure(.outOfMemory, "took 2.1 GB where 2 GB are allowed"),
    TrialFailure(.timedOut, "took longer than 60.0 s"), TrialFailure(.cancelled, "interrupted"),
    TrialFailure(
      .failed, "the loss is nan at epoch 3; lower never-well.learningRate, or leave it to its default of 0.001"),
  ]

  static func leaderboard() throws -> Leaderboard {
    try Leaderboard(
      run: ReportFixture.run, competitors: competitors, trials: trials, truths: truths,
      metrics: ReportFixture.metrics(defaultMetricNames))
  }

  /// One model whose only trial had this cost.
  static func leaderboard(_ cost: Cost, _ value: Double) throws -> Leaderboard {
    var costs = TrialCosts(fitSeconds: 1, predictSeconds: 1)
    switch cost {
    case .cpu: costs.cpuSeconds = value
    case .wall: costs.wallSeconds = value
    case .memory: costs.peakMemoryBytes = Int(value)
    case .modelSize: costs.modelBytes = Int(value)
    case .parameters: costs.parameterCount = Int(value)
    case .latencyP50: costs.latencyP50Seconds = value
    case .latencyP95: costs.latencyP95Seconds = value
    }
    return try Leaderboard(
      run: ReportFixture.run, competitors: [competitors[0]],
      trials: [Trial(TrialCell(model: 0, split: 0), .ok(predictions(wrong: 1), costs))], truths: [truths[0]],
      metrics: [Accuracy()])
  }

  private static func ok(_ split: Int, isMeasured: Bool = true) -> TrialOutcome {
    var costs = TrialCosts(fitSeconds: Double(split) + 1, predictSeconds: 0.25, modelBytes: 31_400)
    if isMeasured {
      costs.cpuSeconds = Double(split) + 1.5
      costs.peakMemoryBytes = 123_000_000 + split * 1_000_000
      costs.latencyP50Seconds = 0.0012
    }
    return .ok(predictions(wrong: split), costs)
  }

  /// Scores of the first `wrong` rows name another class than the true one.
  private static func predictions(wrong: Int) -> Predictions {
    let labels = truths[0].labels.enumerated().map { row, label in row < wrong ? (label + 1) % 3 : label }
    let scores = labels.flatMap { label in (0..<3).map { $0 == label ? Float(0.5) : 0.25 } }
    return Predictions(kind: .probabilities, classCount: 3, scores: scores)
  }
}
