import BakeoffCore

/// What decides a model's place, in a final leaderboard as in one of a run under way: first whether no trial failed, then
/// whether the metric that ranks is defined, then its mean. The smaller standing is the better one.
package struct Standing: Comparable, Sendable {
  private let isIncomplete: Int
  private let isUndefined: Int
  private let value: Double

  /// Makes the standing of a model; `mean` is nil where the metric is not defined on any split.
  package init(isComplete: Bool, mean: Double?, direction: MetricDirection) {
    isIncomplete = isComplete ? 0 : 1
    isUndefined = mean == nil ? 1 : 0
    value = (mean ?? 0) * (direction == .higherIsBetter ? -1 : 1)
  }

  /// Whether the first is better.
  package static func < (left: Standing, right: Standing) -> Bool {
    (left.isIncomplete, left.isUndefined, left.value) < (right.isIncomplete, right.isUndefined, right.value)
  }

  /// The indices of the standings, best first. The original order settles ties, so that the same trials always give the
  /// same board.
  package static func bestFirst(_ standings: [Standing]) -> [Int] {
    standings.indices.sorted { first, second in
      standings[first] == standings[second] ? first < second : standings[first] < standings[second]
    }
  }
}
