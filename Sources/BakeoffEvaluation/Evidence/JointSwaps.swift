import BakeoffCore

/// The differences of models by a metric of predicted classes after swaps, counted over rows that all models answer alike.
package struct JointSwaps: Sendable {
  /// A row of a split on which models differ: its unit, and what they said.
  private struct Row {
    let unit: Int32
    let outcome: Int32
  }

  private let metric: any ConfusionMetric
  private let joint: JointOutcomes
  /// The margins of each model on each split: splits x models.
  private let margins: [[ConfusionMargins]]
  private let rows: [[Row]]
  /// The outcomes of those rows, each once.
  private let occurring: [[Int32]]
  private let positive: [Int]

  package init(_ metric: any ConfusionMetric, _ predictions: [[Predictions]], truths: [Truth], units: TestUnits) {
    let joint = JointOutcomes(predictions, truths: truths, units: units)
    var rows = [[Row]](repeating: [], count: truths.count)
    for (number, round) in units.rounds.enumerated() {
      for (index, split) in round.splits.enumerated() {
        rows[split] = (round.starts[index]..<round.starts[index + 1]).compactMap { place in
          let outcome = joint.byRound[number][place]
          return joint.differs(outcome) ? Row(unit: round.units[place], outcome: outcome) : nil
        }
      }
    }
    self.metric = metric
    self.joint = joint
    self.rows = rows
    occurring = rows.map { Set($0.map(\.outcome)).sorted() }
    positive = truths.map { $0.positive ?? 1 }
    margins = truths.indices.map { split in
      predictions.map { ConfusionMargins($0[split], truth: truths[split]) }
    }
  }

  /// The difference of every pair, the first less the second: the mean over the splits where both have a value.
  package func differences(_ coins: Coins) -> [Double] {
    var room = [Int](repeating: 0, count: joint.count)
    var sums = [Double](repeating: 0, count: joint.models * (joint.models - 1) / 2)
    var defined = sums
    for split in rows.indices {
      for row in rows[split] { room[Int(row.outcome)] += coins[row.unit] }
      let swapped = occurring[split].map { outcome in
        defer { room[Int(outcome)] = 0 }
        return JointOutcomes.Count(outcome: Int(outcome), rows: room[Int(outcome)])
      }
      let scores = scores(margins[split], joint.margins(swapped), positive: positive[split])
      for (pair, difference) in scores.enumerated() {
        guard let difference else { continue }
        sums[pair] += difference
        defined[pair] += 1
      }
    }
    return zip(sums, defined).map { $1 > 0 ? $0 / $1 : 0 }
  }

  /// The difference of every pair on one split, where each gives its `part` and takes the other's.
  private func scores(_ own: [ConfusionMargins], _ part: [ConfusionMargins], positive: Int) -> [Double?] {
    var differences: [Double?] = []
    for a in own.indices {
      for b in own.indices where b > a {
        let first = metric.score(own[a].exchanging(part[a], for: part[b]), positive: positive)
        let second = metric.score(own[b].exchanging(part[b], for: part[a]), positive: positive)
        differences.append(first.flatMap { first in second.map { first - $0 } })
      }
    }
    return differences
  }
}
