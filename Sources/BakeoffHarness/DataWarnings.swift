import BakeoffCatalog
import BakeoffCore
import Foundation

/// What a user should know of rows that stand in training and in test: a model that remembers them is right for nothing.
/// Rows that agree by chance, as they must where columns have few values, are none of these.
func duplicateWarnings(of splits: [Split], in features: Features) -> [String] {
  func shared(_ digits: Int?) -> Int {
    let count = sharedRows(splits, digests: rowDigests(features, digits: digits))
    return count > 0 && isByChance(count, splits, features, digits: digits) ? 0 : count
  }
  let exact = shared(nil)
  let rounded = features.buffer.element == .byte ? exact : max(exact, shared(3))
  guard rounded > 0 else { return [] }
  let tested = Set(splits.flatMap(\.test)).count
  let share = String(format: "%.2g", 100 * Double(rounded) / Double(max(tested, 1)))
  let counts =
    exact == rounded
    ? "\(counted(exact, "test row"))"
    : exact == 0
      ? "rounded to 3 digits, \(counted(rounded, "test row"))"
      : "\(counted(exact, "test row")), and \(grouped(rounded)) when rounded to 3 digits,"
  let verb = rounded == 1 ? "is also a training row" : "are also training rows"
  return [
    "\(counts) (\(share) % of \(grouped(tested))) \(verb) of the same split: scores may be too good; leave duplicates out, or keep them together with --group"
  ]
}

/// How many rows are tested in a split that has an equal row to learn from.
private func sharedRows(_ splits: [Split], digests: [Int]) -> Int {
  let repeated = repeatedValues(digests)
  guard !repeated.isEmpty else { return 0 }
  var shared: Set<Int> = []
  for split in splits where split.share == 1 && split.fit == 0 {
    let known = Set(split.training.lazy.map { digests[$0] }.filter(repeated.contains))
    shared.formUnion(split.test.filter { known.contains(digests[$0]) })
  }
  return shared.count
}

/// What stands more than once.
private func repeatedValues(_ values: [Int]) -> Set<Int> {
  let sorted = values.sorted()
  return Set(zip(sorted, sorted.dropFirst()).lazy.filter { $0 == $1 }.map(\.0))
}

/// A digest of the values of each row, rounded to so many significant digits; by all cores.
private func rowDigests(_ features: Features, digits: Int?) -> [Int] {
  let (count, rowsAtATime) = (features.count, 1024)
  let threads = ProcessInfo.processInfo.activeProcessorCount
  return concurrently((count + rowsAtATime - 1) / rowsAtATime, threads: threads, state: {}) { block, _ in
    (block * rowsAtATime..<min((block + 1) * rowsAtATime, count)).map { rowDigest(features, $0, digits: digits) }
  }.flatMap { $0 }
}

/// Whether half as many rows would agree or more, were the columns independent of each other: each is shuffled, which
/// leaves its values as they are and breaks what they have to do with the others.
private func isByChance(_ count: Int, _ splits: [Split], _ features: Features, digits: Int?) -> Bool {
  guard !features.shape.isImage else { return false }
  var generator = SeededGenerator(seed: 0)
  var digests = [Int](repeating: 0, count: features.count)
  for column in 0..<features.shape.count {
    for (row, value) in features.values(ofColumn: column).shuffled(using: &generator).enumerated() {
      var hasher = Hasher()
      hasher.combine(digests[row])
      hasher.combine(digits.map { rounded(value, to: $0) } ?? value)
      digests[row] = hasher.finalize()
    }
    // With more columns fewer agree; to count them takes longest, so not after each.
    let isToBeCounted = (column + 1).nonzeroBitCount == 1 || column + 1 == features.shape.count
    if isToBeCounted, 2 * sharedRows(splits, digests: digests) < count { return false }
  }
  return true
}

private func rowDigest(_ features: Features, _ row: Int, digits: Int?) -> Int {
  var hasher = Hasher()
  if let bytes = features.bytes(ofRow: row) {
    bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
  } else {
    for value in features.doubles(ofRow: row) { hasher.combine(digits.map { rounded(value, to: $0) } ?? value) }
  }
  return hasher.finalize()
}

private func rounded(_ value: Double, to digits: Int) -> Double {
  guard value != 0, value.isFinite else { return value }
  let scale = pow(10, Double(digits - 1) - log10(abs(value)).rounded(.down))
  return scale.isFinite ? (value * scale).rounded() / scale : value
}

/// What a user should know of columns of very different scales that a model takes as they are.
func scaleWarnings(_ models: [ConfiguredModel], on rows: Examples) -> [String] {
  let concerned = models.filter {
    $0.card.needs.contains(.scaledColumns) && !$0.wantsRawRows && $0.preparation(of: rows.features) == nil
  }
  guard !concerned.isEmpty, rows.features.buffer.element != .byte, !rows.features.shape.isImage else { return [] }
  let some = rows.features.selecting(Array(0..<min(rows.count, 1000)))
  let spreads = (0..<some.shape.count).compactMap { column -> Double? in
    let values = some.values(ofColumn: column).filter(\.isFinite)
    guard let low = values.min(), let high = values.max(), high > low else { return nil }
    return high - low
  }
  guard let least = spreads.min(), let most = spreads.max(), most > 1000 * least else { return [] }
  let names = concerned.map(\.name).joined(separator: ", ")
  return [
    "the ranges of columns differ by a factor of \(String(format: "%.2g", most / least)), and \(names) takes them as they are: standardise them (--prepare standardise)"
  ]
}
