import BakeoffCore
import Testing

import BakeoffEvaluation

/// Verdicts by rows where the truth is known.
@Suite struct RowEvidenceTests {
  /// Two models that are right with the same chance in each class are told apart in at most one of twenty runs, give or take
  /// three standard errors, however rare a class is; their difference lies within the interval as often.
  @Test(arguments: [1, 3, 10, 30])
  func rareClassesMakeNoFalseAlarms(rare: Int) {
    let labels = (0..<300).map { $0 < rare ? 1 : 0 }
    var (told, runs) = (0, 0)
    for seed in 0..<300 {
      var simulation = Simulation(labels: labels, classes: 2, folds: 5, seed: UInt64(seed))
      let models = (0..<2).map { _ in simulation.model(rightOfClass: [0.95, 0.6]) }
      runs += 1
      if simulation.comparison(models, by: AveragedClassScore(.f1))?.isTold == true { told += 1 }
    }
    #expect(Double(told) <= 0.05 * Double(runs) + 3 * (0.05 * 0.95 * Double(runs)).squareRoot(), "\(told) of \(runs)")
  }

  /// The interval of a difference of unequal models holds what it is on average, 19 times out of 20 but for three standard
  /// errors; of a class of one row nothing is known of how it scatters, and nothing is promised.
  @Test(arguments: [3, 10, 30])
  func intervalsOfRareClassesHoldTheTruth(rare: Int) {
    let labels = (0..<300).map { $0 < rare ? 1 : 0 }
    var (differences, halves): ([Double], [Double]) = ([], [])
    for seed in 0..<300 {
      var simulation = Simulation(labels: labels, classes: 2, folds: 5, seed: UInt64(seed))
      let models = [[0.97, 0.8], [0.95, 0.5]].map { simulation.model(rightOfClass: $0) }
      let found = simulation.comparison(models, by: AveragedClassScore(.f1))
      differences.append(found?.lead ?? 0)
      halves.append(found?.half ?? 0)
    }
    let truth = differences.reduce(0, +) / Double(differences.count)
    let held = zip(differences, halves).count { abs($0 - truth) <= $1 }
    #expect(held >= 274, "\(held) of 300")
  }

  /// A true difference in a class of ten rows is found.
  @Test func aLargeDifferenceInARareClassIsFound() {
    let labels = (0..<300).map { $0 < 10 ? 1 : 0 }
    var simulation = Simulation(labels: labels, classes: 2, folds: 5, seed: 3)
    let models = [simulation.model(rightOfClass: [1, 1]), simulation.model(rightOfClass: [1, 0])]
    #expect(simulation.evidence(models, by: AveragedClassScore(.f1)).models[1].rows?.isBehind == true)
  }

  /// Few rows and few groups: no more than one false alarm in twenty runs, give or take three standard errors of 400.
  @Test(arguments: [10, 15, 30])
  func fewRowsMakeNoFalseAlarms(rows: Int) {
    var told = 0
    for seed in 0..<400 {
      var simulation = Simulation(rows: rows, seed: UInt64(seed))
      let models = [simulation.model(right: 0.7), simulation.model(right: 0.7)]
      if simulation.comparison(models)?.isTold == true { told += 1 }
    }
    #expect(told <= 33, "\(told) of 400")
  }

  /// Each pair has its own scatter: with two entrants that are the same, the floor keeps its width.
  @Test func aFloorBesideIdenticalEntrantsHasAWidth() {
    var simulation = Simulation(rows: 60, seed: 1)
    let model = simulation.model(right: 0.7)
    let evidence = simulation.evidence(
      [model, model, simulation.constant(0)], by: AveragedClassScore(.f1), roles: [.entrant, .entrant, .floor])
    #expect(evidence.models[1].rows?.isIdentical == true)
    #expect((evidence.models[2].rows?.halfWidth ?? 0) > 0.05)
    #expect(evidence.rows?.critical == nil && evidence.optimism == 0)
  }

  /// Swaps of predicted classes, counted over rows that are alike, are those of the rows themselves.
  @Test func swapsOfCountsAreSwapsOfRows() throws {
    var simulation = Simulation(rows: 40, folds: 2, classes: 3, seed: 9)
    let models = (0..<3).map { _ in simulation.model(right: 0.6) }
    let units = TestUnits(simulation.splits, truths: simulation.truths)
    let metric = AveragedClassScore(.f1)
    let coins = Coins(40, seed: 5)
    let swaps = JointSwaps(metric, models, truths: simulation.truths, units: units).differences(coins)
    var pair = 0
    for a in 0..<3 {
      for b in a + 1..<3 {
        let differences = simulation.splits.indices.compactMap { split -> Double? in
          var labels = [models[a][split].labels, models[b][split].labels]
          for (row, unit) in simulation.splits[split].test.enumerated() where coins[place(unit)] == 1 {
            (labels[0][row], labels[1][row]) = (labels[1][row], labels[0][row])
          }
          let truth = simulation.truths[split].labels
          let scores = labels.map {
            metric.score(ConfusionMatrix(truth: truth, predicted: $0, classCount: 3).margins, positive: 1)
          }
          return scores[0].flatMap { first in scores[1].map { first - $0 } }
        }
        #expect(abs(swaps[pair] - differences.reduce(0, +) / 2) < 1e-12)
        pair += 1
      }
    }
  }

  /// The number of a row among the units: rows are numbered in the order in which splits test them.
  private func place(_ row: Int) -> Int32 { Int32(row % 2 == 0 ? row / 2 : 20 + row / 2) }
}
