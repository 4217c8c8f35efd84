import BakeoffCore
import BakeoffStore
import Foundation
import Testing

@Test(arguments: [ClassificationTask.multiclass, .binary(positive: 4)])
func aRunComesBackAsItWasRecorded(task: ClassificationTask) async throws {
  try await withStorePath { path in
    let plan = samplePlan(task: task, details: #"{"dataset":"mnist"}"#)
    let failure = Trial(model: 1, split: 0, outcome: .failed(TrialFailure(.crashed, "signal 11")))
    let trials = [sampleTrial(model: 0, seed: 1), failure, sampleTrial(model: 0, split: 2, seed: 2)]
    do {
      let store = try TrialStore(path: path)
      let run = try store.begin(plan)
      for trial in trials { try store.record(trial, key: "key \(trial.split) \(trial.model)", in: run) }
      #expect(try store.run(named: "latest").ended == nil)
      try store.end(run)
    }
    let run = try TrialStore(path: path, mayCreate: false).run(named: "1")
    #expect(run.plan == plan)
    #expect(run.trials == trials)
    #expect(run.trials.map(\.scoreBits) == trials.map(\.scoreBits))
    #expect(try #require(run.ended) >= run.started && abs(run.started.timeIntervalSinceNow) < 3600)
  }
}

@Test func runsAreListedWithWhatTheyHaveTheNewestFirst() async throws {
  try await withStorePath { path in
    let store = try TrialStore(path: path)
    #expect(try store.runs().isEmpty)
    #expect(throws: ConfigurationError("\(path): no run is stored yet; `bakeoff compare` makes one")) {
      try store.run(named: "latest")
    }
    let first = try store.begin(samplePlan(details: "{\"n\":1}"))
    try store.record(sampleTrial(model: 0, seed: 1), key: "a", in: first)
    try store.record(Trial(model: 1, split: 0, outcome: .failed(TrialFailure(.timedOut, "late"))), key: "b", in: first)
    try store.record(Trial(model: 1, split: 1, outcome: .failed(TrialFailure(.cancelled, ""))), key: "c", in: first)
    let second = try store.begin(samplePlan())
    let runs = try store.runs()
    #expect(runs.map(\.id) == [second, first])
    #expect(runs.map(\.finished) == [0, 2] && runs.map(\.failed) == [0, 1] && runs.map(\.trials) == [8, 8])
    #expect(runs.map(\.models) == [["one", "two"], ["one", "two"]] && runs.map(\.details) == ["{}", "{\"n\":1}"])
    #expect(try store.run(named: "latest").id == second)
    #expect(
      throws: ConfigurationError(
        "run 9: no such run (latest, or one of \(second), \(first)); `bakeoff runs` lists them")
    ) { try store.run(named: "9") }
  }
}

@Test func aStoredTrialStandsInForItsKey() async throws {
  try await withStorePath { path in
    let store = try TrialStore(path: path)
    let good = sampleTrial(model: 0, seed: 1)
    let bad = Trial(model: 1, split: 0, outcome: .failed(TrialFailure(.failed, "as asked")))
    let first = try store.begin(samplePlan())
    try store.record(good, key: "good", in: first)
    try store.record(bad, key: "bad", in: first)
    let slots = [
      TrialSlot(model: 1, split: 0, key: "bad"), TrialSlot(model: 0, split: 0, key: "good"),
      TrialSlot(model: 0, split: 1, key: "neither"),
    ]
    #expect(try store.reuse(.none, for: slots, in: try store.begin(samplePlan())).isEmpty)
    #expect(try store.reuse(.succeeded, for: slots, in: try store.begin(samplePlan())) == [good.cached])
    let last = try store.begin(samplePlan())
    #expect(try store.reuse(.finished, for: slots, in: last) == [bad.cached, good.cached])
    #expect(try store.run(named: "\(last)").trials == [good.cached, bad.cached])
  }
}

@Test func whatIsRunAgainChangesNoEarlierRun() async throws {
  try await withStorePath { path in
    let store = try TrialStore(path: path)
    let outcomes = [1, 2].map { sampleTrial(model: 0, seed: $0) }
    let failure = Trial(model: 0, split: 0, outcome: .failed(TrialFailure(.timedOut, "late")))
    for trial in outcomes + [failure] { try store.record(trial, key: "same", in: try store.begin(samplePlan())) }
    #expect(try (1...3).map { try store.run(named: "\($0)").trials } == (outcomes + [failure]).map { [$0] })
    let slot = TrialSlot(model: 0, split: 0, key: "same")
    let reused = try store.reuse(.finished, for: [slot], in: try store.begin(samplePlan()))
    #expect(reused == [outcomes[1].cached], "the latest that succeeded")
  }
}

@Test func removingARunKeepsTheTrialsOthersShow() async throws {
  try await withStorePath { path in
    let store = try TrialStore(path: path)
    let shared = sampleTrial(model: 0, seed: 1)
    let first = try store.begin(samplePlan())
    try store.record(shared, key: "shared", in: first)
    try store.record(sampleTrial(model: 1, seed: 2, rows: 100_000), key: "own", in: first)
    let second = try store.begin(samplePlan())
    let slots = ["shared", "own"].map { TrialSlot(model: 0, split: 0, key: $0) }
    _ = try store.reuse(.finished, for: [slots[0]], in: second)
    #expect(throws: ConfigurationError.self) { try store.remove(runsNamed: ["\(first)", "77"]) }
    #expect(try store.runs().count == 2, "all or none are removed")

    #expect(try store.remove(runsNamed: ["\(first)"]) == [first])
    #expect(try fileSize(path) < 200_000, "a million bytes of scores were given back")
    #expect(try store.run(named: "\(second)").trials == [shared.cached])
    let third = try store.begin(samplePlan())
    #expect(third > second)
    #expect(try store.reuse(.finished, for: slots, in: third).count == 1, "own went with its run")
    #expect(throws: StoreError.self) { try store.record(shared, key: "shared", in: first) }
  }
}

private func fileSize(_ path: String) throws -> Int {
  try #require(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
}
