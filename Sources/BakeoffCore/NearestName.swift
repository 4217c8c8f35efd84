/// The candidate a mistyped name most probably meant, or nil where none is close.
///
/// Close is a candidate that begins with the name, or one that is at most a third of the name's length (and at least
/// one) insertions, deletions, substitutions and swaps of neighbours away. The earlier candidate wins a tie.
public func nearestName(to name: String, among candidates: some Sequence<String>) -> String? {
  let name = name.lowercased()
  let limit = max(1, name.count / 3)
  var best: (candidate: String, distance: Int)?
  for candidate in candidates {
    let other = candidate.lowercased()
    let isAbbreviation = name.count >= 3 && other.hasPrefix(name)
    let distance = isAbbreviation ? limit : editDistance(name, other)
    if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
  }
  return best?.candidate
}

/// The least number of insertions, deletions, substitutions and swaps of neighbours that turn `first` into `second`,
/// no part being edited twice: the optimal string alignment distance (Boytsov, "Indexing methods for approximate
/// dictionary searching", 2011, section 2.2).
package func editDistance(_ first: String, _ second: String) -> Int {
  let first = Array(first)
  let second = Array(second)
  var beforePrevious: [Int] = []
  var previous = Array(0...second.count)
  for i in first.indices {
    var current = [i + 1]
    for j in second.indices {
      let substitution = previous[j] + (first[i] == second[j] ? 0 : 1)
      var distance = min(substitution, previous[j + 1] + 1, current[j] + 1)
      if i > 0, j > 0, first[i] == second[j - 1], first[i - 1] == second[j] {
        distance = min(distance, beforePrevious[j - 1] + 1)
      }
      current.append(distance)
    }
    (beforePrevious, previous) = (previous, current)
  }
  return previous[second.count]
}
