/// The name among `names` that `name` is most likely a slip for, or nil where none is near.
///
/// Near means at most a third of its letters (at least one, at most three) are to be inserted, deleted, replaced or
/// swapped with their neighbour. Case does not count. Source: the optimal string alignment distance.
package func nearestName(to name: String, among names: some Collection<String>) -> String? {
  let limit = max(1, min(3, name.count / 3))
  let distances = names.map { (name: $0, distance: editDistance(name.lowercased(), $0.lowercased())) }
  return distances.filter { $0.distance <= limit }.min { $0.distance < $1.distance }?.name
}

/// The name among `names` that `name` is most likely a slip for, as the end of a sentence: `; did you mean mlp?`, or
/// nothing where none is near.
package func didYouMean(_ name: String, among names: some Collection<String>) -> String {
  nearestName(to: name, among: names).map { "; did you mean \($0)?" } ?? ""
}

/// Insertions, deletions, replacements and swaps of neighbours that turn one text into the other.
private func editDistance(_ first: String, _ second: String) -> Int {
  let a = Array(first)
  let b = Array(second)
  var rows = [Array(0...b.count)]
  for i in a.indices {
    var row = [i + 1]
    for j in b.indices {
      let replaced = rows[i][j] + (a[i] == b[j] ? 0 : 1)
      var best = min(rows[i][j + 1] + 1, row[j] + 1, replaced)
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, rows[i - 1][j - 1] + 1) }
      row.append(best)
    }
    rows.append(row)
  }
  return rows[a.count][b.count]
}
