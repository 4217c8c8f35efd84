import BakeoffCore

/// Whether the differences of a leaderboard are real, for its complete models, best first.
///
/// Three questions are kept apart. *These fitted models on such rows*: what two models said is swapped row by row (`PairedSwaps`,
/// `CertainRanks`). *These recipes on such data*: the corrected resampled t-test over the splits, from three of them on
/// (`PairedComparison`), with Holm's correction over the comparisons with the best. *Was anything learned*: what each model
/// would reach by chance (`ChanceTest`).
public struct BoardEvidence: Hashable, Sendable {
  /// One for each complete model, best first.
  public let models: [ModelEvidence]
  /// The place of each: a place is shared by all that cannot be told apart from the first that has it.
  public let ranks: [Int]
  /// The comparison of all models by rows; nil where the rows say nothing.
  public let rows: CertainRanks?
  /// How much better the best looks for having been chosen among the entrants, in units of the metric, at least 0; nil where
  /// the rows say nothing.
  public let optimism: Double?
  /// How many test rows, or groups of them, there are, and how often chance was tried; nil where the rows say nothing.
  public let draws: Draws?
  /// The number of splits each model was tried on, fits of the same rows counted once.
  public let splits: Int
  /// Whether figures are over the test rows of all splits together, so that splits say nothing.
  public let isPooled: Bool

  /// What rows were compared by, and how often.
  public struct Draws: Hashable, Sendable {
    /// The test rows, or the groups of them.
    public let units: Int
    /// How often they were swapped, or drawn.
    public let resamples: Int
    /// Whether they are groups.
    public let areGroups: Bool
    /// Whether rows were swapped; false for metrics that only copies of rows can compute, whose rows were drawn.
    public let areSwapped: Bool
  }

  /// What is known of the rows.
  package struct RowEvidence {
    /// The figures on rows drawn anew; nil where the metric is not defined on most draws.
    var resampled: ResampledScores?
    /// The differences of each pair by chance alone, in the order of `PairedSwaps`; nil where they are not known.
    var chance: [[Double]]?
    /// What each model would reach by chance; nil where nothing is known of it.
    var tests: [ChanceTest?] = []
    /// What was drawn or swapped.
    var draws: Draws?

    /// Takes differences by chance, or knows nothing.
    package init(chance: [[Double]]? = nil) { self.chance = chance }
  }

  /// Weighs the scores of models, best first, one a split each. Corrections for several comparisons are for entrants,
  /// all of them unless `roles` say otherwise. With `means`, figures over
  /// all rows together, splits say nothing.
  package init(
    folds: [[Double]], means: [Double]? = nil, roles: [ModelRole]? = nil, rowEvidence: RowEvidence,
    direction: MetricDirection, testToTrainRatio: Double
  ) {
    let roles = roles ?? folds.map { _ in .entrant }
    let family = roles.map { $0 == .entrant }
    let recipes = RecipeTests(
      means == nil ? folds : folds.map { _ in [] }, family: family, testToTrainRatio: testToTrainRatio)
    isPooled = means != nil
    let means = means ?? folds.map { $0.reduce(0, +) / Double(max($0.count, 1)) }
    let rows = rowEvidence.chance.map { CertainRanks(means, chance: $0, family: family, direction: direction) }
    let ranks = tieGroupRanks(folds.count) { anchor, rivals in
      let pValues = recipes.pValues(anchor, against: rivals)
      return zip(rivals, pValues).map { rival, p in p.map { $0 < 0.05 } ?? rows?.isAbove(anchor, rival) ?? false }
    }
    self.rows = rows
    self.ranks = ranks
    draws = rowEvidence.draws
    optimism = rowEvidence.resampled?.optimism(means, among: family.indices.filter { family[$0] }, direction: direction)
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
        interval: recipes.interval(of: model) ?? rowEvidence.resampled.flatMap { bootstrapInterval($0.values[model]) },
        rows: byRows, recipe: differences[model], places: rows?.places(of: model),
        chance: rowEvidence.tests.indices.contains(model) ? rowEvidence.tests[model] : nil,
        verdict: Verdict(rows: byRows, recipe: differences[model]))
    }
    if let first = models.first {
      models[0] = first.leading(zip(models, roles).dropFirst().filter { $0.1 != .control }.map(\.0))
    }
    self.models = models.map(\.heldAgainstChance)
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

/// No scatter is an interval of width 0: the figure is the same whatever is drawn.
private func bootstrapInterval(_ values: [Double]) -> MeanInterval? {
  guard let variance = sampleVariance(values) else { return nil }
  return MeanInterval(method: .bootstrap, halfWidth: haveScatter(values) ? 1.959964 * variance.squareRoot() : 0)
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
  fileprivate func leading(_ others: [ModelEvidence]) -> ModelEvidence {
    let verdicts = others.map(\.verdict)
    let own: Verdict =
      verdicts.allSatisfy { $0 == .unknown }
      ? (verdicts.isEmpty ? .best : .unknown) : verdicts.allSatisfy { $0 == .worse } ? .best : .tied
    return ModelEvidence(interval: interval, rows: nil, recipe: nil, places: places, chance: chance, verdict: own)
  }

  /// The same, of which nothing else is said where it is not above chance.
  fileprivate var heldAgainstChance: ModelEvidence {
    guard chance?.isChance == true else { return self }
    return ModelEvidence(
      interval: interval, rows: rows, recipe: recipe, places: places, chance: chance, verdict: .chance)
  }
}

extension BoardEvidence {
  /// Weighs complete results, best first.
  init(
    of results: [ModelResult], column: Int, metric: any Metric, truths: [Truth], splits: [Split], seed: UInt64
  ) {
    let isPooled = results.first?.scores[column].isPooled == true
    let tested = TestedSplits(
      predictions: results.map { $0.predictions.compactMap(\.self) }, truths: truths, splits: splits)
    self.init(
      folds: results.map {
        meansOfFits($0.scores[column].folds, splits: splits).compactMap { isPooled ? $0 ?? 0 : $0 }
      },
      means: isPooled ? results.map { $0.scores[column].mean ?? 0 } : nil,
      roles: results.map(\.competitor.role),
      rowEvidence: RowEvidence(
        isPooled ? tested.pooled : tested, roles: results.map(\.competitor.role), metric: metric,
        isTestedByLearners: tested.isTestedByLearners, seed: seed),
      direction: metric.direction, testToTrainRatio: BakeoffEvaluation.testToTrainRatio(splits))
  }
}

extension BoardEvidence.RowEvidence {
  /// Weighs predictions on test rows: entrants are held against chance together, and so are controls.
  package init(
    _ tested: TestedSplits, roles: [ModelRole], metric: any Metric, isTestedByLearners: Bool, seed: UInt64
  ) {
    let units = TestUnits(tested.splits, truths: tested.truths)
    // Of many rows few draws tell as much: they are for deviations and a mean alone.
    let resampled = ResampledScores(
      tested.predictions, truths: tested.truths, units: units, metric: metric, seed: seed,
      most: units.count > 20_000 ? 400 : .max)
    let swaps = PairedSwaps(tested.predictions, truths: tested.truths, units: units, metric: metric, seed: seed)
    // Where there is a single unit to draw, nothing scatters and nothing is known.
    self.resampled = units.strata.contains { $0.count > 1 } ? resampled : nil
    chance = units.count > 1 ? swaps?.differences ?? resampled?.centredDifferences : nil
    draws = (swaps?.differences.first?.count ?? resampled?.values.first?.count).map {
      BoardEvidence.Draws(
        units: units.count, resamples: $0, areGroups: units.areGroups, areSwapped: swaps != nil)
    }
    tests = roles.map { _ in nil }
    for role in [ModelRole.entrant, .control] {
      let places = roles.indices.filter { roles[$0] == role }
      let found = ChanceTest.tests(
        places.map { tested.predictions[$0] }, truths: tested.truths, splits: tested.splits, metric: metric,
        isTestedByLearners: isTestedByLearners, seed: seed)
      for (place, test) in zip(places, found) { tests[place] = test }
    }
  }
}

extension ResampledScores {
  /// How far the difference of each pair is from its mean on each draw, in the order of `PairedSwaps`.
  fileprivate var centredDifferences: [[Double]] {
    values.indices.flatMap { a in
      values.indices.filter { $0 > a }.map { b in
        let differences = zip(values[a], values[b]).map { $0 - $1 }
        let mean = differences.reduce(0, +) / Double(max(differences.count, 1))
        return differences.map { $0 - mean }
      }
    }
  }
}

/// n_test / n_train, on average over the splits.
package func testToTrainRatio(_ splits: [Split]) -> Double {
  let ratios = splits.map { Double($0.test.count) / Double(max($0.training.count, 1)) }
  return ratios.reduce(0, +) / Double(max(ratios.count, 1))
}
