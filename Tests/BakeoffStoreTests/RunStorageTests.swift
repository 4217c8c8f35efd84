import BakeoffCatalog
import BakeoffCore
import BakeoffEvaluation
import BakeoffExecution
import BakeoffHarness
import BakeoffStore
import Foundation
import Synchronization
import Testing

/// A plugin that is never fitted: the executor below makes up the outcomes.
private struct Unfitted: ClassifierPlugin {
  static let card = PluginCard(id: "unfitted", title: "Unfitted", version: "1", summary: "", reference: "")
  var rate = 1.0

  func fit(_ examples: Examples, context: FitContext) -> Zero { Zero() }
}

private struct Zero: Classifier {
  func predict(_ features: Features) -> Predictions {
    Predictions(kind: .margins, classCount: 2, scores: Array(repeating: 0, count: features.count * 2))
  }
}

/// Answers with outcomes of its own and remembers what it was asked to run.
private final class Scripted: TrialExecutor {
  let asked = Mutex<[TrialCell]>([])
  let outcome: @Sendable (TrialCell) -> TrialOutcome

  init(
    outcome: @escaping @Sendable (TrialCell) -> TrialOutcome = {
      sampleTrial(model: $0.model, seed: $0.split).outcome
    }
  ) {
    self.outcome = outcome
  }

  func open(_ features: Features) -> any TrialSession { ScriptedSession(executor: self) }
}

private struct ScriptedSession: TrialSession {
  let executor: Scripted

  func run(_ requests: [TrialRequest], onEvent: @escaping @Sendable (TrialEvent) async -> Void) async {
    for request in requests {
      // Models are named m0, m1, ...
      let cell = TrialCell(model: Int(request.model.name.dropFirst()) ?? -1, split: request.split.fold)
      executor.asked.withLock { $0.append(cell) }
      await onEvent(.finished(request.id, executor.outcome(cell), curve: []))
    }
  }

  func cancel(_ id: TrialRequest.ID) {}
  func close() {}
}

private func experiment(models: Int = 2, seed: UInt64 = 7, rows: Int = 12) throws -> Experiment {
  let features = Features(shape: FeatureShape(features: 1), floats: (0..<rows).map(Float.init))
  let dataset = Dataset(
    name: "sample", examples: Examples(features: features, labels: (0..<rows).map { $0 % 2 }, classCount: 2),
    classNames: ["even", "odd"], provenance: Provenance(source: "", version: "", sha256: "ab", licence: ""))
  let splits = (0..<3).map { fold in
    Split(
      fold: fold, training: (0..<rows).filter { $0 % 3 != fold }, test: (0..<rows).filter { $0 % 3 == fold })
  }
  let models = try (0..<models).map { index in
    try CatalogEntry(Unfitted.self).model(named: "m\(index)", settings: ["rate": .integer(index + 1)])
  }
  return Experiment(dataset: dataset, task: .multiclass, models: models, splits: splits, seed: seed)
}

/// The record of a run of an experiment that begins now.
private func record(of experiment: Experiment) -> RunRecord {
  RunRecord(
    description: sampleRecord().description, task: experiment.task,
    competitors: experiment.models.map { Competitor(name: $0.name) }, splits: experiment.splits,
    truths: experiment.truths)
}

/// Runs an experiment on a store and returns the trials, what the inner executor was asked for, and the warnings.
private func run(
  _ experiment: Experiment, at path: String, reuse: TrialReuse = .finished, executor: Scripted = Scripted()
) async throws -> (trials: [Trial], asked: Int, warnings: [String]) {
  let store = try TrialStore(path: path)
  let warnings = Warnings()
  let storage = RunStorage(
    store: store, run: try store.begin(record(of: experiment)), reuse: reuse, onWarning: warnings.add)
  let trials = await experiment.run(by: executor, storage: storage)
  return (trials, executor.asked.withLock(\.count), warnings.all)
}

private final class Warnings: Sendable {
  private let lines = Mutex<[String]>([])
  var all: [String] { lines.withLock { $0 } }
  func add(_ line: String) { lines.withLock { $0.append(line) } }
}

@Test func onlyWhatIsNewRuns() async throws {
  try await withStorePath { path in
    let first = try await run(try experiment(models: 1), at: path)
    #expect(first.asked == 3 && first.trials.allSatisfy { !$0.isCached })
    let second = try await run(try experiment(models: 2), at: path)
    #expect(second.asked == 3 && second.warnings.isEmpty)
    #expect(second.trials.map(\.isCached) == [true, false, true, false, true, false], "in the order of the requests")
    #expect(second.trials.filter(\.isCached).map(\.scoreBits) == first.trials.map(\.scoreBits))
    #expect(try await run(try experiment(), at: path).asked == 0)
    #expect(try await run(try experiment(), at: path, reuse: .none).asked == 6)
    #expect(try await run(try experiment(seed: 8), at: path).asked == 6)
    #expect(try await run(try experiment(rows: 9), at: path).asked == 6)
    #expect(try TrialStore(path: path).runs().allSatisfy { $0.finished == $0.trials && $0.ended != nil })
  }
}

@Test func aStoredFailureStopsTheOthersWhereOneIsToStop() async throws {
  try await withStorePath { path in
    let failing = Scripted { _ in .failed(TrialFailure(.crashed, "as asked")) }
    _ = try await run(try experiment(models: 1), at: path, executor: failing)
    let store = try TrialStore(path: path)
    for (onFailure, asked) in [(FailurePolicy.stop, 0), (.continue, 3)] {
      let (executor, both) = (Scripted(), try experiment(models: 2))
      let storage = RunStorage(store: store, run: try store.begin(record(of: both))) { _ in }
      let trials = await both.run(by: executor, storage: storage, onFailure: onFailure)
      #expect(trials.count == 6 && executor.asked.withLock(\.count) == asked)
      #expect(trials.count { $0.outcome.isFailure } == 6 - asked)
    }
  }
}

@Test func failedTrialsRunAgainOnRequestAndInterruptedOnesAlways() async throws {
  try await withStorePath { path in
    let failing = Scripted { request in
      .failed(TrialFailure(request.model == 0 ? .crashed : request.split == 0 ? .cancelled : .skipped, "as asked"))
    }
    _ = try await run(try experiment(), at: path, executor: failing)
    let again = try await run(try experiment(), at: path)
    #expect(again.asked == 3, "the crashed model is not run again, the interrupted one is")
    #expect(again.trials.filter(\.isCached).map(\.model) == [0, 0, 0])
    let retried = try await run(try experiment(), at: path, reuse: .succeeded)
    #expect(retried.asked == 3 && retried.trials.filter(\.isCached).map(\.model) == [1, 1, 1])
  }
}

@Test func aTrialIsStoredBeforeItIsReported() async throws {
  try await withStorePath { path in
    let experiment = try experiment()
    let store = try TrialStore(path: path)
    let storage = RunStorage(store: store, run: try store.begin(record(of: experiment))) { Issue.record("\($0)") }
    _ = await experiment.run(by: Scripted(), storage: storage) { event in
      guard case .finished(let trial) = event else { return }
      #expect(throws: Never.self) {
        let stored = try TrialStore(path: path).uncheckedRun(named: "latest").trials
        #expect(stored.contains(trial))
      }
    }
  }
}

@Test func whatFinishesAfterAnInterruptIsStoredToo() async throws {
  try await withStorePath { path in
    let interrupted = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await run(try experiment(), at: path)
    }
    let outcome = try await interrupted.value
    let stored = try TrialStore(path: path).uncheckedRun(named: "latest")
    #expect(outcome.warnings.isEmpty)
    #expect(stored.trials == outcome.trials && stored.trials.count == 6 && stored.ended != nil)
  }
}

@Test func aRunWhoseStoreIsGoneGoesOnAndSaysSoOnce() async throws {
  try await withStorePath { path in
    let store = try TrialStore(path: path)
    let experiment = try experiment()
    let id = try store.begin(record(of: experiment))
    try store.remove(runsNamed: ["\(id)"])
    let warnings = Warnings()
    let storage = RunStorage(store: store, run: id, onWarning: warnings.add)
    let trials = await experiment.run(by: Scripted(), storage: storage)
    #expect(trials.count == 6)
    #expect(warnings.all.count == 1 && warnings.all[0].contains("run \(id) has been removed"))
  }
}

@Test func aFullDiskCostsNoTrialOfTheRunAndNoneStoredBefore() async throws {
  try await withStorePath { path in
    await #expect(processExitsWith: .success) { [path = path as String] in
      // From 1 MB on every write fails, as on a full disk; one trial has 480 kB of scores.
      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit(rlim_cur: 1_000_000, rlim_max: 1_000_000)
      #if canImport(Darwin)
        #expect(setrlimit(RLIMIT_FSIZE, &limit) == 0)
      #else
        #expect(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
      #endif
      let large = Scripted { sampleTrial(model: $0.model, seed: $0.split, rows: 40_000).outcome }
      let (trials, _, warnings) = try await run(try experiment(), at: path, executor: large)
      #expect(trials.count == 6 && trials.allSatisfy { !$0.scoreBits.isEmpty })
      #expect(warnings.count == 1 && warnings.allSatisfy { $0.contains("the run goes on") && $0.contains(path) })
    }
    let stored = try TrialStore(path: path).uncheckedRun(named: "latest").trials
    #expect(!stored.isEmpty && stored.count < 6)
    #expect(stored.first?.scoreBits == sampleTrial(model: 0, seed: 0, rows: 40_000).scoreBits)
  }
}
