import BakeoffCore
import BakeoffEvaluation
import BakeoffReports

/// A small run with everything a report has to show: a good model, one that knows one class only, one that failed,
/// and one that has no probabilities.
enum ReportFixture {
  static let run = RunDescription(
    dataset: "mnist", rows: 60_000, classNames: ["zero", "one", "two"], sha256: "ba891046", task: "multiclass",
    resampling: "stratified 2-fold, shuffled", seed: 0,
    environment: RunEnvironment(
      blas: "OpenBLAS 0.3.21", machine: "Example CPU, 2 cores", os: "Debian 12", swift: "6.3.1", version: "0.1.0"))

  static let truths = [
    Truth(labels: [0, 1, 2, 0, 1, 2, 0, 1], classCount: 3), Truth(labels: [2, 1, 0, 2, 1, 0, 2, 1], classCount: 3),
  ]

  static let competitors = [
    Competitor(name: "majority-class"), Competitor(name: "linear-svm", settings: ["epochs": .integer(5)]),
    Competitor(
      name: "logistic-regression",
      settings: ["l2": .number(0.1), "layers": .list([.integer(8), .integer(4)]), "note": .text("a, \"b\"")]),
    Competitor(name: "odd|name"),
  ]

  static let trials = [
    trial(0, 0, [1, 1, 1, 1, 1, 1, 1, 1], seconds: 0.001), trial(0, 1, [1, 1, 1, 1, 1, 1, 1, 1], seconds: 0.001),
    trial(1, 0, [0, 1, 2, 0, 1, 1, 0, 0], kind: .margins, seconds: 12.34),
    trial(1, 1, [2, 1, 0, 2, 1, 0, 0, 1], kind: .margins, seconds: 13.5),
    trial(2, 0, [0, 1, 2, 0, 1, 2, 0, 2], seconds: 123.4), trial(2, 1, [2, 1, 0, 2, 1, 0, 2, 1], seconds: 125.4),
    trial(3, 0, [0, 1, 2, 0, 1, 2, 0, 1], seconds: 1),
    Trial(
      TrialCell(model: 3, split: 1), .failed(TrialFailure(.failed, "the loss is nan\nat epoch 3; lower learningRate"))),
  ]

  static func leaderboard(
    metrics names: [String] = defaultMetricNames, run: RunDescription = run, models: Range<Int> = 0..<4
  ) throws -> Leaderboard {
    try Leaderboard(
      run: run, competitors: Array(competitors[models]), trials: trials, truths: truths,
      metrics: metrics(names))
  }

  static func metrics(_ names: [String]) throws -> [any Metric] {
    try Registry("metric", standardMetrics).metrics(named: names)
  }

  private static func trial(
    _ model: Int, _ split: Int, _ labels: [Int], kind: Predictions.Kind = .probabilities, seconds: Double
  ) -> Trial {
    let scores = labels.flatMap { label in (0..<3).map { $0 == label ? Float(0.5) : 0.25 } }
    let costs = TrialCosts(fitSeconds: seconds, predictSeconds: seconds / 100, parameterCount: model == 2 ? 7850 : nil)
    return Trial(
      TrialCell(model: model, split: split), .ok(Predictions(kind: kind, classCount: 3, scores: scores), costs))
  }
}

extension ReportFormat {
  /// The report with these details.
  func render(_ leaderboard: Leaderboard, perClass: Bool = false, costs: [Cost] = []) -> String {
    render(leaderboard, details: ReportDetails(perClass: perClass, costs: costs))
  }
}
