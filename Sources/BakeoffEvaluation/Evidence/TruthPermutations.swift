import BakeoffCore
import Foundation

/// The true classes of test rows, dealt anew among the rows of a split; groups of rows keep what they have together.
package struct TruthPermutations: Sendable {
  /// The rows that each split tests, numbered anew from 0.
  private let places: [[Int]]
  private let blocks: [Block]
  private let rows: Int
  private let seed: UInt64

  /// Takes the truths of all splits. A row that several splits test is dealt with those of the first that does. Where splits
  /// test a single group each, truths are dealt among all rows of a repeat.
  package init(_ truths: [Truth], splits: [Split], seed: UInt64) {
    let areSingle = splits.allSatisfy { split in split.groups.map { Set($0).count == 1 } ?? false }
    let repeats = Dictionary(grouping: splits.indices) { areSingle ? [splits[$0].repetition] : [$0] }
    var numbers: [Int: Int] = [:]
    blocks = repeats.values.sorted { $0[0] < $1[0] }.compactMap { members in
      var (places, keys, labels): ([Int], [Int], [Int]) = ([], [], [])
      for split in members {
        for (index, row) in splits[split].test.enumerated() where numbers[row] == nil {
          numbers[row] = numbers.count
          places.append(numbers.count - 1)
          keys.append(splits[split].groups?[index] ?? row)
          labels.append(truths[split].labels[index])
        }
      }
      return places.isEmpty ? nil : Block(places: places, keys: keys, labels: labels)
    }
    places = splits.map { split in split.test.map { numbers[$0] ?? 0 } }
    rows = numbers.count
    self.seed = seed
  }

  /// Whether there are twenty arrangements or more: with fewer, none is rarer than 5 %.
  package var canTell: Bool { blocks.reduce(0) { $0 + $1.logOfArrangements } >= log(20) }

  /// The labels of the rows of each split in the permutation of this number.
  package func labels(_ number: Int) -> [[Int]] {
    var generator = SeededGenerator(seed: derivedSeed(seed, "\(number)"))
    var dealt = [Int](repeating: 0, count: rows)
    for block in blocks { block.deal(into: &dealt, using: &generator) }
    return places.map { places in places.map { dealt[$0] } }
  }
}

/// Rows among which truths are dealt: those of one group stand together.
private struct Block: Sendable {
  private let places: [Int]
  private let labels: [Int]
  /// Where the rows of each group begin, and where the last ends.
  private let starts: [Int]

  init(places: [Int], keys: [Int], labels: [Int]) {
    var numbers: [Int: Int] = [:]
    for key in keys where numbers[key] == nil { numbers[key] = numbers.count }
    var groups = [[Int]](repeating: [], count: numbers.count)
    for (index, key) in keys.enumerated() { groups[numbers[key] ?? 0].append(index) }
    self.places = groups.flatMap { $0.map { places[$0] } }
    self.labels = groups.flatMap { $0.map { labels[$0] } }
    starts = groups.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.count) }
  }

  func deal(into dealt: inout [Int], using generator: inout SeededGenerator) {
    var place = 0
    for group in (0..<starts.count - 1).shuffled(using: &generator) {
      for index in starts[group]..<starts[group + 1] {
        dealt[places[place]] = labels[index]
        place += 1
      }
    }
  }

  /// ln of the number of arrangements that differ: g! over the factorials of how often each group of labels occurs.
  var logOfArrangements: Double {
    let groups = (0..<starts.count - 1).map { Array(labels[starts[$0]..<starts[$0 + 1]]) }
    let alike = Dictionary(grouping: groups, by: \.self).values.map { logOfFactorial($0.count) }
    return logOfFactorial(groups.count) - alike.reduce(0, +)
  }
}

private func logOfFactorial(_ number: Int) -> Double {
  number < 2 ? 0 : (2...number).reduce(0) { $0 + log(Double($1)) }
}
