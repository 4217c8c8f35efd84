import BakeoffCore
import BakeoffEvaluation
import BakeoffTuning
import Testing

/// A search over x from 0 to 1 and a kind, where x = 0.7 and the kind b are right most often; `shuffle` changes the order in
/// which outcomes come.
private struct ToySearch {
  var plan: SearchPlan
  var own: Settings = ["x": .number(0.1), "kind": .text("a")]
  var seed: UInt64 = 1
  var seconds = 1.0
  var rows = 300
  /// Whether configurations are equally good and each has luck of its own, so that nobody is soon certain to be the best.
  var scatters = false
  var isFailing: @Sendable (Settings) -> Bool = { _ in false }

  static let space = SearchSpace(axes: [
    .init(name: "x", domain: .linear(0...1)), .init(name: "kind", domain: .oneOf("a", "b")),
  ])

  init(
    _ schedule: SearchPlan.Schedule, method: SearchMethod = .sobol, budget: SearchBudget? = nil, folds: Int? = nil
  ) throws {
    plan = try SearchPlan(
      space: Self.space, method: method, schedule: schedule, budget: budget, folds: folds, metric: "accuracy")
  }

  func search(decided: [[SearchRecord.Ending]] = []) -> Search {
    let splits = (0..<plan.folds).map { fold in
      Split(
        fold: fold, training: Array(repeating: 0, count: 3000), test: Array(fold * rows..<(fold + 1) * rows))
    }
    let truths = splits.map { _ in Truth(labels: Array(repeating: 0, count: rows), classCount: 2) }
    return Search(
      plan, own: own, splits: splits, truths: truths, metric: Accuracy(), seed: seed, decided: decided)
  }

  /// The search after its rounds, each trial told in an order that `order` makes; and the rounds.
  func run(
    decided: [[SearchRecord.Ending]] = [], order: ([InnerTrial]) -> [InnerTrial] = { $0 }, rounds most: Int = .max
  ) -> (search: Search, rounds: [[InnerTrial]]) {
    var search = search(decided: decided)
    var rounds: [[InnerTrial]] = []
    while rounds.count < most, case let trials = search.next(), !trials.isEmpty {
      rounds.append(trials)
      for trial in order(trials) { search.take(trial, outcome(trial, search.settings(of: trial.candidate))) }
    }
    return (search, rounds)
  }

  private func outcome(_ trial: InnerTrial, _ settings: Settings) -> TrialOutcome {
    guard !isFailing(settings) else { return .failed(TrialFailure(.crashed, "signal 11")) }
    guard case .number(let x)? = settings["x"] else { return .failed(TrialFailure(.failed, "no x")) }
    let chance =
      scatters
      ? 0.7 : 0.9 - (x - 0.7) * (x - 0.7) - (settings["kind"] == .text("b") ? 0 : 0.1) - 0.1 * (1 - trial.share)
    var generator = SeededGenerator(
      seed: derivedSeed(seed, "rows \(trial.fold)\(scatters ? " \(trial.candidate)" : "")"))
    let scores = (0..<rows).flatMap { _ -> [Float] in
      Double.random(in: 0..<1, using: &generator) < chance ? [0.8, 0.2] : [0.3, 0.7]
    }
    return .ok(
      Predictions(kind: .probabilities, classCount: 2, scores: scores),
      TrialCosts(fitSeconds: seconds * trial.share, predictSeconds: 0))
  }
}

private func x(_ settings: Settings?) -> Double {
  if case .number(let x)? = settings?["x"] { x } else { -1 }
}

@Test(arguments: SearchPlan.Schedule.allCases, SearchMethod.allCases)
func everySearchFindsAGoodConfiguration(_ schedule: SearchPlan.Schedule, _ method: SearchMethod) throws {
  let (search, rounds) = try ToySearch(schedule, method: method, budget: .candidates(27)).run()
  let record = search.record
  #expect(abs(x(record.chosenSettings) - 0.7) < 0.2, "\(record.chosenSettings ?? [:])")
  #expect(record.chosenSettings?["kind"] == .text("b"))
  // A grid over the range has ten combinations, and the model's own settings come first in any case.
  #expect(record.candidates.count == (method == .grid ? 11 : 27))
  #expect(record.candidates[0].settings == ["x": .number(0.1), "kind": .text("a")])
  #expect(rounds.joined().count == record.fits && Set(rounds.joined()).count == record.fits)
  #expect(record.seconds <= Double(record.fits) && record.seconds > 0)
}

@Test func tryingEverythingTakesEveryFit() throws {
  let (search, _) = try ToySearch(.full, budget: .candidates(20), folds: 4).run()
  #expect(search.record.fits == 80 && search.record.fullFits == 80)
  #expect(search.record.candidates.allSatisfy { $0.scores.allSatisfy { $0 != nil } })
}

@Test func aRaceTakesFewFitsAndStopsTheWorst() throws {
  let (search, rounds) = try ToySearch(.race, budget: .candidates(40)).run()
  let record = search.record
  #expect(record.fits < record.fullFits / 4, "\(record.fits) of \(record.fullFits)")
  #expect(record.candidates.count { $0.ending?.reason == .worse } > 10)
  for candidate in record.candidates {
    guard let ending = candidate.ending else { continue }
    let folds = candidate.scores.prefix { $0 != nil }.count
    #expect(folds == ending.folds && ending.lead ?? 0 > ending.error ?? 0)
  }
  // The chances of those that were stopped add up to no more than the race may be wrong.
  #expect(record.candidates.compactMap(\.ending?.chance).reduce(0, +) < 0.05)
  // Who was stopped is not tried again.
  let stopped = search.decisions[0].map(\.candidate)
  #expect(!rounds.dropFirst().joined().contains { stopped.contains($0.candidate) })
}

@Test func aSearchComesToTheSameEndInAnyOrderAndWhenResumed() throws {
  for schedule in SearchPlan.Schedule.allCases {
    for method in [SearchMethod.sobol, .tpe] {
      let toy = try ToySearch(schedule, method: method, budget: .candidates(30))
      let (once, rounds) = toy.run()
      let (reversed, _) = toy.run(order: { $0.reversed() })
      #expect(reversed.record == once.record)
      // Interrupted after two rounds, and begun again with what was decided by then.
      let (interrupted, _) = toy.run(rounds: 2)
      let (resumed, again) = toy.run(decided: interrupted.decisions)
      #expect(resumed.record == once.record && again == rounds)
    }
  }
}

@Test func decisionsThatAreStoredAreNotMadeAnew() throws {
  let toy = try ToySearch(.race, budget: .candidates(20))
  let stored = [[SearchRecord.Ending(candidate: 7, reason: .worse, folds: 1, lead: 0.5, error: 0.1)]]
  let (search, rounds) = toy.run(decided: stored)
  #expect(search.decisions[0] == stored[0])
  #expect(search.record.candidates[7].ending == stored[0][0])
  #expect(!rounds.dropFirst().joined().contains { $0.candidate == 7 })
}

@Test func halvingTriplesTheRowsOfTheBestThird() throws {
  let (search, rounds) = try ToySearch(.halving, budget: .candidates(27), folds: 2).run()
  let sizes = rounds.map { Set($0.map(\.candidate)).count }
  // The model's own settings stay in beside the best third.
  let expected: [ClosedRange<Int>] = [27...27, 9...10, 3...4, 1...2]
  #expect(sizes.count == 4 && zip(expected, sizes).allSatisfy { $0.contains($1) }, "\(sizes)")
  let shares: [Double] = [1.0 / 27, 1.0 / 9, 1.0 / 3, 1]
  #expect(rounds.map { $0[0].share } == shares)
  #expect(search.record.candidates[0].scores.allSatisfy { $0 != nil })
  let first = search.record.candidates.filter { $0.ending?.share == 1.0 / 27 }
  #expect(first.count == 27 - sizes[1] && first.allSatisfy { $0.ending?.reason == .outranked })
}

@Test func hyperbandBeginsItsBracketsWithMoreAndMore() throws {
  let (_, rounds) = try ToySearch(.hyperband, budget: .candidates(200), folds: 2).run()
  let entrants = rounds.reduce(into: [Double: Int]()) { counts, round in
    counts[round[0].share, default: 0] += 1
  }
  let shares: Set<Double> = [1.0 / 27, 1.0 / 9, 1.0 / 3, 1]
  #expect(Set(entrants.keys) == shares)
  // 27 and 12, 6 and 4 begin the four brackets of the first time round.
  #expect(Set(rounds[0].map(\.candidate)).count == 27)
}

@Test func aBudgetOfSecondsIsKept() throws {
  for (budget, most) in [(SearchBudget.seconds(60), 60.0), (.defaultTrials(40), 80)] {
    for schedule in [SearchPlan.Schedule.race, .full] {
      var toy = try ToySearch(schedule, budget: budget, folds: 5)
      toy.seconds = 2
      let record = toy.run().search.record
      // The round that crosses the budget is finished.
      #expect(record.seconds > most / 3 && record.seconds <= most + 40, "\(schedule) \(budget): \(record.seconds)")
      #expect(record.chosen != nil && record.candidates.count > 2)
    }
  }
}

@Test func aBudgetBelowOneTrialIsSaid() throws {
  var toy = try ToySearch(.full, budget: .seconds(1), folds: 3)
  toy.seconds = 2
  let search = toy.run().search
  #expect(search.choice == nil)
  #expect(
    search.failure
      == "the budget of 1s covers no more than the model's own settings, which took 6.0 s; give it more")
}

/// A budget that is longer than the first configuration and has no room for a second one says how much would have.
@Test(arguments: [
  (SearchBudget.seconds(10), "10s has no room for a second configuration: the first took 6.0 s", 25.0),
  (.defaultTrials(6), "6x (12 s) has no room for a second configuration: the first took 6.0 s", 26.0),
])
func aBudgetWithoutRoomSaysWhatHasRoom(budget: SearchBudget, message: String, enough: Double) throws {
  var toy = try ToySearch(.race, budget: budget, folds: 3)
  toy.seconds = 2
  let search = toy.run().search
  let failure = try #require(search.failure)
  #expect(failure.contains(message) && search.record.isCutShort == true, "\(failure)")
  #expect(failure.contains("others enter within the first 50 % of the budget"))
  let amount = try #require(failure.split(separator: " ").last?.dropLast()).description
  let seconds = try #require(Double(amount)) * (failure.hasSuffix("x") ? 2 : 1)
  #expect(seconds == enough, "\(failure)")
  toy.plan = try SearchPlan(
    space: ToySearch.space, schedule: .race, budget: .seconds(seconds), folds: 3, metric: "accuracy")
  #expect(toy.run().search.failure == nil)
}

/// What a search says of its end fits what it took, and that it was not through is kept.
@Test func aSearchThatIsCutShortSaysSo() throws {
  var ends: [String] = []
  var cut: [SearchRecord] = []
  for (seed, budget) in [(UInt64(1), 26.0), (2, 26), (3, 30), (4, 34), (5, 34), (6, 38), (7, 42), (8, 46)] {
    var toy = try ToySearch(.race, budget: .seconds(budget), folds: 10)
    // Few rows leave many in after the first fold.
    (toy.seconds, toy.seed, toy.rows, toy.scatters) = (2, seed, 60, true)
    let record = toy.run().search.record
    ends.append(record.end)
    guard record.isCutShort == true else { continue }
    cut.append(record)
    #expect(
      record.chosen != nil && record.end.hasPrefix("the budget of \(Int(budget))s has no room for "), "\(record.end)")
    let took = record.seconds >= 10 ? "\(Int(record.seconds))" : "\(record.seconds)"
    #expect(record.end.hasSuffix("after \(took) s of fits"), "\(record.end), \(record.seconds)")
  }
  #expect(!cut.isEmpty, "\(ends)")
  #expect(try ToySearch(.race).run(rounds: 1).search.record.isCutShort == true)

  // A grid of ten combinations, of which the time covers some, and all.
  for (seconds, isCut) in [(40.0, true), (400, nil)] {
    var grid = try ToySearch(.full, method: .grid, budget: .seconds(seconds), folds: 3)
    grid.seconds = 2
    #expect(grid.run().search.record.isCutShort == isCut, "\(seconds)")
  }
  #expect(try ToySearch(.race, budget: .candidates(9)).run().search.record.isCutShort == nil)
}

@Test func configurationsThatFailAreLeftOut() throws {
  var toy = try ToySearch(.race, budget: .candidates(20))
  toy.isFailing = { $0["kind"] == .text("b") }
  let record = toy.run().search.record
  #expect(record.chosenSettings?["kind"] == .text("a"))
  let failed = record.candidates.filter { $0.ending?.reason == .failed }
  #expect(failed.count > 5 && failed.allSatisfy { $0.ending?.message == "crashed: signal 11" })
  toy.isFailing = { _ in true }
  let search = toy.run().search
  #expect(search.choice == nil)
  #expect(search.failure == "all 20 configurations failed; the first: crashed: signal 11")
}

@Test func ownSettingsStandUnlessBeatenByMoreThanOneError() throws {
  // At the best point already, nothing can be clearly better.
  var toy = try ToySearch(.full, budget: .candidates(12), folds: 2)
  toy.own = ["x": .number(0.69), "kind": .text("b")]
  #expect(toy.run().search.record.chosen == 0)
  // Far from it, something is.
  toy.own = ["x": .number(0), "kind": .text("a")]
  #expect(toy.run().search.record.chosen != 0)
}
