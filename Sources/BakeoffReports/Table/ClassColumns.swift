import BakeoffEvaluation

extension LeaderboardColumn {
  /// Precision, recall, F1 and support of each class over the test rows of all splits together, and the confusion matrix.
  static func classScores(_ names: [String]) -> LeaderboardColumn {
    let fields = names.enumerated().flatMap { label, name in
      classFigures.map { key, figure in Value(csv: "\(key)[\(name)]") { figure($0.confusion.classCounts[label]) } }
    }
    let classes = Value(json: ["per_class"]) { row in
      .array(
        zip(names, row.confusion.classCounts).map { name, counts in
          .object([("class", .string(name))] + classFigures.map { ($0.key, $0.figure(counts)) })
        })
    }
    let matrix = Value(json: ["confusion_matrix"]) { row in
      let labels = 0..<row.confusion.classCount
      return .array(labels.map { truth in .array(labels.map { .integer(row.confusion[truth, $0]) }) })
    }
    return LeaderboardColumn(values: fields + [classes, matrix])
  }

  private static let classFigures: [(key: String, figure: @Sendable (ClassCounts) -> JSON)] = [
    ("precision", { .number(ClassScore.precision.value($0)) }), ("recall", { .number(ClassScore.recall.value($0)) }),
    ("f1", { .number(ClassScore.f1.value($0)) }), ("support", { .integer($0.support) }),
  ]
}
