import BakeoffCore
import BakeoffEvaluation

/// One column of a leaderboard: what a person reads there, and the plain values behind it.
public struct LeaderboardColumn: Sendable {
  /// The heading.
  public let title: String
  /// On which side the cells stand.
  public let alignment: TextAlignment
  /// What a person reads.
  public let cell: @Sendable (LeaderboardRow) -> String
  /// The columns of a CSV file it becomes.
  public let fields: [Field]

  /// A plain value with its heading in a CSV file.
  public struct Field: Sendable {
    /// The heading: lower case, words joined by underscores.
    public let name: String
    /// The value in full precision; empty where there is none.
    public let value: @Sendable (LeaderboardRow) -> String

    /// Makes a field.
    public init(_ name: String, value: @escaping @Sendable (LeaderboardRow) -> String) {
      self.name = name
      self.value = value
    }
  }

  /// Makes a column.
  public init(
    _ title: String, alignment: TextAlignment = .right, fields: [Field],
    cell: @escaping @Sendable (LeaderboardRow) -> String
  ) {
    self.title = title
    self.alignment = alignment
    self.fields = fields
    self.cell = cell
  }
}

extension LeaderboardColumn {
  /// The place, such as `3`, or `1=` where it is shared.
  public static let rank = LeaderboardColumn("#", fields: [Field("rank") { "\($0.rank)" }]) {
    "\($0.rank)" + ($0.isTied ? "=" : "")
  }

  /// The name of the model.
  public static let model = LeaderboardColumn(
    "model", alignment: .left, fields: [Field("model") { $0.competitor.name }]
  ) { oneLine($0.competitor.name) }

  /// The mean of the metric at `index`, with the standard deviation after it if asked.
  public static func metric(_ metric: MetricDescription, at index: Int, showsDeviation: Bool) -> LeaderboardColumn {
    let fields = [
      Field(metric.id) { plain($0.measures[index].mean) }, Field(metric.id + "_std") { plain($0.measures[index].std) },
    ]
    return LeaderboardColumn(metric.title, fields: fields) { row in
      let measure = row.measures[index]
      guard showsDeviation, let std = measure.std else { return score(measure.mean) }
      return score(measure.mean) + " ± " + score(std)
    }
  }

  /// The mean wall seconds of `fit`.
  public static let fitSeconds = LeaderboardColumn(
    "fit s", fields: [Field("fit_seconds") { plain($0.fitSeconds.mean) }]
  ) { seconds($0.fitSeconds.mean) }

  /// The mean wall seconds of predicting the test rows.
  public static let predictSeconds = LeaderboardColumn(
    "predict s", fields: [Field("predict_seconds") { plain($0.predictSeconds.mean) }]
  ) { seconds($0.predictSeconds.mean) }

  /// How many trials came out well, such as `4/5`.
  public static let ok = LeaderboardColumn(
    "ok", fields: [Field("trials") { "\($0.trials)" }, Field("ok") { "\($0.ok)" }, Field("cached") { "\($0.cached)" }]
  ) { "\($0.ok)/\($0.trials)" }

  /// How many trials failed in which way, such as `2 crashed, 1 timed out`; the fields count every kind.
  public static let failures = LeaderboardColumn(
    "failures", alignment: .left,
    fields: [Field("failures") { $0.failureCounts.map { "\($0.kind.rawValue)=\($0.count)" }.joined(separator: " ") }]
  ) { shortReason($0.failureCounts) }

  /// The two commonest kinds; the notes below a table have them all.
  private static func shortReason(_ counts: [(kind: TrialFailure.Kind, count: Int)]) -> String {
    let commonest = counts.enumerated().sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }
    let others = commonest.dropFirst(2).reduce(0) { $0 + $1.element.count }
    let named = commonest.prefix(2).map { "\($0.element.count) \($0.element.kind.title)" }
    return (named + (others == 0 ? [] : ["\(others) other"])).joined(separator: ", ")
  }

  /// The mean of a cost, `-` where it was not measured.
  public static func cost(_ cost: Cost) -> LeaderboardColumn {
    LeaderboardColumn(cost.title, fields: [Field(cost.key) { plain($0.costs[cost]?.mean) }]) { row in
      amount(row.costs[cost]?.mean, of: cost)
    }
  }

  /// The columns of a leaderboard: place, model, its metrics (the first with its deviation), seconds, `ok`, failures
  /// unless `showsFailures` is false, and the costs asked for.
  public static func standard(
    for leaderboard: Leaderboard, showsFailures: Bool = true, costs: [Cost] = []
  ) -> [LeaderboardColumn] {
    let metrics = leaderboard.metrics.enumerated().map { index, metric in
      LeaderboardColumn.metric(metric, at: index, showsDeviation: index == 0)
    }
    return [rank, model] + metrics + [fitSeconds, predictSeconds, ok] + (showsFailures ? [failures] : [])
      + costs.map { cost($0) }
  }
}

extension Table {
  /// What a person reads in these columns, one row a model.
  public init(_ leaderboard: Leaderboard, columns: [LeaderboardColumn]) {
    self.init(
      columns: columns.map { column in
        Column(column.title, alignment: column.alignment, cells: leaderboard.rows.map(column.cell))
      })
  }

  /// The plain values behind these fields, one row a model.
  public init(_ leaderboard: Leaderboard, fields: [LeaderboardColumn.Field]) {
    self.init(columns: fields.map { field in Column(field.name, cells: leaderboard.rows.map(field.value)) })
  }
}

/// A number in full precision, empty where there is none.
func plain(_ value: Double?) -> String {
  value.map { "\($0)" } ?? ""
}
