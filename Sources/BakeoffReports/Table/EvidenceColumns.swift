import BakeoffEvaluation
import Foundation

extension LeaderboardColumn {
  /// The mean of the ranking metric with its 95 % interval.
  static func interval(_ metric: MetricDescription, at index: Int) -> LeaderboardColumn {
    LeaderboardColumn(
      Cell("\(metric.title) ± 95 %") { row in
        score(row.scores[index].mean) + plusMinus(row.evidence?.interval?.halfWidth)
      })
  }

  /// The difference to the best with its simultaneous 95 % interval: by rows, or else by splits.
  static let toBest = LeaderboardColumn(
    Cell("to best ± 95 %") { row in
      guard let evidence = row.evidence, let (value, half) = evidence.shownDifference else { return "-" }
      return signed(value) + plusMinus(half)
    })

  /// What can be said of the model against the best.
  static let verdict = LeaderboardColumn(
    Cell("verdict", alignment: .left) { $0.verdictTitle })

  /// The places a model can have, such as `1-2`.
  static let places = LeaderboardColumn(
    Cell("places") { row in
      guard let places = row.evidence?.places else { return "-" }
      return places.count == 1 ? "\(places.lowerBound)" : "\(places.lowerBound)-\(places.upperBound)"
    })

  /// All of it for programs.
  static func evidence(at index: Int) -> LeaderboardColumn {
    let path = ["evidence"]
    let fields = intervalValues(at: index) + rowValues + recipeValues + chanceValues
    return LeaderboardColumn(
      values: [
        Value(csv: "verdict", json: path + ["verdict"]) { row in
          row.stoppedAfter != nil ? .string("stopped") : row.evidence.map { .string($0.verdict.rawValue) }
        },
        Value(csv: "best_place", json: path + ["best_place"]) {
          $0.evidence?.places.map { .integer($0.lowerBound) }
        },
        Value(csv: "worst_place", json: path + ["worst_place"]) {
          $0.evidence?.places.map { .integer($0.upperBound) }
        },
      ]
        + fields.map { name, value in
          Value(csv: name.joined(separator: "_"), json: path + name) { row in row.evidence.flatMap { value(row, $0) } }
        })
  }

  private typealias Field = (name: [String], value: @Sendable (LeaderboardRow, ModelEvidence) -> JSON?)

  private static func intervalValues(at index: Int) -> [Field] {
    [
      (["interval", "method"], { _, known in known.interval.map { .string($0.method.rawValue) } }),
      (["interval", "lower"], { row, known in limit(row.scores[index].mean, known.interval?.halfWidth, -1) }),
      (["interval", "upper"], { row, known in limit(row.scores[index].mean, known.interval?.halfWidth, 1) }),
    ]
  }

  private static let rowValues: [Field] = [
    (["rows", "difference"], { _, known in known.rows.map { .number($0.difference) } }),
    (["rows", "lower"], { _, known in known.rows.flatMap { limit($0.difference, $0.halfWidth, -1) } }),
    (["rows", "upper"], { _, known in known.rows.flatMap { limit($0.difference, $0.halfWidth, 1) } }),
    (["rows", "behind"], { _, known in known.rows.map { .bool($0.isBehind) } }),
    (["rows", "identical"], { _, known in known.rows.map { .bool($0.isIdentical) } }),
  ]

  private static let recipeValues: [Field] = [
    (["recipe", "difference"], { _, known in known.recipe.map { .number($0.difference) } }),
    (["recipe", "lower"], { _, known in known.recipe.flatMap { limit($0.difference, $0.halfWidth, -1) } }),
    (["recipe", "upper"], { _, known in known.recipe.flatMap { limit($0.difference, $0.halfWidth, 1) } }),
    (["recipe", "p"], { _, known in known.recipe.map { .number($0.pValue) } }),
    (["recipe", "behind"], { _, known in known.recipe.map { .bool($0.isBehind) } }),
  ]

  private static let chanceValues: [Field] = [
    (["chance", "level"], { _, known in known.chance.map { .number($0.level) } }),
    (["chance", "p"], { _, known in known.chance.map { .number($0.pValue) } }),
  ]

  private static func limit(_ value: Double?, _ half: Double?, _ sign: Double) -> JSON? {
    guard let value, let half else { return nil }
    return .number(value + sign * half)
  }
}

extension ModelEvidence {
  /// The difference to the best that a table shows, with half its interval: by rows, or else by splits.
  fileprivate var shownDifference: (value: Double, half: Double)? {
    rows.map { ($0.difference, $0.halfWidth) } ?? recipe.map { ($0.difference, $0.halfWidth) }
  }
}

extension LeaderboardRow {
  /// What can be said of the model in a word or two: its role, that a race stopped it, or its verdict.
  var verdictTitle: String {
    guard competitor.role == .entrant else { return competitor.role.rawValue }
    if let stoppedAfter { return "stopped after \(stoppedAfter) of \(trials)" }
    return evidence?.verdict.title ?? "-"
  }
}

extension Verdict {
  /// The verdict in a word or two.
  var title: String {
    switch self {
    case .best: "best"
    case .tied: "tied"
    case .identical: "identical"
    case .worse: "worse"
    case .worseOnRows: "worse on rows"
    case .worseAsRecipe: "worse recipe"
    case .chance: "chance"
    case .unknown: "cannot tell"
    }
  }
}

/// A difference with its sign and four decimals.
func signed(_ value: Double) -> String { (value < 0 ? "" : "+") + String(format: "%.4f", value) }

/// The half of an interval after its middle; as many spaces where there is none, so that middles stand below each other.
func plusMinus(_ half: Double?) -> String {
  half.map { " ± " + score($0) } ?? String(repeating: " ", count: 9)
}
