import BakeoffCore
import BakeoffEvaluation

extension Leaderboard {
  /// The columns every format renders: place, model, settings, evidence (or else the deviation of the first metric),
  /// metrics, seconds, how many trials succeeded and how the others failed, costs, and the columns `details` adds.
  ///
  /// JSON has its keys, and CSV its headings, in the order of the columns; where the two put the same figure in different
  /// places, it is in two columns.
  public func columns(_ details: ReportDetails) -> [LeaderboardColumn] {
    let ranking = metrics.firstIndex { $0.id == sortedBy } ?? 0
    let isKnown = evidence != nil
    let told: [LeaderboardColumn] =
      isKnown ? [.interval(metrics[ranking], at: ranking), .toBest, .verdict, .ok.withoutValues] : []
    let figures = metrics.enumerated().map { index, metric in
      let column = LeaderboardColumn.metric(metric, at: index, showsDeviation: index == 0 && !isKnown)
      return isKnown && index == ranking ? column.withoutCell : column
    }
    let spread = LeaderboardColumn.spread(isShown: rows.contains { $0.spread != nil })
    let costs = details.costs.map { LeaderboardColumn.cost($0) }
    var columns: [LeaderboardColumn] = [.rank, .model, .settings, .trialCounts] + told + figures
    columns += (isKnown ? [.places] : []) + spread
    columns += [.fitSeconds, .predictSeconds, isKnown ? .ok.withoutCell : .ok, .failureKinds(isShown: hasFailures)]
    columns += [.measuredCosts, .diagnostics] + costs + [.settingsText, .prepared(run), .data(run), .role]
    if isKnown { columns.append(.evidence(at: ranking)) }
    if rows.contains(where: { $0.competitor.tuning != nil }) { columns.append(.tuning(self)) }
    if let learningCurve { columns.append(.learningCurve(learningCurve)) }
    if details.perClass { columns.append(.classScores(run.classNames)) }
    return columns + details.columns
  }
}

extension LeaderboardColumn {
  /// The place, such as `3`, or `1=` where it is shared.
  static let rank = LeaderboardColumn(
    Cell("#") { "\($0.rank)" + ($0.isTied ? "=" : "") },
    values: [Value(csv: "rank", json: ["rank"]) { .integer($0.rank) }])

  /// The name of the model.
  static let model = LeaderboardColumn(
    Cell("model", alignment: .left) { oneLine($0.competitor.name) },
    values: [Value(csv: "model", json: ["model"]) { .string($0.competitor.name) }])

  /// What the model is in the run for.
  static let role = LeaderboardColumn(values: [
    Value(csv: "role", json: ["role"]) { .string($0.competitor.role.rawValue) }
  ])

  /// Every hyperparameter with its value.
  static let settings = LeaderboardColumn(values: [Value(json: ["settings"]) { .settings($0.competitor.settings) }])

  /// Every hyperparameter as `name=value`, in alphabetical order, joined by spaces.
  static let settingsText = LeaderboardColumn(values: [
    Value(csv: "settings") { row in
      let settings = row.competitor.settings.sorted { $0.key < $1.key }
      return .string(settings.map { "\($0.key)=\($0.value)" }.joined(separator: " "))
    }
  ])

  /// How the rows of the model were prepared: as a user writes it, and what that does.
  static func prepared(_ run: RunDescription) -> LeaderboardColumn {
    @Sendable func preparation(_ row: LeaderboardRow) -> PreparationDescription? {
      run.data?.preparations.first { $0.models.contains(row.competitor.name) }
    }
    return LeaderboardColumn(values: [
      Value(csv: "preparation", json: ["preparation", "id"]) { preparation($0).map { .string($0.preparation) } },
      Value(json: ["preparation", "summary"]) { preparation($0).map { .string($0.summary) } },
    ])
  }

  /// The target and the classes with their rows, for CSV, which has no heading.
  static func data(_ run: RunDescription) -> LeaderboardColumn {
    let counts = zip(run.classNames, run.data?.classCounts ?? []).map { "\($0)=\($1)" }.joined(separator: " ")
    let leftOut = (run.data?.leftOut ?? []).map { "\($0.name): \($0.reason)" }.joined(separator: "; ")
    return LeaderboardColumn(values: [
      Value(csv: "target") { _ in run.data?.target.map { .string($0) } },
      Value(csv: "classes") { _ in .string(counts) },
      Value(csv: "left_out") { _ in .string(leftOut) },
    ])
  }

  /// How many trials there are, how many succeeded, and how many were taken from the store, for JSON.
  static let trialCounts = LeaderboardColumn(values: counts.map { name, count in Value(json: [name], count) })

  /// How many trials succeeded, such as `4/5`, and the counts in CSV.
  static let ok = LeaderboardColumn(
    Cell("ok") { "\($0.ok)/\($0.trials)" }, values: counts.map { name, count in Value(csv: name, count) })

  private static let counts: [(name: String, count: @Sendable (LeaderboardRow) -> JSON?)] = [
    ("trials", { .integer($0.trials) }), ("ok", { .integer($0.ok) }), ("cached", { .integer($0.cached) }),
  ]

  /// The mean of the metric at `index`, with the standard deviation after it if asked.
  static func metric(_ metric: MetricDescription, at index: Int, showsDeviation: Bool) -> LeaderboardColumn {
    let cell = Cell(metric.title) { row in
      let measure = row.scores[index]
      guard showsDeviation, let std = measure.std else { return score(measure.mean) }
      return score(measure.mean) + " ± " + score(std)
    }
    let path = ["metrics", metric.id]
    return LeaderboardColumn(
      cell,
      values: [
        Value(csv: metric.id, json: path + ["mean"]) { .number($0.scores[index].mean) },
        Value(csv: metric.id + "_std", json: path + ["std"]) { .number($0.scores[index].std) },
        Value(json: path + ["folds"]) { .numbers($0.scores[index].folds) },
      ])
  }

  /// The mean wall seconds of `fit`.
  static let fitSeconds = seconds("fit s", "fit_seconds") { $0.fitSeconds }

  /// The mean wall seconds of predicting the test rows.
  static let predictSeconds = seconds("predict s", "predict_seconds") { $0.predictSeconds }

  private static func seconds(
    _ title: String, _ name: String, of measure: @escaping @Sendable (LeaderboardRow) -> FoldSummary
  ) -> LeaderboardColumn {
    LeaderboardColumn(
      Cell(title) { BakeoffReports.seconds(measure($0).mean) },
      values: [
        Value(csv: name, json: [name, "mean"]) { .number(measure($0).mean) },
        Value(json: [name, "folds"]) { .numbers(measure($0).folds) },
      ])
  }
}

extension LeaderboardColumn {
  /// The mean of a cost, `-` where it was not measured.
  static func cost(_ cost: Cost) -> LeaderboardColumn {
    LeaderboardColumn(
      Cell(cost.title) { amount($0.costs[cost]?.mean, of: cost) },
      values: [Value(csv: cost.key) { .number($0.costs[cost]?.mean) }])
  }

  /// Every cost that was measured, whichever are shown.
  static let measuredCosts = LeaderboardColumn(
    values: Cost.allCases.map { cost in
      Value(json: ["costs", cost.key]) { row in
        row.costs[cost].map { .object([("mean", .number($0.mean)), ("folds", .numbers($0.folds))]) }
      }
    })

  /// How many trials failed in which way, such as `2 crashed, 1 timed out`; CSV counts every kind.
  static func failureKinds(isShown: Bool) -> LeaderboardColumn {
    LeaderboardColumn(
      isShown ? Cell("failures", alignment: .left) { shortReason($0.failureCounts) } : nil,
      values: [
        Value(csv: "failures") { row in
          .string(row.failureCounts.map { "\($0.kind.rawValue)=\($0.count)" }.joined(separator: " "))
        }
      ])
  }

  /// The two commonest kinds; the notes below a table have them all.
  private static func shortReason(_ counts: [(kind: TrialFailure.Kind, count: Int)]) -> String {
    let commonest = counts.enumerated().sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }
    let others = commonest.dropFirst(2).reduce(0) { $0 + $1.element.count }
    let named = commonest.prefix(2).map { "\($0.element.count) \($0.element.kind.title)" }
    return (named + (others == 0 ? [] : ["\(others) other"])).joined(separator: ", ")
  }

  /// What is learned, what was undefined, and every failure.
  static let diagnostics = LeaderboardColumn(values: [
    Value(json: ["parameters"]) { $0.parameterCount.map { .integer($0) } ?? .null },
    Value(json: ["training"]) { row in
      .array(
        row.training.map { training in
          training.map { training in
            .object([
              ("passes", .integer(training.passes)), ("allowed", .integer(training.allowed)),
              ("last_decrease", .number(training.lastDecrease)), ("converged", .bool(training.isConverged)),
            ])
          } ?? .null
        })
    },
    Value(json: ["undefined_cells"]) { .integer($0.undefinedCells) },
    Value(json: ["stopped"]) { row in row.stopped.isEmpty ? nil : .array(row.stopped.map { .integer($0) }) },
    Value(json: ["failures"]) { row in
      .array(
        row.failures.map { failure in
          .object([
            ("split", .integer(failure.split)), ("kind", .string(failure.failure.kind.rawValue)),
            ("message", .string(failure.failure.message)),
          ])
        })
    },
  ])
}

extension JSON {
  /// Numbers in full precision, null where there is none.
  fileprivate static func numbers(_ values: [Double?]) -> JSON { .array(values.map { number($0) }) }
}
