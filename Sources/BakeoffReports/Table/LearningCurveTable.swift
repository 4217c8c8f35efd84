import BakeoffCore
import BakeoffEvaluation

extension LearningCurve {
  /// One row a model, one column a number of training rows, each with the mean and its interval.
  var table: Table {
    let models = points.last?.models.map(\.model) ?? []
    let figures = points.map { point in
      let known = Dictionary(point.models.map { ($0.model, $0) }) { first, _ in first }
      return Table.Column(
        "\(grouped(Int(point.trainingRows.rounded()))) rows",
        cells: models.map { name in
          guard let found = known[name] else { return "-" }
          return score(found.scores.mean) + plusMinus(found.interval?.halfWidth)
        })
    }
    return Table(columns: [Table.Column("model", alignment: .left, cells: models.map { oneLine($0) })] + figures)
  }

  /// What the table shows.
  var title: String { "\(metric.title) by training rows, with 95 % intervals" }

  /// The same for programs.
  var json: JSON {
    .object([
      ("metric", .string(metric.id)),
      (
        "points",
        .array(
          points.map { point in
            .object([
              ("share", .number(point.share)), ("training_rows", .number(point.trainingRows)),
              ("models", .array(point.models.map(json))),
            ])
          })
      ),
    ])
  }

  private func json(_ model: Score) -> JSON {
    let half = model.interval?.halfWidth
    func limit(_ sign: Double) -> JSON {
      .number(model.scores.mean.flatMap { mean in half.map { mean + sign * $0 } })
    }
    return .object([
      ("model", .string(model.model)), ("mean", .number(model.scores.mean)), ("std", .number(model.scores.std)),
      ("folds", .array(model.scores.folds.map { .number($0) })), ("lower", limit(-1)), ("upper", limit(1)),
    ])
  }
}

extension LeaderboardColumn {
  /// For CSV: the mean at each smaller share, such as `f1_at_0.1`.
  static func learningCurve(_ curve: LearningCurve) -> LeaderboardColumn {
    LeaderboardColumn(
      values: curve.points.filter { $0.share < 1 }.map { point in
        Value(csv: "\(curve.metric.id)_at_\(point.share)") { row in
          .number(point.models.first { $0.model == row.competitor.name }?.scores.mean)
        }
      })
  }

  /// How far the ranking metric scatters between splits, and between fits of the same rows.
  static func spread(isShown: Bool) -> [LeaderboardColumn] {
    guard isShown else { return [] }
    let parts: [(title: String, name: String, value: @Sendable (SeedSpread) -> Double?)] = [
      ("between splits", "std_between_splits", { $0.splits }), ("between seeds", "std_between_seeds", { $0.seeds }),
    ]
    return parts.map { title, name, value in
      LeaderboardColumn(
        Cell(title) { score($0.spread.flatMap(value)) },
        values: [Value(csv: name, json: [name]) { .number($0.spread.flatMap(value)) }])
    }
  }
}
