import BakeoffCore
import Testing

import BakeoffEvaluation

@Suite struct ChanceTests {
  /// How many of 300 boards of models that guess say that one of them learned something.
  private func alarms(rows: Int, classes: Int, odds: Int) -> Int {
    (0..<300).count { seed in
      var generator = SeededGenerator(seed: UInt64(seed))
      let labels = (0..<rows).map { _ in
        Int.random(in: 0..<odds, using: &generator) == 0
          ? classes - 1 : Int.random(in: 0..<classes - 1, using: &generator)
      }
      var simulation = Simulation(labels: labels, classes: classes, folds: 5, seed: UInt64(seed))
      let models = (0..<3).map { _ in simulation.guesses() }
      return ChanceTest.tests(
        models, truths: simulation.truths, splits: simulation.splits, metric: AveragedClassScore(.f1),
        isTestedByLearners: false, seed: UInt64(seed)
      ).contains { $0?.isChance == false }
    }
  }

  /// At most one board in twenty, give or take three standard errors, whatever the classes.
  @Test(arguments: [(60, 2, 2), (60, 5, 20), (600, 2, 20)])
  func guessesAreChance(rows: Int, classes: Int, odds: Int) {
    let told = alarms(rows: rows, classes: classes, odds: odds)
    #expect(told <= 26, "\(told) of 300")
  }

  @Test func whatIsLearnedIsAboveChance() throws {
    var simulation = Simulation(rows: 100, seed: 3)
    let evidence = simulation.evidence([simulation.model(right: 0.75), simulation.model(right: 0.5)])
    let chances = evidence.models.map(\.chance)
    #expect(try #require(chances[0]).pValue < 0.01 && evidence.models[0].verdict != .chance)
    #expect(evidence.models[1].verdict == .chance)
    #expect(abs(try #require(chances[0]).level - 0.5) < 0.05)
  }

  @Test func aConstantIsChanceAndNeverBest() {
    let labels = (0..<100).map { $0 < 5 ? 1 : 0 }
    let simulation = Simulation(labels: labels, classes: 2, folds: 5, seed: 1)
    let evidence = simulation.evidence([simulation.constant(0)], by: AveragedClassScore(.f1))
    #expect(evidence.models[0].verdict == .chance && evidence.models[0].chance?.pValue == 1)
  }

  /// Every row is right where classes are as they are, and every one wrong where they are turned round.
  @Test func classesInAnotherOrderAreBelowChance() throws {
    var simulation = Simulation(rows: 100, seed: 3)
    let evidence = simulation.evidence([simulation.model(right: 0.02)])
    let chance = try #require(evidence.models[0].chance)
    #expect(chance.pValue > 0.9 && chance.lowerPValue < 0.01)
  }

  /// With fewer than twenty arrangements of the truths nothing is rarer than 5 %, and nothing is said.
  @Test func tooFewRowsSayNothing() {
    var simulation = Simulation(labels: [0, 0, 1, 1], classes: 2, folds: 1, seed: 1)
    let evidence = simulation.evidence([simulation.model(rightOfClass: [1, 1])])
    #expect(evidence.models[0].chance == nil && evidence.models[0].verdict != .chance)
  }

  @Test(arguments: ["f1", "roc-auc", "log-loss", "mcc"])
  func everyMetricHasALevel(id: String) throws {
    var simulation = Simulation(rows: 200, classes: 3, seed: 5)
    let metric = try Registry("metric", standardMetrics).metrics(named: [id])[0]
    let evidence = simulation.evidence([simulation.model(right: 0.8)], by: metric)
    #expect(try #require(evidence.models[0].chance).pValue < 0.05)
    let guess = simulation.evidence([simulation.model(right: 1.0 / 3)], by: metric)
    #expect(try #require(guess.models[0].chance).pValue > 0.01)
  }

  /// The fast way to an area for other truths is the area for them.
  @Test func areasOfOtherTruthsAreTheirs() throws {
    var simulation = Simulation(rows: 60, folds: 1, classes: 3, seed: 8)
    let model = simulation.model(right: 0.6)
    let scorer = permutedScorer(ROCAUC(), model, truths: simulation.truths)
    let labels = simulation.truths[0].labels.reversed().map(\.self)
    let area = ROCAUC().score(model[0], truth: Truth(labels: labels, classCount: 3))
    #expect(abs(try #require(scorer([labels])) - (try #require(area))) < 1e-12)
  }

  @Test func groupsKeepTheirTruths() {
    let splits = (0..<6).map { group in
      Split(fold: group, training: [], test: [2 * group, 2 * group + 1], groups: [group, group])
    }
    let truths = (0..<6).map { Truth(labels: [$0 % 3, ($0 + 1) % 3], classCount: 3) }
    let permutations = TruthPermutations(truths, splits: splits, seed: 1)
    let known = Set(truths.map(\.labels))
    #expect(permutations.canTell)
    #expect((0..<20).allSatisfy { permutations.labels($0).allSatisfy(known.contains) })
    #expect(permutations.labels(0).map(\.self) != permutations.labels(1))
  }
}

@Suite struct ChanceFloorTests {
  private func floor(_ metric: any Metric, labels: [Int]) throws -> ChanceFloor {
    let truth = Truth(labels: labels, classCount: 2)
    return try #require(ChanceFloor.list([metric], truths: [truth], splits: nil, seed: 1)[0])
  }

  @Test func theFloorIsTheBetterOfBoth() throws {
    let coin = (0..<1000).map { $0 % 2 }
    let rare = (0..<1000).map { $0 % 20 == 0 ? 1 : 0 }
    let f1 = try floor(AveragedClassScore(.f1), labels: coin)
    #expect(f1.source == .guesses && abs(f1.value - 0.5) < 0.01)
    let accuracy = try floor(Accuracy(), labels: rare)
    #expect(accuracy.source == .majority && accuracy.value == 0.95)
    let loss = try floor(LogLoss(), labels: coin)
    #expect(loss.source == .majority && abs(loss.value - 0.6931) < 1e-4)
    #expect(try floor(ROCAUC(), labels: coin).value == 0.5)
  }
}
