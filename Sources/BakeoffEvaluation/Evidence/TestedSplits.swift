import BakeoffCore

/// What models said of the test rows of splits, and what is true.
package struct TestedSplits {
  /// Models x splits.
  package let predictions: [[Predictions]]
  package let truths: [Truth]
  package let splits: [Split]

  /// Takes predictions, models x splits, with a truth for each split.
  package init(predictions: [[Predictions]], truths: [Truth], splits: [Split]) {
    (self.predictions, self.truths, self.splits) = (predictions, truths, splits)
  }

  /// The same with the test rows of all splits of a repeat and fit as one split.
  var pooled: TestedSplits {
    let rounds = roundsOfSplits(splits)
    return TestedSplits(
      predictions: predictions.map { model in rounds.map { Predictions(joining: $0.map { model[$0] }) } },
      truths: rounds.map { round in Truth(joining: round.map { truths[$0] }) },
      splits: rounds.map { round in
        let members = round.map { splits[$0] }
        return Split(
          repetition: members[0].repetition, training: [], test: members.flatMap(\.test), fit: members[0].fit,
          groups: members.contains { $0.groups != nil } ? members.flatMap { $0.groups ?? $0.test } : nil)
      })
  }

  /// Whether some row is tested by a model and learned from by another.
  var isTestedByLearners: Bool {
    let learned = Set(splits.flatMap(\.training))
    return splits.contains { $0.test.contains(where: learned.contains) }
  }
}

/// The places of the splits of each repeat and fit, in their order.
func roundsOfSplits(_ splits: [Split]) -> [[Int]] {
  Dictionary(grouping: splits.indices) { [splits[$0].repetition, splits[$0].fit] }.values.sorted { $0[0] < $1[0] }
}

/// Whether splits are too small for a metric that is no mean over rows: on average they test fewer than two rows a class, or
/// most of them test rows of one class alone.
func areTooSmall(_ truths: [Truth]) -> Bool {
  guard truths.count > 1, let classes = truths.first?.classCount else { return false }
  let rows = truths.reduce(0) { $0 + $1.labels.count }
  let present = Set(truths.flatMap(\.labels)).count
  let single = truths.count { Set($0.labels).count < 2 }
  return present > 1 && (rows < 2 * min(classes, present) * truths.count || 2 * single > truths.count)
}

extension Predictions {
  /// The rows of several predictions one after another. Precondition: some, of the same kind and classes.
  init(joining parts: [Predictions]) {
    self.init(
      kind: parts.first?.kind ?? .margins, classCount: parts.first?.classCount ?? 1, scores: parts.flatMap(\.scores))
  }
}

extension Truth {
  /// The rows of several truths one after another.
  init(joining parts: [Truth]) {
    self.init(
      labels: parts.flatMap(\.labels), classCount: parts.first?.classCount ?? 0, positive: parts.first?.positive)
  }
}
