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
  /// How often each outcome stands among those rows; only where every unit is a row that one split tests.
  private let counts: [[JointOutcomes.Count]]?
  private let units: Int
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
    self.units = units.count
    var room: [Int32] = []
    counts =
      units.isComplete && units.rounds.count == 1 ? rows.map { joint.counts($0.map(\.outcome)[...], in: &room) } : nil
    positive = truths.map { $0.positive ?? 1 }
    margins = truths.indices.map { split in
      predictions.map { ConfusionMargins($0[split], truth: truths[split]) }
    }
  }

  /// The difference of every pair after swaps of this seed.
  func differences(seed: UInt64) -> [Double] {
    guard let counts else { return differences(coins(units, seed: seed)) }
    // Of n rows that are alike as many are swapped as n coins show heads.
    var generator = SeededGenerator(seed: seed)
    return differences { split in
      counts[split].map { .init(outcome: $0.outcome, rows: heads(of: $0.rows, using: &generator)) }
    }
  }

  /// The difference of every pair, the first less the second: the mean over the splits where both have a value.
  package func differences(_ coins: [Bool]) -> [Double] {
    var room: [Int32] = []
    return differences { split in
      let swapped = rows[split].compactMap { coins[Int($0.unit)] ? $0.outcome : nil }
      return joint.counts(swapped[...], in: &room)
    }
  }

  private func differences(_ swapped: (_ split: Int) -> [JointOutcomes.Count]) -> [Double] {
    var sums = [Double](repeating: 0, count: joint.models * (joint.models - 1) / 2)
    var defined = sums
    for split in rows.indices {
      let parts = joint.margins(swapped(split))
      let scores = scores(margins[split], parts, positive: positive[split])
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

/// How many of so many coins show heads.
private func heads(of coins: Int, using generator: inout SeededGenerator) -> Int {
  var (heads, left) = (0, coins)
  while left > 0 {
    let bits = generator.next()
    heads += (left < 64 ? bits & (1 << UInt64(left) - 1) : bits).nonzeroBitCount
    left -= 64
  }
  return heads
}
