import BakeoffCore

/// Where the configurations of a search come from.
package protocol CandidateSource: Sendable {
  /// How many points are to be asked for at a time, so that what is learned from them can guide the next; nil for any.
  var batch: Int? { get }
  /// Up to `count` further points, fewer where there are no more. `scored` has those whose score is known, higher better.
  mutating func next(_ count: Int, scored: [ScoredPoint]) -> [[Double]]
}

/// A configuration that was tried.
package struct ScoredPoint: Sendable {
  /// Its coordinates; nil where a setting lies outside its axis, as a default may.
  package let point: [Double?]
  /// Its score, higher is better.
  package let score: Double

  /// Takes a point and its score.
  package init(point: [Double?], score: Double) {
    self.point = point
    self.score = score
  }
}

/// Where configurations come from, by the name a user gives it.
public enum SearchMethod: String, Sendable, Hashable, CaseIterable, Codable {
  /// Evenly spread points of low discrepancy.
  case sobol
  /// Points drawn at random.
  case random
  /// Every combination.
  case grid
  /// Points a tree-structured Parzen estimator expects to be good.
  case tpe

  /// The method by which `count` configurations of `space` are found, nil where their number is open: a space with no more of
  /// them is tried as a whole and needs no drawing.
  func used(for space: SearchSpace, count: Int?) -> SearchMethod {
    if let size = space.size, let count, size <= count { .grid } else { self }
  }

  /// The source of points of `space`; `count` is how many will be asked for, nil where that is open.
  package func source(of space: SearchSpace, count: Int?, seed: UInt64) -> any CandidateSource {
    switch used(for: space, count: count) {
    case .sobol: SobolSource(axes: space.axes.count, seed: seed)
    case .random: RandomSource(axes: space.axes.count, seed: seed)
    case .grid: GridSource(space, count: count, seed: seed)
    case .tpe: ParzenSource(space, seed: seed)
    }
  }
}
