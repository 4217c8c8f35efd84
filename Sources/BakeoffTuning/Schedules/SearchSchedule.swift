import BakeoffCore

/// How the configurations of a search are tried.
protocol SearchSchedule: Sendable {
  /// Decides on the round that has ended, and says what the next one tries; nothing when the search is over.
  mutating func next(_ search: inout Search) -> [InnerTrial]
  /// About how many fits a configuration takes.
  func fitsPerCandidate(folds: Int) -> Double
}

extension SearchPlan {
  /// What tries the configurations, where a fold has so many training rows.
  func makeSchedule(rows: Int) -> any SearchSchedule {
    switch schedule {
    case .full: FullSchedule(folds: folds)
    case .race: RaceSchedule(folds: folds)
    case .halving:
      HalvingSchedule(folds: folds, rungs: rungs(rows, count: budget.candidateCount ?? 27), isRepeated: false)
    case .hyperband: HalvingSchedule(folds: folds, rungs: rungs(rows, count: .max), isRepeated: true)
    }
  }

  /// How often the share can be divided by three: down to a twenty-seventh, 100 rows or one epoch, and as long as one of
  /// `count` is left at the end.
  private func rungs(_ rows: Int, count: Int) -> Int {
    var (rungs, rest, left) = (1, Double(rows) / 3, count / 3)
    while rungs < 4, left >= 1, resource == .epochs || rest >= 100 {
      rungs += 1
      rest /= 3
      left /= 3
    }
    return rungs
  }
}
