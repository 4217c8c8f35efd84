import BakeoffCore
import BakeoffEvaluation
import Foundation

extension PairEvidence {
  /// The pair in full, as text for a terminal of 80 columns.
  public var text: String {
    let table = Table(columns: [
      Table.Column("split", cells: folds[0].indices.map { "\($0 + 1)" }),
      Table.Column(oneLine(names[0]), cells: folds[0].map { score($0) }),
      Table.Column(oneLine(names[1]), cells: folds[1].map { score($0) }),
      Table.Column("difference", cells: zip(folds[0], folds[1]).map { difference($0, $1) }),
    ])
    let lines = [verdict] + recipeLines + rowLines
    return "\(oneLine(names[0])) and \(oneLine(names[1])), \(metric.title)\n\n" + table.text() + "\n"
      + lines.map { wrapped($0, width: 80, indentation: "  ").joined(separator: "\n") + "\n" }.joined()
  }

  private func difference(_ first: Double?, _ second: Double?) -> String {
    guard let first, let second else { return "-" }
    return signed(first - second)
  }

  private func chance(_ p: Double) -> String { p < 0.0001 ? "p < 0.0001" : "p = " + String(format: "%.4f", p) }

  /// What can be concluded, in one sentence.
  private var verdict: String {
    if isPooled {
      return
        "Splits test too few rows for this metric: it is compared over all test rows together, and only as fitted here."
    }
    guard let recipes else {
      let both = zip(folds[0], folds[1]).count { $0 != nil && $1 != nil }
      return both < 3
        ? "Fewer than three splits: whether the recipes differ cannot be told from them."
        : "The difference is the same on every split: without scatter the splits say nothing; see the rows below."
    }
    guard recipes.pValue < 0.05 else {
      let onRows =
        mcNemar < 0.05 ? " These fitted models do differ on these rows; other training rows may turn it round." : ""
      return
        "No difference between the recipes can be told: the splits are too few, or the difference too small." + onRows
    }
    let isFirstBetter = (recipes.meanDifference > 0) == (metric.direction == .higherIsBetter)
    return "\(oneLine(isFirstBetter ? names[0] : names[1])) is better, on such data and at the level of 5 %."
  }

  private var recipeLines: [String] {
    guard let recipes else { return [] }
    let interval = interval.map { ", 95 % interval \(signed($0.lowerBound)) to \(signed($0.upperBound))" } ?? ""
    let test =
      "; corrected resampled t = \(String(format: "%.3f", recipes.t)) with \(recipes.degreesOfFreedom) degrees of "
      + "freedom, \(chance(recipes.pValue))"
    let mean =
      "Recipes on such data (over splits): mean difference \(signed(recipes.meanDifference))\(interval)\(test)."
    guard let bayes else { return [mean] }
    let chances =
      "Chance that the score of \(oneLine(names[0])) is higher by more than \(bayes.rope): "
      + "\(String(format: "%.3f", bayes.firstHigher)); that they differ by no more: "
      + "\(String(format: "%.3f", bayes.equivalent)); that the score of \(oneLine(names[1])) is: "
      + "\(String(format: "%.3f", bayes.secondHigher)) (Bayesian correlated t-test)."
    return [mean, chances]
  }

  private var rowLines: [String] {
    let bootstrap = rows.map { rows in
      "Fitted models on such rows: difference \(signed(rows.difference)), 95 % interval \(signed(rows.lower)) to "
        + "\(signed(rows.upper)) (paired bootstrap, \(grouped(rows.resamples)) draws)."
    }
    let mcNemar =
      "Rows that only \(oneLine(names[0])) gets right: \(grouped(onlyRight[0])); only \(oneLine(names[1])): "
      + "\(grouped(onlyRight[1])); \(chance(self.mcNemar)) (McNemar, exact)."
    return [bootstrap, mcNemar].compactMap(\.self)
  }

  /// The same as JSON, the contract `bakeoff.test/1`.
  public var json: String {
    let t = recipes.map { recipes in
      JSON.object([
        ("mean_difference", .number(recipes.meanDifference)), ("t", .number(recipes.t)),
        ("degrees_of_freedom", .integer(recipes.degreesOfFreedom)),
        ("p", .number(recipes.pValue)), ("lower", .number(interval?.lowerBound)),
        ("upper", .number(interval?.upperBound)), ("test_to_train_ratio", .number(testToTrainRatio)),
      ])
    }
    let bayes = bayes.map { bayes in
      JSON.object([
        ("rope", .number(bayes.rope)), ("first_higher", .number(bayes.firstHigher)),
        ("equivalent", .number(bayes.equivalent)), ("second_higher", .number(bayes.secondHigher)),
      ])
    }
    let bootstrap = rows.map { rows in
      JSON.object([
        ("difference", .number(rows.difference)), ("lower", .number(rows.lower)), ("upper", .number(rows.upper)),
        ("resamples", .integer(rows.resamples)),
      ])
    }
    let object = JSON.object([
      ("schema", .string("bakeoff.test/1")), ("metric", .string(metric.id)),
      ("first", .object([("model", .string(names[0])), ("folds", .array(folds[0].map { .number($0) }))])),
      ("second", .object([("model", .string(names[1])), ("folds", .array(folds[1].map { .number($0) }))])),
      ("corrected_t", t ?? .null), ("bayes", bayes ?? .null), ("bootstrap", bootstrap ?? .null),
      (
        "mcnemar",
        .object([
          ("only_first", .integer(onlyRight[0])), ("only_second", .integer(onlyRight[1])), ("p", .number(mcNemar)),
        ])
      ),
    ])
    return object.text() + "\n"
  }
}
