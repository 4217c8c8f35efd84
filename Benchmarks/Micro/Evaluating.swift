import BakeoffCore
import BakeoffEvaluation
import Benchmark

private let rows = 60_000
private let classCount = 10

/// What a finished comparison of five models on 60,000 rows in five folds costs to deal, score and rank.
func benchmarkEvaluation() {
  let labels = (0..<rows).map { ($0 &* 7919) % classCount }
  let truth = Truth(labels: Array(labels.prefix(rows / 5)), classCount: classCount)
  for metric in standardMetrics.map({ $0.make(.macro) }) {
    measure("metric \(metric.id), \(rows / 5) rows", { predictions(for: truth.labels) }) { predictions in
      blackHole(metric.score(predictions, truth: truth))
    }
  }
  measure("stratified 5-fold, \(rows) rows", { labels }) { labels in
    blackHole(try? StratifiedKFold(folds: 5).splits(labels: labels, seed: 0))
  }
  measure("leaderboard, 5 models x 5 folds of \(rows / 5) rows", { trials(of: truth) }) { trials in
    blackHole(try? leaderboard(of: trials, truth: truth))
  }
}

/// Probabilities that are right for nine rows of ten.
private func predictions(for labels: [Int]) -> Predictions {
  let scores = labels.enumerated().flatMap { row, label -> [Float] in
    let best = row % 10 == 0 ? (label + 1) % classCount : label
    return (0..<classCount).map { $0 == best ? 0.91 : 0.01 }
  }
  return Predictions(kind: .probabilities, classCount: classCount, scores: scores)
}

private func trials(of truth: Truth) -> [Trial] {
  let outcome = TrialOutcome.ok(predictions(for: truth.labels), TrialCosts(fitSeconds: 1, predictSeconds: 1))
  return (0..<5).flatMap { model in (0..<5).map { Trial(TrialCell(model: model, split: $0), outcome) } }
}

private func leaderboard(of trials: [Trial], truth: Truth) throws -> Leaderboard {
  let run = RunDescription(
    dataset: "benchmark", rows: rows, classNames: (0..<classCount).map(String.init), sha256: "", task: "multiclass",
    resampling: "stratified 5-fold", seed: 0,
    environment: RunEnvironment(blas: "", machine: "", os: "", swift: "", version: ""))
  return try Leaderboard(
    run: run, competitors: (0..<5).map { Competitor(name: "model \($0)") }, trials: trials,
    truths: Array(repeating: truth, count: 5),
    metrics: Registry("metric", standardMetrics).metrics(named: defaultMetricNames))
}
