import BakeoffCore
import BakeoffEvaluation
import Foundation

extension RankStudy {
  /// The study as text for a terminal of 80 columns.
  public var text: String {
    let scoreTable = Table(
      columns: [Table.Column("data set", alignment: .left, cells: datasets.map { oneLine($0) })]
        + models.indices.map { model in
          Table.Column(oneLine(models[model]), cells: scores.map { score($0[model]) })
        })
    return "\(metric.title) on \(counted(datasets.count, "data set"))\n\n" + scoreTable.text(repeating: 1) + "\n"
      + diagramText
      + "\n" + pairTable.text(repeating: 1) + "\n"
      + notes.map { wrapped($0, width: 80, indentation: "  ").joined(separator: "\n") + "\n" }.joined()
  }

  /// Each pair in a line, the better mean rank first.
  private var pairTable: Table {
    let places = models.indices.flatMap { a in models.indices.filter { $0 > a }.map { (a, $0) } }
    return Table(columns: [
      Table.Column("pair", alignment: .left, cells: places.map { oneLine("\(models[$0.0]) - \(models[$0.1])") }),
      Table.Column("mean difference", cells: places.map { signed(pairs[$0.0][$0.1].meanDifference) }),
      Table.Column("wins", cells: places.map { "\(pairs[$0.0][$0.1].wins)" }),
      Table.Column("ties", cells: places.map { "\(pairs[$0.0][$0.1].ties)" }),
      Table.Column("losses", cells: places.map { "\(pairs[$0.0][$0.1].losses)" }),
      Table.Column("p", cells: places.map { pText(pairs[$0.0][$0.1].pValue) }),
      Table.Column("p Holm", cells: places.map { pText(corrected[$0.0][$0.1]) }),
      Table.Column(
        "verdict", alignment: .left,
        cells: places.map { isSeparated($0.0, $0.1) ? "\(oneLine(models[$0.0])) is better" : "not told apart" }),
    ])
  }

  private var notes: [String] {
    let differs = friedman.fP < 0.05
    let conclusion =
      differs
      ? "The models differ over these data sets (Iman-Davenport, \(chance(friedman.fP)))."
      : "No difference of the models over these data sets can be told (Iman-Davenport, \(chance(friedman.fP)))."
    let method =
      switch postHoc {
      case .nemenyi:
        "Pairs: Nemenyi at 5 %, mean ranks further apart than \(String(format: "%.3f", friedman.criticalDifference ?? 0)) differ."
      case .wilcoxon: "Pairs: Wilcoxon's signed-rank test with Holm's correction at 5 %."
      }
    // All signs the same way is the least likely outcome, with a chance of two in 2^n.
    let smallest = pow(2, 1 - Double(datasets.count))
    let power =
      postHoc == .wilcoxon && smallest >= 0.05
      ? [
        "\(counted(datasets.count, "data set")) are too few for Wilcoxon's test: its p is \(pText(smallest)) at the least."
      ] : []
    let leftOut =
      incomplete.isEmpty
      ? [] : ["Left out, without a complete score on every data set: \(incomplete.joined(separator: ", "))."]
    return [
      conclusion
        + " Friedman chi-squared \(String(format: "%.3f", friedman.chiSquared)), \(chance(friedman.chiSquaredP)).",
      method,
    ] + power
      + ["p: Wilcoxon's signed-rank test of the pair alone; a pair's figures do not change when a model joins."]
      + leftOut
  }

  /// The study as JSON, the contract `bakeoff.ranks/1`.
  public var json: String { jsonObject.text() + "\n" }

  var jsonObject: JSON {
    let models = self.models.enumerated().map { index, name in
      JSON.object([
        ("model", .string(name)), ("mean_rank", .number(friedman.meanRanks[index])),
        ("scores", .array(scores.map { .number($0[index]) })),
      ])
    }
    let pairs = self.models.indices.flatMap { a in self.models.indices.filter { $0 > a }.map { pair(a, $0) } }
    return .object([
      ("schema", .string("bakeoff.ranks/1")), ("metric", .string(metric.id)),
      ("datasets", .array(datasets.map { .string($0) })), ("models", .array(models)),
      (
        "friedman",
        .object([
          ("chi_squared", .number(friedman.chiSquared)), ("p", .number(friedman.chiSquaredP)),
          ("f", .number(friedman.f.isFinite ? friedman.f : nil)), ("f_p", .number(friedman.fP)),
        ])
      ),
      ("post_hoc", .string(postHoc.rawValue)), ("critical_difference", .number(friedman.criticalDifference)),
      ("groups", .array(groups.map { .array($0.map { .string(self.models[$0]) }) })), ("pairs", .array(pairs)),
      ("left_out", .array(incomplete.map { .string($0) })),
    ])
  }

  private func pair(_ a: Int, _ b: Int) -> JSON {
    let pair = pairs[a][b]
    return .object([
      ("first", .string(models[a])), ("second", .string(models[b])), ("mean_difference", .number(pair.meanDifference)),
      ("wins", .integer(pair.wins)), ("ties", .integer(pair.ties)), ("losses", .integer(pair.losses)),
      ("p", .number(pair.pValue)), ("p_holm", .number(corrected[a][b])), ("separated", .bool(isSeparated(a, b))),
    ])
  }
}

/// A chance with four decimals.
func pText(_ p: Double) -> String { p < 0.0001 ? "<.0001" : String(format: "%.4f", p) }

private func chance(_ p: Double) -> String { p < 0.0001 ? "p < 0.0001" : "p = " + String(format: "%.4f", p) }
