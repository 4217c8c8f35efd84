/// The name closest to a mistyped one, for a "did you mean"; nil where none is close.
///
/// Close means an edit distance (Levenshtein 1966: insertions, deletions and replacements) of at most a third of the
/// longer name, and of at least one; of equally close names the first in alphabetical order.
public func nearestName(to name: String, among names: some Collection<String>) -> String? {
  let typed = Array(name.lowercased())
  let ranked = names.sorted().map { (name: $0, distance: editDistance(typed, Array($0.lowercased()))) }
  guard let nearest = ranked.min(by: { $0.distance < $1.distance }) else { return nil }
  return nearest.distance <= max(1, max(typed.count, nearest.name.count) / 3) ? nearest.name : nil
}

/// The fewest insertions, deletions and replacements that turn `first` into `second`.
private func editDistance(_ first: [Character], _ second: [Character]) -> Int {
  var previous = Array(0...second.count)
  for (row, character) in first.enumerated() {
    var current = [row + 1]
    for (column, other) in second.enumerated() {
      let replaced = previous[column] + (character == other ? 0 : 1)
      current.append(min(replaced, previous[column + 1] + 1, current[column] + 1))
    }
    previous = current
  }
  return previous[second.count]
}
