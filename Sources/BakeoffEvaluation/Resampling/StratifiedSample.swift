import BakeoffCore

/// `count` row numbers, ascending, drawn at random so that every class keeps its share; all rows if there are no more.
///
/// The classes' counts are their exact shares rounded by the method of largest remainders (Hamilton's), so they add up
/// to `count`. Precondition: `count >= 0`.
public func stratifiedSample(labels: [Int], count: Int, seed: UInt64) -> [Int] {
  precondition(count >= 0, "a sample has no negative size")
  guard count < labels.count else { return Array(labels.indices) }
  var generator = SeededGenerator(seed: derivedSeed(seed, "stratified-sample"))
  let rowsOfClass = rowsByFirstAppearance(labels)
  let shares = proportionalShares(of: count, sizes: rowsOfClass.map(\.count))
  return zip(rowsOfClass, shares).flatMap { rows, share in
    rows.shuffled(using: &generator).prefix(share)
  }.sorted()
}

/// `count` divided in proportion to `sizes`, by largest remainders; of equal remainders the first goes first.
func proportionalShares(of count: Int, sizes: [Int]) -> [Int] {
  let total = sizes.reduce(0, +)
  guard total > 0 else { return sizes.map { _ in 0 } }
  var shares = sizes.map { count * $0 / total }
  let remainders = sizes.map { count * $0 % total }
  let order = sizes.indices.sorted { (remainders[$1], $0) < (remainders[$0], $1) }
  for index in order.prefix(count - shares.reduce(0, +)) { shares[index] += 1 }
  return shares
}
