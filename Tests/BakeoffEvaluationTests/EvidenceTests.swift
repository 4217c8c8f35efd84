import BakeoffCore
import Testing

import BakeoffEvaluation

@Suite struct BoardEvidenceTests {
  @Test func identicalModelsAreTheSameAndShareThePlace() {
    var simulation = Simulation(rows: 400, seed: 1)
    let model = simulation.model(right: 0.9)
    let evidence = simulation.evidence([model, model, simulation.model(right: 0.65)])
    #expect(evidence.models.map(\.verdict) == [.tied, .identical, .worse])
    #expect(evidence.ranks == [1, 1, 3])
    #expect(evidence.models.map(\.places) == [1...2, 1...2, 3...3])
    #expect(evidence.models[1].rows?.isIdentical == true && evidence.models[1].recipe?.pValue == 1)
  }

  @Test func aModelThatIsFarAheadIsBest() {
    var simulation = Simulation(rows: 400, seed: 2)
    let evidence = simulation.evidence([simulation.model(right: 0.65), simulation.model(right: 0.95)])
    #expect(evidence.models.map(\.verdict) == [.best, .worse] && evidence.ranks == [1, 2])
    #expect((evidence.models[1].rows?.difference ?? 0) < -0.2)
  }

  /// A floor is always on the board, and changes nothing of what is known of the others.
  @Test func aFloorMakesNothingHarderToTell() {
    var simulation = Simulation(rows: 200, seed: 5)
    let models = [simulation.model(right: 0.85), simulation.model(right: 0.8)]
    let floor = simulation.model(right: 0.1)
    let roles: [ModelRole] = [.entrant, .entrant, .floor]
    func evidence(_ count: Int) -> BoardEvidence {
      simulation.evidence(Array((models + [floor]).prefix(count)), roles: Array(roles.prefix(count)), seed: 1)
    }
    #expect(evidence(3).models[1] == evidence(2).models[1] && evidence(3).rows?.critical == evidence(2).rows?.critical)
    #expect(evidence(3).models[2].rows?.isBehind == true)
  }

  @Test func twoSplitsLeaveItToTheRows() {
    var simulation = Simulation(rows: 400, folds: 2, seed: 2)
    let evidence = simulation.evidence([simulation.model(right: 0.9), simulation.model(right: 0.65)])
    #expect(evidence.models[1].recipe == nil && evidence.models[1].rows?.isBehind == true)
    #expect(evidence.models.map(\.verdict) == [.best, .worse] && evidence.ranks == [1, 2])
    #expect(evidence.models[0].interval?.method == .bootstrap)
  }

  @Test func aLossIsBestWhereItIsLowest() throws {
    let values = [[0.1, 0.12, 0.11], [0.5, 0.52, 0.53]]
    let evidence = BoardEvidence(
      folds: values, rowEvidence: .init(chance: [[0.01, -0.02, 0.01]]), direction: .lowerIsBetter, testToTrainRatio: 0.5
    )
    #expect(evidence.models.map(\.verdict) == [.best, .worse])
    #expect((evidence.models[1].rows?.difference ?? 0) > 0.3, "a difference keeps the sign of the metric")
  }

  @Test func rowsAndSplitsMayDisagree() {
    // The same on average over five splits that scatter, yet on every resample apart.
    let folds = [[0.9, 0.5, 0.9, 0.5, 0.95], [0.6, 0.75, 0.6, 0.75, 0.6]]
    let (apart, close) = ([[0.001, -0.002, 0.001]], [[0.5, -0.4, 0.45]])
    func verdict(_ folds: [[Double]], _ chance: [[Double]]?) -> Verdict {
      BoardEvidence(
        folds: folds, rowEvidence: .init(chance: chance), direction: .higherIsBetter, testToTrainRatio: 0.25
      ).models[1].verdict
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
      BoardEvidence(folds: folds, rowEvidence: .init(), direction: .higherIsBetter, testToTrainRatio: 0.25).ranks
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
      let equal = [simulation.model(right: right), simulation.model(right: right)]
      if simulation.comparison(equal)?.isTold == true { told += 1 }
      let apart = [simulation.model(right: right), simulation.model(right: right - 0.4)]
      if simulation.comparison(apart)?.isTold == true { found += 1 }
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
