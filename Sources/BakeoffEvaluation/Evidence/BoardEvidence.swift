import BakeoffCore

/// Whether the differences of a leaderboard are real, for its complete models, best first.
///
/// Two questions are kept apart. *These fitted models on such rows*: a bootstrap of the test rows, the same ones for all
/// models (`CertainRanks`). *These recipes on such data*: the corrected resampled t-test over the splits, from three of them
/// on (`PairedComparison`), with Holm's correction over the comparisons with the best.
public struct BoardEvidence: Hashable, Sendable {
  /// One for each complete model, best first.
  public let models: [ModelEvidence]
  /// The place of each: a place is shared by all that cannot be told apart from the first that has it.
  public let ranks: [Int]
  /// The comparison of all models by rows; nil where the rows say nothing.
  public let rows: CertainRanks?
  /// How many test rows, or groups of them, were drawn from, and how often; nil where the rows say nothing.
  public let draws: Draws?
  /// The number of splits each model was tried on.
  public let splits: Int

  /// What a bootstrap drew from, and how often.
  public struct Draws: Hashable, Sendable {
    /// The test rows, or the groups of them.
    public let units: Int
    /// How often as many as there are were drawn.
    public let resamples: Int
    /// Whether they are groups.
    public let areGroups: Bool
  }

  /// Weighs the scores of models, best first, one a split each. Corrections for several comparisons are for those of the
  /// `family`, all of them unless told otherwise.
  package init(
    folds: [[Double]], family: [Bool]? = nil, resampled: ResampledScores?, direction: MetricDirection,
    testToTrainRatio: Double
  ) {
    let family = family ?? folds.map { _ in true }
    let recipes = RecipeTests(folds, family: family, testToTrainRatio: testToTrainRatio)
    let means = folds.map { $0.reduce(0, +) / Double(max($0.count, 1)) }
    let rows = resampled.map { CertainRanks(means, resampled: $0, family: family, direction: direction) }
    let ranks = tieGroupRanks(folds.count) { anchor, rivals in
      let pValues = recipes.pValues(anchor, against: rivals)
      return zip(rivals, pValues).map { rival, p in p.map { $0 < 0.05 } ?? rows?.isAbove(anchor, rival) ?? false }
    }
    self.rows = rows
    self.ranks = ranks
    draws = resampled.map {
      Draws(units: $0.units, resamples: $0.values.first?.count ?? 0, areGroups: $0.areGroups)
    }
    splits = folds.first?.count ?? 0
    let differences = recipes.differences(to: 0)
    var models = folds.indices.map { model in
      let byRows = rows.flatMap { rows in
        model == 0
          ? nil
          : RowDifference(
            difference: means[model] - means[0], halfWidth: rows.halfWidth(0, model),
            isBehind: rows.isAbove(0, model))
      }
      return ModelEvidence(
        interval: recipes.interval(of: model) ?? resampled.flatMap { bootstrapInterval($0.values[model]) },
        rows: byRows, recipe: differences[model], places: rows?.places(of: model),
        verdict: Verdict(rows: byRows, recipe: differences[model]))
    }
    if let first = models.first { models[0] = first.leading(models.dropFirst()) }
    self.models = models
  }

  /// The smallest difference of the next best to the best that the rows could have told, and the splits; nil where they
  /// tell nothing.
  public var resolution: (rows: Double?, recipes: Double?) {
    (
      models.lazy.compactMap { $0.rows?.halfWidth }.first { $0 > 0 },
      models.lazy.compactMap { $0.recipe?.halfWidth }.first { $0 > 0 }
    )
  }
}

private func bootstrapInterval(_ values: [Double]) -> MeanInterval? {
  guard haveScatter(values), let variance = sampleVariance(values) else { return nil }
  return MeanInterval(method: .bootstrap, halfWidth: 1.959964 * variance.squareRoot())
}

extension Verdict {
  /// What follows for a model from its differences to the best.
  fileprivate init(rows: RowDifference?, recipe: RecipeDifference?) {
    self =
      switch (rows?.isBehind, recipe?.isBehind) {
      case (nil, nil): .unknown
      case (true?, false?): .worseOnRows
      case (false?, true?): .worseAsRecipe
      case (true?, _), (_, true?): .worse
      default: rows?.isIdentical == true ? .identical : .tied
      }
  }
}

extension ModelEvidence {
  /// The same of the best model, whose verdict follows from those of the others.
  fileprivate func leading(_ others: ArraySlice<ModelEvidence>) -> ModelEvidence {
    let verdicts = others.map(\.verdict)
    let own: Verdict =
      verdicts.allSatisfy { $0 == .unknown }
      ? (verdicts.isEmpty ? .best : .unknown) : verdicts.allSatisfy { $0 == .worse } ? .best : .tied
    return ModelEvidence(interval: interval, rows: nil, recipe: nil, places: places, verdict: own)
  }
}

extension BoardEvidence {
  /// Weighs complete results, best first.
  init(
    of results: [ModelResult], column: Int, metric: any Metric, truths: [Truth], splits: [Split], seed: UInt64
  ) {
    let predictions = results.map { $0.predictions.compactMap(\.self) }
    self.init(
      folds: results.map { meansOfFits($0.scores[column].folds, splits: splits).compactMap(\.self) },
      family: results.map { $0.competitor.role == .entrant },
      resampled: ResampledScores(predictions, truths: truths, splits: splits, metric: metric, seed: seed),
      direction: metric.direction, testToTrainRatio: testToTrainRatio(splits))
  }
}

/// n_test / n_train, on average over the splits.
package func testToTrainRatio(_ splits: [Split]) -> Double {
  let ratios = splits.map { Double($0.test.count) / Double(max($0.training.count, 1)) }
  return ratios.reduce(0, +) / Double(max(ratios.count, 1))
}
