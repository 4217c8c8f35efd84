import BakeoffCore

/// Rows that models do not agree on, chosen by a stated rule.
public struct Disagreement: Hashable, Sendable {
  /// A test row with what each model says of it.
  public struct Row: Hashable, Sendable {
    /// The number of the row in the data set.
    public let row: Int
    /// Its class.
    public let truth: Int
    /// The class each model names, in the order of the models.
    public let votes: [Int]
  }

  /// Rows that every model gets wrong, those first that most models call the same: candidates for a wrong label.
  public let wrongForAll: [Row]
  /// Rows that the first model gets right and the second wrong, in the order of the data.
  public let onlyFirst: [Row]
  /// Rows that the second model gets right and the first wrong.
  public let onlySecond: [Row]
  /// Rows of which the first model is least sure: the smallest lead of its highest score.
  public let leastCertain: [Row]
  /// How many rows each of the four lists would have.
  public let counts: [Int]

  /// Compares models, best first, that predict the same rows; each list has at most `limit` rows.
  ///
  /// Nil for fewer than two models. Precondition: the same rows.
  public init?(_ models: [PooledPredictions], limit: Int) {
    guard models.count >= 2, models.allSatisfy({ $0.rows == models[0].rows }) else { return nil }
    let labels = models.map(\.predictions.labels)
    let truth = models[0].truth
    func rows(_ places: [Int]) -> [Row] {
      places.prefix(limit).map { place in
        Row(row: models[0].rows[place], truth: truth[place], votes: labels.map { $0[place] })
      }
    }
    func agreement(_ place: Int) -> Int {
      Dictionary(grouping: labels.map { $0[place] }) { $0 }.values.map(\.count).max() ?? 0
    }
    let all = truth.indices.filter { place in labels.allSatisfy { $0[place] != truth[place] } }
    let first = truth.indices.filter { labels[0][$0] == truth[$0] && labels[1][$0] != truth[$0] }
    let second = truth.indices.filter { labels[0][$0] != truth[$0] && labels[1][$0] == truth[$0] }
    let leads = truth.indices.map { lead(models[0].predictions.row($0)) }
    wrongForAll = rows(all.sorted { (agreement($1), $0) < (agreement($0), $1) })
    onlyFirst = rows(first)
    onlySecond = rows(second)
    leastCertain = rows(truth.indices.sorted { (leads[$0], $0) < (leads[$1], $1) })
    counts = [all.count, first.count, second.count, truth.count]
  }
}

/// How far the highest score is above the next.
private func lead(_ scores: ArraySlice<Float>) -> Float {
  var (best, next) = (-Float.infinity, -Float.infinity)
  for score in scores {
    if score > best { (best, next) = (score, best) } else if score > next { next = score }
  }
  return best - next
}
