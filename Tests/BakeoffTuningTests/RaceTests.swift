import BakeoffCore
import BakeoffEvaluation
import BakeoffTuning
import Testing

@Test func whatMayBeSpentGrowsToFivePercent() throws {
  for looks in [2, 5, 10] {
    let rule = RaceRule(looks: looks)
    let allowances = (1...looks).map { rule.allowance(after: $0) }
    #expect(allowances == allowances.sorted() && abs(allowances[looks - 1] - 0.05) < 1e-12)
  }
  // ln(1 + (e - 1) / 2) = 0.6201145
  #expect(abs(RaceRule(looks: 2).allowance(after: 1) - 0.05 * 0.6201145) < 1e-8)
}

@Test func theVarianceOfSeedsIsTakenFromFitsAndFromTables() throws {
  let fits = try #require(SeedVariance(ofFits: [0.9, 0.91, 0.92]))
  #expect(abs(fits.value - 1e-4) < 1e-12 && fits.freedom == 2)
  #expect(SeedVariance(ofFits: [0.9]) == nil)
  // Rows and columns add up exactly, and nothing is left; then one cell is moved by 0.04: 4 cells are 0.01 off.
  #expect(try #require(SeedVariance(ofTable: [[0.9, 0.8], [0.7, 0.6]])).value < 1e-20)
  let moved = try #require(SeedVariance(ofTable: [[0.94, 0.8], [0.7, 0.6]]))
  #expect(abs(moved.value - 4 * 1e-4) < 1e-12 && moved.freedom == 1)
}

@Test func aLeadCountsAgainstRowsAndSeeds() throws {
  let race = SimulatedRace(chances: [0.95, 0.95, 0.85, 0.7], seed: 3)
  let standings = try race.standings()
  let rule = RaceRule(looks: 10)
  let stopped = rule.stopped(standings, spread: .none, folds: 1, spent: 0, seed: 0)
  #expect(stopped.map(\.runner).sorted() == [2, 3])
  #expect(stopped.reduce(0) { $0 + $1.chance } <= rule.allowance(after: 1))
  // Seeds that scatter by as much as the leads, known from three fits, leave nobody certain.
  let seeds = SeedVariance(value: 0.02, freedom: 2)
  #expect(rule.stopped(standings, spread: seeds, folds: 1, spent: 0, seed: 0).isEmpty)
  // Nobody is stopped when everything is spent, and the leader never is.
  #expect(rule.stopped(standings, spread: .none, folds: 1, spent: 0.05, seed: 0).isEmpty)
  #expect(!stopped.map(\.runner).contains(standings.leader))
}

@Test func aRaceIsSettledWhenFoldsLeftCannotChangeIt() throws {
  let rule = RaceRule(looks: 10)
  let standings = try SimulatedRace(chances: [0.9, 0.9], seed: 2).standings()
  let far = try SimulatedRace(chances: [0.95, 0.8], seed: 2).standings()
  #expect(!rule.isSettled(standings, spread: .none, folds: 1))
  #expect(rule.isSettled(standings, spread: .none, folds: 9))
  #expect(rule.isSettled(far, spread: .none, folds: 2))
}

/// Races of 12 configurations with known chances of being right, over 10 folds of 200 rows; a row is as hard for all, and
/// each fit is better or worse by chance.
private struct SimulatedRace {
  let chances: [Double]
  let seed: UInt64
  var seedDeviation = 0.008

  /// The search after all its rounds, and how many fits it made.
  func run(_ schedule: SearchPlan.Schedule = .race) throws -> SearchRecord {
    let splits = (0..<10).map { fold in
      Split(fold: fold, training: [], test: Array(fold * 200..<(fold + 1) * 200))
    }
    let truths = splits.map { _ in Truth(labels: Array(repeating: 0, count: 200), classCount: 2) }
    let axis = SearchSpace.Axis(name: "c", domain: .values(chances.indices.map { .integer($0) }))
    let plan = try SearchPlan(
      space: SearchSpace(axes: [axis]), schedule: schedule, budget: .candidates(chances.count), folds: 10,
      metric: Accuracy().id)
    var search = Search(
      plan, own: ["c": .integer(0)], splits: splits, truths: truths, metric: Accuracy(), seed: seed)
    while case let trials = search.next(), !trials.isEmpty {
      for trial in trials {
        guard case .integer(let number)? = search.settings(of: trial.candidate)["c"] else { continue }
        search.take(trial, .ok(predictions(of: number, trial), TrialCosts(fitSeconds: 1, predictSeconds: 0)))
      }
    }
    return search.record
  }

  private func predictions(of number: Int, _ trial: InnerTrial) -> Predictions {
    var own = SeededGenerator(seed: derivedSeed(seed, "fit \(number) \(trial.fold) \(trial.fit)"))
    let luck = (0..<12).map { _ in Double.random(in: -0.5...0.5, using: &own) }.reduce(0, +) * seedDeviation
    var hardness = SeededGenerator(seed: derivedSeed(seed, "rows \(trial.fold)"))
    let isRight = (0..<200).map { _ -> Bool in
      let shared = Double.random(in: 0..<1, using: &hardness)
      // A row is mostly decided by itself, and partly by the fit.
      let hard = Double.random(in: 0..<1, using: &own) < 0.4 ? Double.random(in: 0..<1, using: &own) : shared
      return hard < chances[number] + luck
    }
    return Predictions(kind: .probabilities, classCount: 2, scores: isRight.flatMap { $0 ? [0.9, 0.1] : [0.2, 0.8] })
  }
}

@Test(arguments: [0.1, 0.03]) func theBestIsWronglyStoppedInAtMostFivePercentOfRaces(width: Double) throws {
  var (wrong, fits, full, stopped, regret, fullRegret) = (0, 0, 0, 0, 0.0, 0.0)
  for race in 0..<200 {
    var generator = SeededGenerator(seed: derivedSeed(7, "race \(race)"))
    let chances = (0..<12).map { _ in Double.random(in: 0.9 - width...0.9, using: &generator) }
    let simulated = SimulatedRace(chances: chances, seed: UInt64(race))
    let (record, whole) = (try simulated.run(), try simulated.run(.full))
    // Both try the same configurations in the same order.
    let number = { (candidate: Int) -> Int in
      if case .integer(let number)? = record.candidates[candidate].settings["c"] { number } else { 0 }
    }
    let best = chances.indices.max { chances[$0] < chances[$1] } ?? 0
    wrong += record.candidates.indices.contains { number($0) == best && record.candidates[$0].ending != nil } ? 1 : 0
    stopped += record.candidates.count { $0.ending != nil }
    fits += record.fits
    full += record.fullFits
    regret += chances[best] - chances[number(try #require(record.chosen))]
    fullRegret += chances[best] - chances[number(try #require(whole.chosen))]
  }
  print(
    "SIM \(width) best stopped \(wrong) of 200, \(stopped) stopped, \(fits) of \(full) fits, regret \(regret / 200), of full \(fullRegret / 200)"
  )
  #expect(wrong <= 10)
  #expect(stopped > 100)
}

@Test func withoutAMarginForSeedsEqualsAreStopped() throws {
  // The check of the check: fits of equals that scatter a lot by their seeds, judged as if they did not.
  var (careful, careless) = (0, 0)
  let rule = RaceRule(looks: 10)
  for race in 0..<60 {
    let chances = Array(repeating: 0.85, count: 6)
    let standings = try SimulatedRace(chances: chances, seed: UInt64(1000 + race), seedDeviation: 0.05).standings()
    let known = SeedVariance(value: 0.05 * 0.05, freedom: 20)
    careful += rule.stopped(standings, spread: known, folds: 1, spent: 0, seed: 1).count
    careless += rule.stopped(standings, spread: .none, folds: 1, spent: 0, seed: 1).count
  }
  #expect(careless > 60 && careful < careless / 10, "\(careless) against \(careful)")
}

extension SimulatedRace {
  /// How they stand after the first fold.
  fileprivate func standings() throws -> RaceStandings {
    let split = Split(training: [], test: Array(0..<200))
    let truth = Truth(labels: Array(repeating: 0, count: 200), classCount: 2)
    let runners = chances.indices.map { [predictions(of: $0, InnerTrial(candidate: $0, fold: 0))] }
    return try #require(
      RaceStandings(runners, truths: [truth], splits: [split], metric: Accuracy(), seed: seed))
  }
}
