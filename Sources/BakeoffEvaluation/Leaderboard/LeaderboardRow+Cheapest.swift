extension LeaderboardRow {
  /// The one of these that costs least; nil where that cannot be told from how costs scatter between splits, and where one
  /// of them was not measured.
  public static func cheapest(of rows: [LeaderboardRow], by cost: Cost) -> LeaderboardRow? {
    cheapest(of: rows, scatters: cost.scatters) { $0.costs[cost] }
  }

  /// The same of any cost: one that `scatters` is told where the dearest split of the cheapest is below the cheapest split of
  /// any other; with one split each, below half of it.
  package static func cheapest(
    of rows: [LeaderboardRow], scatters: Bool, cost: (LeaderboardRow) -> FoldSummary?
  ) -> LeaderboardRow? {
    let known = rows.compactMap { row in
      cost(row).flatMap { cost in cost.mean.map { (row: row, cost: cost, mean: $0) } }
    }
    guard known.count == rows.count, let least = known.min(by: { $0.mean < $1.mean }) else { return nil }
    let others = known.filter { $0.row.competitor.name != least.row.competitor.name }
    return others.allSatisfy { least.cost.isCheaper(than: $0.cost, scatters: scatters) } ? least.row : nil
  }
}

extension FoldSummary {
  fileprivate func isCheaper(than other: FoldSummary, scatters: Bool) -> Bool {
    let (own, others) = (folds.compactMap(\.self), other.folds.compactMap(\.self))
    guard let mean, let otherMean = other.mean, let dearest = own.max(), let cheapest = others.min() else {
      return false
    }
    guard scatters else { return mean < otherMean }
    return own.count > 1 && others.count > 1 ? dearest < cheapest : 2 * dearest < cheapest
  }
}

extension Cost {
  /// Whether it is another each time it is measured; sizes and numbers of parameters are not.
  package var scatters: Bool {
    switch self {
    case .cpu, .wall, .memory, .latencyP50, .latencyP95: true
    case .modelSize, .parameters: false
    }
  }
}
