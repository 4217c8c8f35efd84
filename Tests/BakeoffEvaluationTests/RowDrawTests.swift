import BakeoffCore
import Testing

import BakeoffEvaluation

/// Any metric in disguise, which can only be computed on copies of the rows.
private struct Disguised: Metric {
  let metric: any Metric
  var id: String { metric.id }
  var title: String { metric.title }
  var direction: MetricDirection { metric.direction }
  var range: ClosedRange<Double> { metric.range }
  func score(_ predictions: Predictions, truth: Truth) -> Double? { metric.score(predictions, truth: truth) }
}

@Suite struct RowDrawTests {
  private func labels(_ simulation: Simulation) -> [Int] { simulation.truths.flatMap(\.labels) }

  @Test func everyClassAndEverySplitKeepsItsRows() {
    let simulation = Simulation(labels: [0, 0, 0, 0, 0, 0, 1, 1, 1, 2], classes: 3, folds: 3, seed: 1)
    let units = TestUnits(simulation.splits, truths: simulation.truths)
    let draw = RowDraws(units, seed: 7).draw(3)
    let (again, other) = (RowDraws(units, seed: 7).draw(3), RowDraws(units, seed: 8).draw(3))
    #expect(draw.places == again.places && draw.places != other.places)
    let round = units.rounds[0]
    for split in 0..<3 {
      let drawn = draw.places[0][draw.starts[0][split]..<draw.starts[0][split + 1]].map { round.labels[Int($0)] }
      #expect(drawn == simulation.truths[split].labels)
    }
  }

  @Test func aRowOfSeveralRepeatsIsDrawnOnceForAll() {
    let splits = [0, 1].flatMap { repetition in
      (0..<2).map { fold in
        Split(repetition: repetition, fold: fold, training: [], test: repetition == fold ? [0, 1] : [2, 3])
      }
    }
    let units = TestUnits(splits, truths: splits.map { _ in Truth(labels: [0, 0], classCount: 1) })
    #expect(units.count == 4 && units.isComplete && units.rounds.count == 2)
    let draw = RowDraws(units, seed: 0).draw(0)
    let rows = (0..<2).map { round in draw.places[round].map { Int(units.rounds[round].units[Int($0)]) }.sorted() }
    #expect(rows[0] == rows[1])
  }

  @Test func rowsOfAGroupAreDrawnTogetherAndStayInTheirSplit() {
    let split = Split(training: [], test: [0, 1, 2, 3], groups: [5, 9, 5, 9])
    let units = TestUnits([split], truths: [Truth(labels: [0, 1, 1, 0], classCount: 2)])
    #expect(units.count == 2 && units.areGroups)
    for number in 0..<20 {
      let places = RowDraws(units, seed: 0).draw(number).places[0]
      #expect(places.count { $0 == 0 } == places.count { $0 == 2 })
      #expect(places.count { $0 == 1 } == places.count { $0 == 3 } && places.count == 4)
    }
  }

  /// Repeats of a hold-out test different rows, each of which stays where it is.
  @Test func repeatsThatTestOtherRowsKeepThem() {
    let splits = [Split(training: [2], test: [0, 1]), Split(repetition: 1, training: [0], test: [1, 2])]
    let units = TestUnits(splits, truths: splits.map { _ in Truth(labels: [0, 0], classCount: 1) })
    #expect(!units.isComplete && units.count == 3)
    let draw = RowDraws(units, seed: 1).draw(2)
    let shared = draw.places[0].count { units.rounds[0].units[Int($0)] == 1 }
    #expect(shared == draw.places[1].count { units.rounds[1].units[Int($0)] == 1 })
  }

  /// The fast ways to score draws give what copies of the rows give, for every metric that is computed exactly.
  @Test(arguments: 2...4)
  func drawsAreCopies(classes: Int) throws {
    var simulation = Simulation(rows: 60, folds: 2, classes: classes, seed: UInt64(classes))
    let model = simulation.model(right: 0.7)
    let units = TestUnits(simulation.splits, truths: simulation.truths)
    let draws = RowDraws(units, seed: 3)
    let registry = try Registry("metric", standardMetrics)
    let names = ["accuracy", "balanced-accuracy", "precision", "f1", "mcc", "log-loss", "top-2-accuracy"]
    var room: [Int32] = []
    for metric in try registry.metrics(named: names) {
      let fast = drawScorer(metric, [model], truths: simulation.truths, units: units)
      let slow = drawScorer(Disguised(metric: metric), [model], truths: simulation.truths, units: units)
      for number in 0..<10 {
        let draw = draws.draw(number)
        for (one, other) in zip(fast(draw, 0, &room)[0], slow(draw, 0, &room)[0]) {
          #expect(abs((one ?? -9) - (other ?? -9)) < 1e-9, "\(metric.id)")
        }
      }
    }
    #expect(room.allSatisfy { $0 == 0 })
  }

  /// The area under the curve is drawn to first order: its scatter is that of copies of the rows.
  @Test func areasScatterAsThoseOfCopiesDo() throws {
    var simulation = Simulation(rows: 400, folds: 1, classes: 3, seed: 4)
    let model = simulation.model(right: 0.7)
    func deviation(_ metric: any Metric) throws -> Double {
      let drawn = try #require(
        ResampledScores([model], truths: simulation.truths, splits: simulation.splits, metric: metric, seed: 5))
      return try #require(sampleVariance(drawn.values[0])).squareRoot()
    }
    let (fast, slow) = (try deviation(ROCAUC()), try deviation(Disguised(metric: ROCAUC())))
    #expect(abs(fast / slow - 1) < 0.15, "\(fast) and \(slow)")
  }

  /// What every row adds to an area are its placements: over all rows they sum to twice the area.
  @Test func contributionsAreTwiceTheArea() throws {
    var simulation = Simulation(rows: 90, folds: 1, classes: 3, seed: 6)
    let model = simulation.model(right: 0.6)[0]
    let area = try #require(ROCAUC().score(model, truth: simulation.truths[0]))
    let parts = try #require(ROCAUC().contributions(model, truth: simulation.truths[0]))
    #expect(abs(parts.reduce(0, +) - 2 * area) < 1e-12)
  }

  @Test func whatIsTheSameWhateverIsDrawnHasNoWidth() throws {
    let labels = (0..<200).map { $0 < 4 ? 1 : 0 }
    let simulation = Simulation(labels: labels, classes: 2, folds: 4, seed: 2)
    var perfect = simulation
    for model in [simulation.constant(0), perfect.model(rightOfClass: [1, 1])] {
      let drawn = try #require(
        ResampledScores(
          [model], truths: simulation.truths, splits: simulation.splits, metric: AveragedClassScore(.f1), seed: 1))
      #expect(Set(drawn.values[0]).count == 1)
    }
  }
}
