import BakeoffCore

/// A configuration that a tuned model chose, and on which splits.
public struct TuningChoice: Hashable, Sendable {
  /// The searched settings.
  public let settings: Settings
  /// Whether they are the settings the model has without tuning.
  public let isOwn: Bool
  /// The splits, from 0.
  public let splits: [Int]
}

extension TuningChoice {
  /// What searches chose, one a split, most often first; of equally frequent ones the one that did better on the inner folds
  /// of all splits that tried it.
  public static func list(_ searches: [SearchRecord?]) -> [TuningChoice] {
    let chosen = searches.enumerated().compactMap { split, search in
      search?.chosen.map { (split: split, settings: search?.candidates[$0].settings ?? [:], isOwn: $0 == 0) }
    }
    return Dictionary(grouping: chosen, by: \.settings).values
      .map { TuningChoice(settings: $0[0].settings, isOwn: $0[0].isOwn, splits: $0.map(\.split)) }
      .map { (choice: $0, rank: $0.rank(searches)) }
      .sorted { $0.rank.lexicographicallyPrecedes($1.rank) }.map(\.choice)
  }

  /// What it is sorted by, the smaller the better.
  private func rank(_ searches: [SearchRecord?]) -> [Double] {
    let means = searches.compactMap { search in
      search?.candidates.first { $0.settings == settings }?.mean
    }
    let sign = searches.lazy.compactMap(\.self).first?.direction == .lowerIsBetter ? 1.0 : -1
    let mean = means.reduce(0, +) / Double(max(means.count, 1))
    return [-Double(splits.count), sign * mean, Double(splits.first ?? 0)]
  }
}

extension SearchRecord {
  /// The configurations one of whose fits failed.
  public var failed: [Candidate] { candidates.filter { $0.ending?.reason == .failed } }

  /// Whether it says something of the settings it chose: it came to its end, and at least half of the configurations beside the
  /// model's own settings could be fitted.
  public var isConclusive: Bool {
    let others = candidates.dropFirst()
    return isCutShort != true && !others.isEmpty
      && others.count { $0.ending?.reason == .failed } * 2 < others.count
  }
}

extension LeaderboardRow {
  /// Whether all searches that chose settings say something of them.
  public var hasConclusiveSearches: Bool {
    searches.compactMap(\.self).filter { $0.chosen != nil }.allSatisfy(\.isConclusive)
  }

  /// What was chosen, most often first.
  public var choices: [TuningChoice] { TuningChoice.list(searches) }

  /// The mean inner score of what was chosen and the mean outer one, over the splits that have both, by the metric that was
  /// searched by; nil where the board does not show that metric, and without such a split.
  public func searchOptimism(_ board: Leaderboard) -> (metric: String, inner: Double, outer: Double)? {
    guard let metric = searches.lazy.compactMap({ $0?.metric }).first,
      let column = board.metrics.firstIndex(where: { $0.id == metric }), !scores[column].isPooled
    else { return nil }
    let pairs = zip(searches, scores[column].folds).compactMap { search, outer -> (Double, Double)? in
      guard let search, let chosen = search.chosen, let inner = search.candidates[chosen].mean, let outer else {
        return nil
      }
      return (inner, outer)
    }
    guard !pairs.isEmpty else { return nil }
    let count = Double(pairs.count)
    return (metric, pairs.reduce(0) { $0 + $1.0 } / count, pairs.reduce(0) { $0 + $1.1 } / count)
  }
}

extension Leaderboard {
  /// How far a tuned model is ahead of the same model without tuning, with half the simultaneous interval; nil where that is
  /// not known, and for a model that is not tuned.
  public func gain(of row: LeaderboardRow) -> (lead: Double, half: Double)? {
    guard let base = row.competitor.tuning?.base, let rows = evidence?.rows,
      let place = self.rows.firstIndex(where: { $0.competitor.name == row.competitor.name }),
      let other = self.rows.firstIndex(where: { $0.competitor.name == base }),
      rows.leads.indices.contains(place), rows.leads.indices.contains(other)
    else { return nil }
    return (rows.leads[place][other], rows.halfWidth(place, other))
  }
}
