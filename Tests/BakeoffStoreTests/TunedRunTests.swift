import BakeoffCatalog
import BakeoffCore
import BakeoffEvaluation
import BakeoffExecution
import BakeoffHarness
import BakeoffPreparation
import BakeoffStore
import BakeoffTuning
import Foundation
import Synchronization
import Testing

/// Says 1 above a cut, moved a little by the seed; a cut above 0.9 cannot be fitted.
private struct Cut: ClassifierPlugin {
  static let card = PluginCard(id: "cut", title: "Cut", version: "1", summary: "", reference: "")
  @Setting("the cut", .real(0...1), tuned: .linear(0...0.9)) var cut = 0.1
  @Setting("how much the seed matters", .real(0...1)) var jitter = 0.002

  func fit(_ examples: Examples, context: FitContext) throws -> Above {
    guard cut <= 0.9 else { throw TrainingError("the cut is too high") }
    var generator = SeededGenerator(seed: context.seed)
    return Above(cut: Float(cut + jitter * Double.random(in: -1...1, using: &generator)))
  }
}

private struct Above: Classifier {
  let cut: Float
  func predict(_ features: Features) -> Predictions {
    Predictions(
      kind: .probabilities, classCount: 2,
      scores: features.floats().flatMap { $0 > cut ? [Float(0.1), 0.9] : [0.9, 0.1] })
  }
}

/// The model with these settings, which sees rows as they are.
private func cut(_ settings: Settings = [:], named name: String? = nil) throws -> ConfiguredModel {
  try CatalogEntry(Cut.self).model(named: name, settings: settings).prepared(by: NoPreparation())
}

/// Runs trials in this process, remembers which, and calls `onTrial` with how many there were.
private final class Watched: TrialExecutor {
  let labels = Mutex<[String]>([])
  let onTrial: @Sendable (Int) async -> Void

  init(onTrial: @escaping @Sendable (Int) async -> Void = { _ in }) {
    self.onTrial = onTrial
  }

  func open(_ features: Features) throws -> any TrialSession {
    WatchedSession(executor: self, inner: try InProcessExecutor(jobs: 2).open(features))
  }

  var count: Int { labels.withLock { $0.count } }
}

private struct WatchedSession: TrialSession {
  let executor: Watched
  let inner: any TrialSession

  func run(_ requests: [TrialRequest], onEvent: @escaping @Sendable (TrialEvent) async -> Void) async {
    await inner.run(requests) { event in
      if case .finished(let id, let outcome, _) = event, case .ok = outcome,
        let request = requests.first(where: { $0.id == id })
      {
        let count = executor.labels.withLock { known in
          known.append(request.label)
          return known.count
        }
        await onEvent(event)
        await executor.onTrial(count)
      } else {
        await onEvent(event)
      }
    }
  }

  func cancel(_ id: TrialRequest.ID) { inner.cancel(id) }
  func close() async { await inner.close() }
}

/// 600 rows whose class is mostly whether they are above 0.6; `flipped` are of the other class.
private func data(flipped: Set<Int> = []) throws -> Dataset {
  var generator = SeededGenerator(seed: 5)
  // Classes are numbered as they appear, and the first row is of the first.
  let rows = [0] + (1..<600).map { _ in Float.random(in: 0..<1, using: &generator) }
  let classes = rows.enumerated().map { row, x -> String in
    let isNoise = row > 0 && Double.random(in: 0..<1, using: &generator) < 0.1
    return ((x > 0.6) != isNoise) != flipped.contains(row) ? "b" : "a"
  }
  return try Dataset(name: "cut", rows: rows.map { [$0] }, classes: classes)
}

private func comparison(
  on dataset: Dataset, budget: Int = 16, settings: Settings = [:], metric: any Metric = Accuracy(),
  schedule: SearchPlan.Schedule = .race
) throws -> Comparison {
  let model = try cut(settings)
  let plan = try SearchPlan(
    space: try model.searchSpace([try SearchRequest("cut")]), schedule: schedule, budget: .candidates(budget), folds: 4,
    metric: metric.id)
  return try Comparison(
    of: [model], on: dataset, resampling: StratifiedKFold(folds: 3, repeats: 1), seed: 3,
    tuned: [try TunedModel(of: model, plan: plan, by: metric)])
}

private func storage(_ path: String, _ comparison: Comparison, reuse: TrialReuse = .finished) throws -> RunStorage {
  let store = try TrialStore(path: path)
  return RunStorage(store: store, run: try store.begin(comparison.record), reuse: reuse) {
    Issue.record("\($0)")
  }
}

/// The trials of the tuned model, and what its searches found, which says nothing of seconds.
private func searches(_ record: RunRecord) -> [SearchRecord] {
  record.trials.filter { record.competitors[$0.model].tuning != nil }.compactMap(\.search)
}

/// The same without seconds, which are never the same twice.
private func decisions(_ record: RunRecord) -> [[String]] {
  searches(record).map { search in
    search.candidates.map { "\($0.settings.shown) \($0.scores) \($0.ending.map { "\($0)" } ?? "-")" }
      + ["\(search.chosen ?? -1) \(search.fits)"]
  }
}

@Test func aTunedRowIsTheModelWithTheSettingsThatWereChosen() async throws {
  let comparison = try comparison(on: try data())
  let record = await comparison.run()
  #expect(record.competitors.map(\.name) == ["cut", "tuned:cut"])
  for (split, search) in searches(record).enumerated() {
    let chosen = try #require(search.chosenSettings)
    // The noise moves the best cut a little.
    guard case .number(let value)? = chosen["cut"] else {
      Issue.record("no cut")
      return
    }
    #expect(abs(value - 0.6) < 0.1)
    let alone = try Comparison(
      of: [try cut(chosen)], on: try data(),
      resampling: StratifiedKFold(folds: 3, repeats: 1), seed: 3)
    let plain = await alone.run().trials[split].outcome
    let trial = try #require(record.trials.first { $0.model == 1 && $0.split == split })
    #expect(trial.outcome.predictions == plain.predictions)
    guard case .ok(_, let costs) = trial.outcome else { continue }
    #expect(costs.fitSeconds > search.seconds)
  }
  let board = try record.leaderboard(metrics: [Accuracy()])
  let row = try #require(board.rows.first { $0.competitor.name == "tuned:cut" })
  #expect(try #require(board.gain(of: row)).lead > 0.3)
  let optimism = try #require(row.searchOptimism(board))
  #expect(abs(optimism.inner - optimism.outer) < 0.1 && optimism.outer == row.scores[0].mean)
}

@Test func theRowsThatScoreAModelHaveNoPartInChoosingItsSettings() async throws {
  let plain = try comparison(on: try data())
  let test = Set(plain.experiment.splits[0].test)
  let before = await plain.run()
  // Other classes of the test rows of the first split would be seen by any search that sees them.
  let splits = plain.experiment.splits
  let flipped = Experiment(
    dataset: try data(flipped: test), task: .multiclass, models: plain.experiment.models, splits: splits, seed: 3,
    searches: plain.experiment.searches)
  let after = await flipped.run(by: InProcessExecutor(jobs: 2))
  let trials = { (trials: [Trial]) in trials.filter { $0.search != nil }.sorted { $0.split < $1.split } }
  let (first, second) = (trials(before.trials), trials(after))
  #expect(first[0].search?.candidates.map(\.scores) == second[0].search?.candidates.map(\.scores))
  #expect(first[0].search?.chosen == second[0].search?.chosen)
  // Training rows of the other splits are not the same any more, and their searches see that.
  #expect(first[1].search?.candidates.map(\.scores) != second[1].search?.candidates.map(\.scores))
}

@Test func aSearchThatWasInterruptedIsGoneOnWith() async throws {
  let comparison = try comparison(on: try data())
  let whole = Watched()
  let once = await comparison.run(by: whole)
  for stop in [5, 25, 40] {
    try await withStorePath { path in
      let (stream, interrupt) = AsyncStream<Void>.makeStream()
      let interrupted = Watched { if $0 == stop { interrupt.yield() } }
      let first = try storage(path, comparison)
      let running = Task { await comparison.run(by: interrupted, storage: first) }
      for await _ in stream.prefix(1) { running.cancel() }
      let partial = await running.value
      let cancelled = partial.trials.filter { $0.outcome.isFailure && $0.search?.fits ?? 0 > 0 }
      for trial in cancelled {
        guard case .failed(let failure) = trial.outcome else { continue }
        #expect(failure.kind == .cancelled && failure.message.contains("the best so far: cut="), "\(failure)")
      }
      let rest = Watched()
      let resumed = await comparison.run(by: rest, storage: try storage(path, comparison))
      #expect(decisions(resumed) == decisions(once))
      #expect(resumed.trials.map(\.outcome.predictions) == once.trials.map(\.outcome.predictions))
      // Nothing that was finished is run again.
      #expect(rest.count <= whole.count - stop && rest.count > 0, "\(rest.count) of \(whole.count) after \(stop)")
    }
  }
}

@Test func whatASearchHasFoundIsNotLookedForAgain() async throws {
  try await withStorePath { path in
    let comparison = try comparison(on: try data())
    let once = await comparison.run(by: Watched(), storage: try storage(path, comparison))
    let again = Watched()
    let cached = await comparison.run(by: again, storage: try storage(path, comparison))
    #expect(again.count == 0 && cached.trials.allSatisfy(\.isCached))
    #expect(searches(cached) == searches(once))
    let stored = try TrialStore(path: path).run(named: "latest")
    #expect(searches(stored) == searches(once))
    // A larger budget tries more, and what it shares is in the store.
    let larger = try largerComparison()
    let more = Watched()
    let alone = Watched()
    let grown = await larger.run(by: more, storage: try storage(path, larger))
    _ = await larger.run(by: alone)
    #expect(searches(grown).allSatisfy { $0.candidates.count == 24 })
    #expect(more.count < alone.count - 3 * 12, "\(more.count) of \(alone.count)")
    // Every trial again, and the same comes out.
    let fresh = Watched()
    let anew = await comparison.run(by: fresh, storage: try storage(path, comparison, reuse: .none))
    #expect(fresh.count > 40 && decisions(anew) == decisions(once))
  }
}

private func largerComparison() throws -> Comparison { try comparison(on: try data(), budget: 24) }

@Test func removingARunRemovesItsSearches() async throws {
  try await withStorePath { path in
    let comparison = try comparison(on: try data(), budget: 4)
    _ = await comparison.run(by: Watched(), storage: try storage(path, comparison))
    let store = try TrialStore(path: path)
    #expect(try store.keys().count > 20)
    try store.remove(runsNamed: ["latest"])
    #expect(try store.keys().isEmpty)
    let again = Watched()
    _ = await comparison.run(by: again, storage: try storage(path, comparison))
    #expect(again.count > 20)
  }
}

@Test(arguments: SearchPlan.Schedule.allCases)
func everyScheduleRunsOnRealTrials(_ schedule: SearchPlan.Schedule) async throws {
  let record = await (try comparison(on: try data(), schedule: schedule)).run(by: Watched())
  let found = searches(record)
  #expect(found.count == 3 && found.allSatisfy { $0.chosen != nil && $0.candidates.count == 16 })
  #expect(record.trials.allSatisfy { !$0.outcome.isFailure })
}

@Test func whatCannotBeFittedCostsItsConfigurationOnly() async throws {
  let axis = SearchSpace.Axis(name: "cut", domain: .oneOf(0.5, 0.95, 0.99))
  func record(_ own: Double, _ axis: SearchSpace.Axis, _ policy: FailurePolicy) async throws -> RunRecord {
    let model = try cut(["cut": .number(own)])
    let plan = try SearchPlan(space: SearchSpace(axes: [axis]), folds: 3, metric: "accuracy")
    return await
      (try Comparison(
        of: [model], on: try data(), resampling: StratifiedKFold(folds: 3, repeats: 1),
        tuned: [try TunedModel(of: model, plan: plan, by: Accuracy())])).run(by: Watched(), onFailure: policy)
  }
  let some = try await record(0.1, axis, .stop)
  #expect(some.trials.allSatisfy { !$0.outcome.isFailure })
  #expect(searches(some).allSatisfy { $0.candidates.filter { $0.ending?.reason == .failed }.count == 2 })
  let none = try await record(0.97, SearchSpace.Axis(name: "cut", domain: .oneOf(0.95, 0.99)), .continue)
  let failures = none.trials.filter { $0.model == 1 }.compactMap { trial -> String? in
    if case .failed(let failure) = trial.outcome { failure.message } else { nil }
  }
  let reason = "all 3 configurations failed; the first: failed: the cut is too high"
  #expect(failures == Array(repeating: reason, count: 3))
}

@Test func aRaceStopsModelsThatAreCertainlyNotTheBest() async throws {
  let models = try [0.6, 0.59, 0.2, 0.05].enumerated().map { place, value in
    try cut(["cut": .number(value)], named: "m\(place)")
  }
  let comparison = try Comparison(
    of: models, on: try data(), resampling: StratifiedKFold(folds: 5, repeats: 1), seed: 2)
  let whole = await comparison.run()
  let watched = Watched()
  let raced = await comparison.run(by: watched, race: Accuracy())
  let stopped = raced.trials.filter { !$0.outcome.isFailure && $0.outcome.predictions == nil }
  #expect(Set(stopped.map(\.model)) == [2, 3])
  #expect(watched.count == 20 - stopped.count && stopped.allSatisfy { $0.split >= 2 })
  // What was run is what it would have been.
  for trial in raced.trials where trial.outcome.predictions != nil {
    #expect(whole.trials.contains { $0.cell == trial.cell && $0.outcome.predictions == trial.outcome.predictions })
  }
  let board = try raced.leaderboard(metrics: [Accuracy()])
  #expect(!board.hasFailures && board.rows.map(\.isComplete) == [true, true, false, false])
  #expect(board.rows[2].stoppedAfter == board.rows[2].ok)
  // Begun again, it takes what it ran and decided.
  try await withStorePath { path in
    let first = Watched()
    _ = await comparison.run(by: first, storage: try storage(path, comparison), race: Accuracy())
    let again = Watched()
    let cached = await comparison.run(by: again, storage: try storage(path, comparison), race: Accuracy())
    #expect(first.count == watched.count && again.count == 0)
    #expect(cached.trials.map(\.outcome.predictions) == raced.trials.map(\.outcome.predictions))
    // Without a race the others are run as well.
    let rest = Watched()
    let complete = await comparison.run(by: rest, storage: try storage(path, comparison))
    #expect(
      rest.count == stopped.count
        && complete.trials.map(\.outcome.predictions) == whole.trials.map(\.outcome.predictions))
  }
}

@Test func theKeyOfATunedTrialHoldsWhatDecidesItsSearch() throws {
  let key = { (comparison: Comparison, model: Int) in
    TrialKeys(comparison.experiment).key(TrialCell(model: model, split: 0))
  }
  let rows = try data()
  let metrics = { (average: Average) in AveragedClassScore(.f1, average: average) }
  let comparisons = [
    try comparison(on: rows), try comparison(on: rows, budget: 17), try comparison(on: rows, schedule: .full),
    try comparison(on: rows, metric: metrics(.macro)), try comparison(on: rows, metric: metrics(.weighted)),
  ]
  #expect(Set(comparisons.map { key($0, 1) }).count == comparisons.count)
  #expect(Set(comparisons.map { key($0, 0) }).count == 1)
  #expect(key(comparisons[0], 1) == key(try comparison(on: rows), 1))
}

@Test func everyTrialOfASearchHasALogOfItsOwn() async throws {
  let watched = Watched()
  _ = await (try comparison(on: try data())).run(by: watched)
  let labels = watched.labels.withLock { $0 }
  #expect(Set(labels).count == labels.count && labels.contains { $0.hasPrefix("tuned:cut-0-1-configuration3") })
}

/// Whatever was chosen, the model's own settings too, comes out again.
@Test(arguments: [0.1, 0.6]) func aStoredTunedRunIsFittedAgain(own: Double) async throws {
  try await withStorePath { path in
    let comparison = try comparison(on: try data(), settings: ["cut": .number(own), "jitter": .number(0.05)])
    _ = await comparison.run(by: Watched(), storage: try storage(path, comparison))
    let stored = try TrialStore(path: path).run(named: "latest")
    let again = try Experiment(of: stored, on: try data(), catalog: try Registry("model", [CatalogEntry(Cut.self)]))
    let differences = Mutex<[ScoreDifference?]>([])
    try await again.replay(stored.trials, by: InProcessExecutor(jobs: 2)) { trial in
      differences.withLock { $0.append(trial.difference) }
    }
    let found = differences.withLock { $0 }
    #expect(found.count == stored.trials.count && found.allSatisfy { $0 == nil })
  }
}
