import BakeoffCore

/// How models rank over several data sets, and which of them can be told apart.
///
/// The unit is the data set: one score each, the mean over its splits. Source: Demšar, "Statistical comparisons of
/// classifiers over multiple data sets", Journal of Machine Learning Research 7, 2006.
public struct RankStudy: Hashable, Sendable {
  /// How pairs are told apart.
  public enum PostHoc: String, Hashable, Sendable, CaseIterable {
    /// By the critical difference of mean ranks; up to ten models.
    case nemenyi
    /// By Wilcoxon's signed-rank test of each pair with Holm's correction.
    case wilcoxon
  }

  /// The metric.
  public let metric: MetricDescription
  /// The names of the data sets.
  public let datasets: [String]
  /// The names of the models, best mean rank first.
  public let models: [String]
  /// Models that are left out, because they have no complete score on every data set.
  public let incomplete: [String]
  /// The score of each model on each data set: data sets x models.
  public let scores: [[Double]]
  /// Friedman's test and Iman and Davenport's, with mean ranks.
  public let friedman: FriedmanTest
  /// Each pair: models x models.
  public let pairs: [[PairOnDatasets]]
  /// p of each pair by Wilcoxon's test after Holm's correction: models x models.
  public let corrected: [[Double]]
  /// How pairs are told apart.
  public let postHoc: PostHoc

  /// Ranks the models that all runs have; floors and controls take no part, as they would make any study find differences.
  ///
  /// Throws `ConfigurationError` for fewer than two data sets or models, and for two runs of the same data.
  public init(_ runs: [RunRecord], metric: any Metric, postHoc: PostHoc? = nil) throws(ConfigurationError) {
    try Self.check(runs)
    var boards: [Leaderboard] = []
    for run in runs { boards.append(try run.learned(from: 1).scoreboard(metric)) }
    let entrants = boards.map { board in board.rows.filter { $0.competitor.role == .entrant }.map(\.competitor.name) }
    let everywhere = (entrants.first ?? []).filter { name in entrants.allSatisfy { $0.contains(name) } }
    let known = boards.map { board in
      Dictionary(
        board.rows.compactMap { row in row.isComplete ? row.scores[0].mean.map { (row.competitor.name, $0) } : nil }
      ) { first, _ in first }
    }
    let complete = everywhere.filter { name in known.allSatisfy { $0[name] != nil } }
    let values = known.map { scores in complete.compactMap { scores[$0] } }
    let direction: RankOrder = metric.direction == .higherIsBetter ? .largestFirst : .smallestFirst
    guard let unsorted = FriedmanTest(ranks: values.map { meanRanks($0, direction) }) else {
      throw ConfigurationError(
        "ranks need two models or more, besides the floor, that every run has a complete score of")
    }
    let order = complete.indices.sorted { (unsorted.meanRanks[$0], $0) < (unsorted.meanRanks[$1], $1) }
    let sorted = values.map { scores in order.map { scores[$0] } }
    guard let friedman = FriedmanTest(ranks: sorted.map { meanRanks($0, direction) }) else {
      throw ConfigurationError(
        "ranks need two models or more, besides the floor, that every run has a complete score of")
    }
    self.metric = MetricDescription(metric)
    datasets = runs.map(\.description.dataset)
    models = order.map { complete[$0] }
    incomplete = Set(entrants.flatMap(\.self)).subtracting(complete).sorted()
    scores = sorted
    self.friedman = friedman
    let sign = metric.direction == .higherIsBetter ? 1.0 : -1
    pairs = order.indices.map { a in
      order.indices.map { b in PairOnDatasets(sorted.map { sign * ($0[a] - $0[b]) }, sign: sign) }
    }
    corrected = Self.corrected(pairs)
    self.postHoc = postHoc ?? (friedman.criticalDifference == nil ? .wilcoxon : .nemenyi)
    if self.postHoc == .nemenyi, friedman.criticalDifference == nil {
      throw ConfigurationError("Nemenyi's test is tabled for ten models at the most; use --post-hoc wilcoxon")
    }
  }

  /// Whether two models can be told apart at the level of 5 %.
  public func isSeparated(_ a: Int, _ b: Int) -> Bool {
    switch postHoc {
    case .nemenyi: abs(friedman.meanRanks[a] - friedman.meanRanks[b]) > (friedman.criticalDifference ?? .infinity)
    case .wilcoxon: corrected[a][b] < 0.05
    }
  }

  /// The largest groups of neighbours in rank of which no two can be told apart, of two models or more.
  public var groups: [ClosedRange<Int>] {
    var groups: [ClosedRange<Int>] = []
    for first in models.indices {
      let last =
        (first..<models.count).prefix { last in
          (first...last).allSatisfy { a in (first...last).allSatisfy { a == $0 || !isSeparated(a, $0) } }
        }.last ?? first
      if last > first, groups.last.map({ last > $0.upperBound }) ?? true { groups.append(first...last) }
    }
    return groups
  }

  private static func check(_ runs: [RunRecord]) throws(ConfigurationError) {
    guard runs.count >= 2 else {
      throw ConfigurationError("ranks are over data sets: name two runs or more, each of another data set")
    }
    let byData = Dictionary(grouping: runs) { "\($0.description.sha256) \($0.task.positive ?? -1)" }
    if let same = byData.values.first(where: { $0.count > 1 }) {
      let numbers = same.compactMap { $0.number.map { "\($0)" } }.joined(separator: " and ")
      throw ConfigurationError(
        "runs \(numbers) are of the same data, \(same[0].description.dataset); a data set counts once, so name one of them"
      )
    }
  }

  /// Holm's correction over all pairs.
  private static func corrected(_ pairs: [[PairOnDatasets]]) -> [[Double]] {
    let places = pairs.indices.flatMap { a in pairs.indices.filter { $0 > a }.map { (a, $0) } }
    let pValues = holmCorrected(places.map { pairs[$0.0][$0.1].pValue })
    var matrix = pairs.map { $0.map { _ in 1.0 } }
    for ((a, b), p) in zip(places, pValues) { (matrix[a][b], matrix[b][a]) = (p, p) }
    return matrix
  }
}

/// Two models over several data sets; it does not change when another model joins.
public struct PairOnDatasets: Hashable, Sendable {
  /// The mean of the differences, in units of the metric: the first less the second.
  public let meanDifference: Double
  /// Data sets on which the first is better.
  public let wins: Int
  /// Data sets on which both are the same.
  public let ties: Int
  /// Data sets on which the second is better.
  public let losses: Int
  /// p of Wilcoxon's signed-rank test, of this pair alone.
  public let pValue: Double

  /// Takes how far the first is ahead on each data set; `sign` is -1 for a metric of which less is better.
  init(_ leads: [Double], sign: Double) {
    meanDifference = sign * leads.reduce(0, +) / Double(max(leads.count, 1))
    wins = leads.count { $0 > 0 }
    losses = leads.count { $0 < 0 }
    ties = leads.count - wins - losses
    pValue = WilcoxonSignedRank(differences: leads).pValue
  }
}

extension RunRecord {
  /// The board of one metric, without evidence.
  fileprivate func scoreboard(_ metric: any Metric) throws(ConfigurationError) -> Leaderboard {
    try Leaderboard(
      run: description, competitors: competitors, trials: trials, truths: truths, metrics: [metric], splits: splits,
      weighsEvidence: false)
  }
}
