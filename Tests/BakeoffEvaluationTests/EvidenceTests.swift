import BakeoffCore
import Testing

import BakeoffEvaluation

/// Predictions, truths and splits made up from chances.
private struct Simulation {
  private var generator: SeededGenerator
  let splits: [Split]
  let truths: [Truth]

  /// `rows` rows of `classes` classes, each tested by one of `folds` splits.
  init(rows: Int, folds: Int = 5, classes: Int = 2, seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    splits = (0..<folds).map { fold in
      Split(
        fold: fold, training: (0..<rows).filter { $0 % folds != fold }, test: (0..<rows).filter { $0 % folds == fold })
    }
    truths = splits.map { split in
      Truth(labels: split.test.map { _ in Int.random(in: 0..<classes, using: &generator) }, classCount: classes)
    }
    self.generator = generator
  }

  /// A model that is right with this chance. Many rows share their scores, for ties must be counted, too.
  mutating func model(right: Double) -> [Predictions] {
    truths.map { truth in
      var scores: [Float] = []
      for label in truth.labels {
        let isRight = Double.random(in: 0..<1, using: &generator) < right
        let other = (label + Int.random(in: 1..<truth.classCount, using: &generator)) % truth.classCount
        let most = Float(Int.random(in: 6...9, using: &generator)) / 10
        let rest = (1 - most) / Float(truth.classCount - 1)
        scores += (0..<truth.classCount).map { $0 == (isRight ? label : other) ? most : rest }
      }
      return Predictions(kind: .probabilities, classCount: truth.classCount, scores: scores)
    }
  }

  /// What a board of these models would know, best first.
  func evidence(
    _ models: [[Predictions]], by metric: any Metric = Accuracy(), seed: UInt64 = 0
  ) -> BoardEvidence {
    let folds = models.map { model in zip(model, truths).compactMap { metric.score($0, truth: $1) } }
    let order = folds.indices.sorted { folds[$0].reduce(0, +) > folds[$1].reduce(0, +) }
    return BoardEvidence(
      folds: order.map { folds[$0] },
      resampled: ResampledScores(
        order.map { models[$0] }, truths: truths, splits: splits, metric: metric, seed: seed),
      direction: metric.direction, testToTrainRatio: testToTrainRatio(splits))
  }
}

/// Any metric in disguise, which cannot be counted in a fast way.
private struct Disguised: Metric {
  let metric: any Metric
  var id: String { metric.id }
  var title: String { metric.title }
  var direction: MetricDirection { metric.direction }
  var range: ClosedRange<Double> { metric.range }
  func score(_ predictions: Predictions, truth: Truth) -> Double? { metric.score(predictions, truth: truth) }
}

@Suite struct RowResamplesTests {
  @Test func asManyAreDrawnAsThereAreAndAlwaysTheSame() {
    let simulation = Simulation(rows: 23, seed: 1)
    let draws = RowResamples(simulation.splits, seed: 7)
    var (counts, again) = ([Lanes](repeating: .zero, count: 23), [Lanes](repeating: .one, count: 23))
    draws.draw(batch: 3, into: &counts)
    draws.draw(batch: 3, into: &again)
    #expect(draws.units == 23 && counts == again)
    #expect(counts.reduce(.zero, +) == Lanes(repeating: 23))
    draws.draw(batch: 4, into: &again)
    #expect(counts != again)
    RowResamples(simulation.splits, seed: 8).draw(batch: 3, into: &again)
    #expect(counts != again)
  }

  @Test func aRowOfSeveralRepeatsIsDrawnOnceForAll() {
    let splits = [Split(training: [], test: [0, 1]), Split(repetition: 1, training: [], test: [1, 2])]
    #expect(RowResamples(splits, seed: 0).unitOfRow == [[0, 1], [1, 2]])
  }

  @Test func rowsOfAGroupAreDrawnTogether() {
    let draws = RowResamples([Split(training: [], test: [0, 1, 2, 3], groups: [5, 9, 5, 9])], seed: 0)
    #expect(draws.units == 2 && draws.unitOfRow == [[0, 1, 0, 1]])
  }
}

@Suite struct WeightedScorerTests {
  /// Counting rows several times over gives what copies of the rows give, for every metric.
  @Test(arguments: 2...4)
  func weightsAreCopies(classes: Int) throws {
    var simulation = Simulation(rows: 60, folds: 1, classes: classes, seed: UInt64(classes))
    let predictions = simulation.model(right: 0.7)[0]
    let truth = simulation.truths[0]
    let draws = RowResamples(simulation.splits, seed: 3)
    var counts = [Lanes](repeating: .zero, count: draws.units)
    draws.draw(batch: 0, into: &counts)
    let registry = try Registry("metric", standardMetrics)
    let names = ["accuracy", "balanced-accuracy", "f1", "mcc", "log-loss", "roc-auc", "top-2-accuracy"]
    for metric in try registry.metrics(named: names) {
      let fast = weightedScorer(metric, predictions, truth: truth, units: draws.unitOfRow[0])(counts)
      let slow = weightedScorer(
        Disguised(metric: metric), predictions, truth: truth, units: draws.unitOfRow[0])(counts)
      for (one, other) in zip(fast, slow) {
        #expect(abs((one ?? -9) - (other ?? -9)) < 1e-6, "\(metric.id)")
      }
    }
  }

  @Test func marginsOfTwoClassesRankByTheirDifference() {
    let truth = Truth(labels: [0, 1, 1, 0], classCount: 2)
    let margins = Predictions(kind: .margins, classCount: 2, scores: [3, 2, 1, 5, 4, 4, 2, 9])
    let scorer = weightedScorer(ROCAUC(), margins, truth: truth, units: [0, 1, 2, 3])
    #expect(scorer([Lanes](repeating: .one, count: 4))[0] == ROCAUC().score(margins, truth: truth))
    #expect(scorer([.one, .zero, .zero, .one])[0] == nil, "without a row of the class there is no area")
  }
}

@Suite struct BoardEvidenceTests {
  @Test func identicalModelsAreTheSameAndShareThePlace() {
    var simulation = Simulation(rows: 100, seed: 1)
    let model = simulation.model(right: 0.8)
    let evidence = simulation.evidence([model, model, simulation.model(right: 0.2)])
    #expect(evidence.models.map(\.verdict) == [.tied, .identical, .worse])
    #expect(evidence.ranks == [1, 1, 3])
    #expect(evidence.models.map(\.places) == [1...2, 1...2, 3...3])
    #expect(evidence.models[1].rows?.isIdentical == true && evidence.models[1].recipe?.pValue == 1)
  }

  @Test func aModelThatIsFarAheadIsBest() {
    var simulation = Simulation(rows: 400, seed: 2)
    let evidence = simulation.evidence([simulation.model(right: 0.5), simulation.model(right: 0.9)])
    #expect(evidence.models.map(\.verdict) == [.best, .worse] && evidence.ranks == [1, 2])
    #expect((evidence.models[1].rows?.difference ?? 0) < -0.3)
  }

  /// A floor is always on the board, and changes nothing of what is known of the others.
  @Test func aFloorMakesNothingHarderToTell() {
    var simulation = Simulation(rows: 200, seed: 5)
    let models = [simulation.model(right: 0.85), simulation.model(right: 0.8)]
    let floor = simulation.model(right: 0.1)
    let folds = (models + [floor]).map { model in
      zip(model, simulation.truths).compactMap { Accuracy().score($0, truth: $1) }
    }
    func evidence(_ count: Int) -> BoardEvidence {
      BoardEvidence(
        folds: Array(folds.prefix(count)), family: Array([true, true, false].prefix(count)),
        resampled: ResampledScores(
          Array((models + [floor]).prefix(count)), truths: simulation.truths, splits: simulation.splits,
          metric: Accuracy(), seed: 1), direction: .higherIsBetter,
        testToTrainRatio: testToTrainRatio(simulation.splits))
    }
    #expect(evidence(3).models[1] == evidence(2).models[1] && evidence(3).rows?.critical == evidence(2).rows?.critical)
    #expect(evidence(3).models[2].rows?.isBehind == true)
  }

  @Test func twoSplitsLeaveItToTheRows() {
    var simulation = Simulation(rows: 400, folds: 2, seed: 2)
    let evidence = simulation.evidence([simulation.model(right: 0.9), simulation.model(right: 0.5)])
    #expect(evidence.models[1].recipe == nil && evidence.models[1].rows?.isBehind == true)
    #expect(evidence.models.map(\.verdict) == [.best, .worse] && evidence.ranks == [1, 2])
    #expect(evidence.models[0].interval?.method == .bootstrap)
  }

  @Test func aLossIsBestWhereItIsLowest() throws {
    let values = [[0.1, 0.12, 0.11], [0.5, 0.52, 0.53]]
    let scores = ResampledScores(values: [[0.1, 0.12, 0.14, 0.1], [0.5, 0.51, 0.52, 0.53]], units: 9)
    let evidence = BoardEvidence(folds: values, resampled: scores, direction: .lowerIsBetter, testToTrainRatio: 0.5)
    #expect(evidence.models.map(\.verdict) == [.best, .worse])
    #expect((evidence.models[1].rows?.difference ?? 0) > 0.3, "a difference keeps the sign of the metric")
  }

  @Test func rowsAndSplitsMayDisagree() {
    // The same on average over five splits that scatter, yet on every resample apart.
    let folds = [[0.9, 0.5, 0.9, 0.5, 0.95], [0.6, 0.75, 0.6, 0.75, 0.6]]
    let apart = ResampledScores(values: [[0.75, 0.751, 0.749], [0.66, 0.661, 0.658]], units: 9)
    let close = ResampledScores(values: [[0.75, 0.6, 0.8], [0.66, 0.8, 0.5]], units: 9)
    func verdict(_ folds: [[Double]], _ drawn: ResampledScores?) -> Verdict {
      BoardEvidence(folds: folds, resampled: drawn, direction: .higherIsBetter, testToTrainRatio: 0.25).models[1]
        .verdict
    }
    #expect(verdict(folds, apart) == .worseOnRows)
    #expect(verdict(folds, close) == .tied)
    #expect(verdict([[0.9, 0.91, 0.9], [0.5, 0.505, 0.495]], close) == .worseAsRecipe)
    #expect(verdict([[0.9], [0.5]], nil) == .unknown)
    #expect(verdict([[0.9], [0.5]], apart) == .worse)
  }

  @Test func tieGroupsAreAnchoredAtTheirBest() {
    let best = [0.978, 0.975, 0.980, 0.977, 0.979]
    let near = [0.9785, 0.974, 0.979, 0.978, 0.978]
    let far = [0.950, 0.951, 0.949, 0.952, 0.948]
    let alsoFar = [0.950, 0.9505, 0.949, 0.9515, 0.9485]
    func ranks(_ folds: [[Double]]) -> [Int] {
      BoardEvidence(folds: folds, resampled: nil, direction: .higherIsBetter, testToTrainRatio: 0.25).ranks
    }
    #expect(ranks([best, near, far, alsoFar]) == [1, 1, 3, 3])
    #expect(ranks([best]) == [1] && ranks([[0.9], [0.8]]) == [1, 1] && ranks([]).isEmpty)
  }

  /// Two models that are right with the same chance are told apart in at most one of twenty runs, give or take three
  /// standard errors of 400 runs, whatever the number of rows on which they differ; and a large difference is found.
  @Test(arguments: [(40, 0.95), (100, 0.98), (400, 0.9)])
  func equalModelsAreSeldomToldApart(rows: Int, right: Double) {
    var (told, found) = (0, 0)
    for seed in 0..<400 {
      var simulation = Simulation(rows: rows, seed: UInt64(seed))
      let equal = simulation.evidence([simulation.model(right: right), simulation.model(right: right)])
      if equal.models[1].rows?.isBehind == true { told += 1 }
      let apart = simulation.evidence([simulation.model(right: right), simulation.model(right: right - 0.4)])
      if apart.models[1].rows?.isBehind == true { found += 1 }
    }
    #expect(told <= 33, "\(told) of 400")
    #expect(found >= 380, "\(found) of 400")
  }
}

@Suite struct SeedSpreadTests {
  private let splits = [0, 1].flatMap { fit in
    (0..<3).map { Split(fold: $0, training: [9], test: [$0], fit: fit) }
  }

  @Test func spreadsAreApartByTheirCause() throws {
    // Means of the splits 1, 2 and 6; fits differ by 0, 2 and 4, whose variances are 0, 2 and 8.
    let spread = SeedSpread([1, 1, 4, 1, 3, 8], splits: splits)
    #expect(abs(try #require(spread.splits) - 7.0.squareRoot()) < 1e-12)
    #expect(abs(try #require(spread.seeds) - (10.0 / 3).squareRoot()) < 1e-12)
    #expect(SeedSpread([1, 2, 3], splits: Array(splits.prefix(3))).seeds == nil)
  }

  @Test func fitsOfTheSameRowsAreNoSplitsOfTheirOwn() {
    #expect(meansOfFits([1, 1, 4, 1, 3, 8], splits: splits) == [1, 2, 6])
    #expect(meansOfFits([1, nil, 4, nil, nil, 8], splits: splits) == [1, nil, 6])
  }
}
