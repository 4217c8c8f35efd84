import BakeoffCore

import BakeoffEvaluation

/// Predictions, truths and splits made up from chances.
struct Simulation {
  var generator: SeededGenerator
  let splits: [Split]
  let truths: [Truth]

  /// `rows` rows of `classes` classes, each tested by one of `folds` splits.
  init(rows: Int, folds: Int = 5, classes: Int = 2, seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    splits = (0..<folds).map { fold in
      Split(
        fold: fold, training: (0..<rows).filter { $0 % folds != fold }, test: (0..<rows).filter { $0 % folds == fold })
    }
    truths = splits.map { split in
      Truth(labels: split.test.map { _ in Int.random(in: 0..<classes, using: &generator) }, classCount: classes)
    }
    self.generator = generator
  }

  /// Rows of these labels, each class dealt to `folds` splits in turn.
  init(labels: [Int], classes: Int, folds: Int, seed: UInt64) {
    let order = labels.indices.sorted { (labels[$0], $0) < (labels[$1], $1) }
    let rows = (0..<folds).map { fold in
      order.enumerated().filter { $0.offset % folds == fold }.map(\.element).sorted()
    }
    splits = rows.enumerated().map { fold, test in
      Split(fold: fold, training: labels.indices.filter { !test.contains($0) }, test: test)
    }
    truths = rows.map { rows in Truth(labels: rows.map { labels[$0] }, classCount: classes) }
    generator = SeededGenerator(seed: seed)
  }

  /// A model that is right with a chance that hangs on the class.
  mutating func model(rightOfClass chances: [Double]) -> [Predictions] {
    truths.map { truth in
      let named = truth.labels.map { label -> Int in
        let isRight = Double.random(in: 0..<1, using: &generator) < chances[label]
        return isRight ? label : (label + Int.random(in: 1..<truth.classCount, using: &generator)) % truth.classCount
      }
      return naming(named, truth)
    }
  }

  /// A model that names the class of a row at random for each row.
  mutating func guesses() -> [Predictions] {
    let labels = truths.flatMap(\.labels)
    return truths.map { truth in
      naming(truth.labels.map { _ in labels.randomElement(using: &generator) ?? 0 }, truth)
    }
  }

  /// A model that names one class whatever the row.
  func constant(_ label: Int) -> [Predictions] {
    truths.map { truth in naming(truth.labels.map { _ in label }, truth) }
  }

  private func naming(_ labels: [Int], _ truth: Truth) -> Predictions {
    Predictions(
      kind: .probabilities, classCount: truth.classCount,
      scores: labels.flatMap { label in (0..<truth.classCount).map { $0 == label ? 1 : 0 } })
  }

  /// A model that is right with this chance. Many rows share their scores, for ties must be counted, too.
  mutating func model(right: Double) -> [Predictions] {
    truths.map { truth in
      var scores: [Float] = []
      for label in truth.labels {
        let isRight = Double.random(in: 0..<1, using: &generator) < right
        let other = (label + Int.random(in: 1..<truth.classCount, using: &generator)) % truth.classCount
        let most = Float(Int.random(in: 6...9, using: &generator)) / 10
        let rest = (1 - most) / Float(truth.classCount - 1)
        scores += (0..<truth.classCount).map { $0 == (isRight ? label : other) ? most : rest }
      }
      return Predictions(kind: .probabilities, classCount: truth.classCount, scores: scores)
    }
  }

  /// How far the first of two models is ahead, half the width of its interval by rows, and whether one is certainly better.
  func comparison(
    _ models: [[Predictions]], by metric: any Metric = Accuracy(), seed: UInt64 = 0
  ) -> (lead: Double, half: Double, isTold: Bool)? {
    let scores = models.map { model in
      zip(model, truths).compactMap { metric.score($0, truth: $1) }.reduce(0, +) / Double(truths.count)
    }
    let units = TestUnits(splits, truths: truths)
    guard let swaps = PairedSwaps(models, truths: truths, units: units, metric: metric, seed: seed) else { return nil }
    let ranks = CertainRanks(
      scores, chance: swaps.differences, family: models.map { _ in true }, direction: metric.direction)
    return (scores[0] - scores[1], ranks.halfWidth(0, 1), ranks.isAbove(0, 1) || ranks.isAbove(1, 0))
  }

  /// What a board of these models would know, best first.
  func evidence(
    _ models: [[Predictions]], by metric: any Metric = Accuracy(), roles: [ModelRole]? = nil, seed: UInt64 = 0
  ) -> BoardEvidence {
    let folds = models.map { model in zip(model, truths).compactMap { metric.score($0, truth: $1) } }
    let sign = metric.direction == .higherIsBetter ? 1.0 : -1
    let order = folds.indices.sorted { sign * folds[$0].reduce(0, +) > sign * folds[$1].reduce(0, +) }
    let ordered = order.map { roles?[$0] ?? .entrant }
    return BoardEvidence(
      folds: order.map { folds[$0] }, roles: ordered,
      rowEvidence: BoardEvidence.RowEvidence(
        TestedSplits(predictions: order.map { models[$0] }, truths: truths, splits: splits), roles: ordered,
        metric: metric, isTestedByLearners: false, seed: seed),
      direction: metric.direction, testToTrainRatio: testToTrainRatio(splits))
  }
}
