import BakeoffCore
import Foundation

/// What a user should know of test rows that are nearly training rows: rows that follow each other in time, or were made
/// from others. Models that remember rows are right for nothing then, as with rows that stand twice.
///
/// A sample of test rows is held against all training rows of their split, by their columns of numbers, each with standard
/// deviation 1. Only what was tested is said, and only where it is far from what chance makes; see Documentation/Datasets.md.
package func neighbourWarnings(of splits: [Split], in features: Features, labels: [Int]) -> [String] {
  let splits = splits.filter { $0.share == 1 && $0.fit == 0 }
  guard let table = NeighbourTable(features) else { return [] }
  let sample = sample(of: splits, distances: mostMultiplications / table.costOfADistance)
  guard sample.count >= fewestRows else { return [] }
  let search = NeighbourSearch(table, labels: labels, splits: splits)
  let threads = ProcessInfo.processInfo.activeProcessorCount
  let found = concurrently(sample.count, threads: threads, state: {}) { index, _ in
    search.neighbourhood(of: sample[index].row, in: splits[sample[index].split])
  }.compactMap(\.self)
  guard found.count >= fewestRows else { return [] }
  if let warning = sequenceWarning(found, table.orders) { return [warning] }
  // Rows between others are near them too: the closer reason is told.
  return [lineWarning(found, width: table.width) ?? copyWarning(found, width: table.width)].compactMap(\.self)
}

/// Half a second of one core or so.
private let mostMultiplications = 500_000_000
private let mostRows = 1_000
private let fewestRows = 50
/// Fewer rows than this are an accident.
private let fewestFindings = 10

/// Test rows, drawn at random, each with the split it is tested in first, so many that there are about `distances` to training
/// rows.
private func sample(of splits: [Split], distances: Int) -> [(row: Int, split: Int)] {
  var seen: Set<Int> = []
  var rows = splits.enumerated().flatMap { index, split in
    split.test.filter { seen.insert($0).inserted }.map { (row: $0, split: index) }
  }
  var generator = SeededGenerator(seed: 1)
  rows.shuffle(using: &generator)
  let training = splits.map(\.training.count).max() ?? 0
  return Array(rows.prefix(min(mostRows, distances / max(training, 1))))
}

/// Where the nearest row is often the one before or after: seldom, were the rows of a class in any order.
private func sequenceWarning(_ found: [Neighbourhood], _ orders: [RowOrder]) -> String? {
  let counts = orders.indices.map { order in found.count { $0.isNextTo[order] } }
  guard let order = orders.indices.max(by: { counts[$0] < counts[$1] }) else { return nil }
  let expected = found.reduce(0) { $0 + $1.chanceOfNext[order] }
  guard counts[order] >= fewestFindings, Double(counts[order]) >= 0.15 * Double(found.count),
    Double(counts[order]) >= 6 * expected
  else { return nil }
  let place = orders[order].name.map { "by the column \(visible($0))" } ?? "in the file"
  return
    "\(share(counts[order], found)) the nearest training row is the one before or after it \(place) (\(expectation(expected))): if rows follow each other in time, or come in groups, scores are better than on new rows; keep what belongs together in one part (--group COLUMN)"
}

/// Where rows lie on lines through others: hardly any do, unless they were put there.
private func lineWarning(_ found: [Neighbourhood], width: Int) -> String? {
  guard width >= 3 else { return nil }
  let count = found.count(where: \.liesOnALine)
  let byChance = zip(found, found.dropFirst()).count { $0.crosses($1) }
  guard count >= fewestFindings, 10 * count >= found.count, count >= 5 * byChance else { return nil }
  return
    "\(share(count, found)) two of the \(Neighbourhood.directionCount) nearest training rows lie on a line with it (\(expectation(Double(byChance)))): rows made between other rows, as SMOTE makes them, let scores look better than on new rows; leave them out, or keep them with those they were made from (--group COLUMN)"
}

/// Where a few rows are much nearer than the next ones: as far as distances of rows strewn evenly over as many dimensions as
/// they seem to have go, hardly any.
private func copyWarning(_ found: [Neighbourhood], width: Int) -> String? {
  let dimensions = dimensions(found, width: width)
  let leastGap = Float(log(2.5))
  let count = found.count { around in
    around.differsInMost
      && (1...20).contains { rank in
        let gap = around.logDistances[rank] - around.logDistances[rank - 1]
        // The logarithm of how improbable a gap is after so many rows. Source: Renyi's spacings of the volumes of balls.
        return gap >= leastGap && dimensions * Float(rank) * gap >= 9
      }
  }
  guard count >= fewestFindings, 20 * count >= found.count else { return nil }
  let most = Double(found.count) * 20 * exp(-9)
  return
    "\(share(count, found)) a few training rows are much nearer than the next ones, by 2.5 times or more (\(expectation(most))): copies of rows with small changes let scores look better than on new rows; leave them out, or keep them together (--group COLUMN)"
}

/// In how many dimensions the rows seem to be strewn, by how many more there are in balls twice as full. The median withstands
/// copies; the larger of two scales, for copies make them seem fewer.
private func dimensions(_ found: [Neighbourhood], width: Int) -> Float {
  let estimates = [(9, 19), (19, 39)].map { near, far in
    let growth = found.map { $0.logDistances[far] - $0.logDistances[near] }.sorted()[found.count / 2]
    return growth > 0 ? Float(log(2.0)) / growth : Float(width)
  }
  return min(Float(width), estimates.max() ?? 1)
}

private func share(_ count: Int, _ found: [Neighbourhood]) -> String {
  "in \(grouped(count)) of \(grouped(found.count)) sampled test rows"
}

private func expectation(_ count: Double) -> String { "by chance about \(grouped(Int(count.rounded(.up))))" }
