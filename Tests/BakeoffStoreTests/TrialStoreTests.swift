import BakeoffCore
import BakeoffStore
import Foundation
import Testing

@Test(arguments: [ClassificationTask.multiclass, .binary(positive: 4)])
func aRunComesBackAsItWasRecorded(task: ClassificationTask) async throws {
  try await withStorePath { path in
    let record = sampleRecord(task: task)
    let failure = Trial(TrialCell(model: 1, split: 0), .failed(TrialFailure(.crashed, "signal 11")))
    let trials = [sampleTrial(model: 0, seed: 1), failure, sampleTrial(model: 0, split: 2, seed: 2)]
    do {
      let store = try TrialStore(path: path)
      let run = try store.begin(record)
      for trial in trials { try store.record(trial, key: "key \(trial.split) \(trial.model)", in: run) }
      #expect(try store.uncheckedRun(named: "latest").ended == nil)
      try store.end(run)
    }
    let run = try TrialStore(path: path, mayCreate: false).uncheckedRun(named: "1")
    #expect(run.number == 1 && run.task == record.task && run.description == record.description)
    #expect(run.competitors == record.competitors && run.splits == record.splits && run.truths == record.truths)
    #expect(run.trials == trials && run.trials.map(\.curve.count) == [3, 0, 3], "learning curves among them")
    #expect(run.trials.map(\.scoreBits) == trials.map(\.scoreBits))
    #expect(try #require(run.ended) >= run.started && abs(run.started.timeIntervalSinceNow) < 3600)
  }
}

@Test func runsAreListedWithWhatTheyHaveTheNewestFirst() async throws {
  try await withStorePath { path in
    let store = try TrialStore(path: path)
    #expect(try store.runs().isEmpty)
    #expect(throws: ConfigurationError("\(path): no run is stored yet; `bakeoff compare` makes one")) {
      try store.uncheckedRun(named: "latest")
    }
    let first = try store.begin(sampleRecord(dataset: "first"))
    try store.record(sampleTrial(model: 0, seed: 1), key: "a", in: first)
    try store.record(
      Trial(TrialCell(model: 1, split: 0), .failed(TrialFailure(.timedOut, "late"))), key: "b", in: first)
    try store.record(Trial(TrialCell(model: 1, split: 1), .failed(TrialFailure(.cancelled, ""))), key: "c", in: first)
    let second = try store.begin(sampleRecord())
    let runs = try store.runs()
    #expect(runs.map(\.id) == [second, first])
    #expect(runs.map(\.finished) == [0, 2] && runs.map(\.failed) == [0, 1] && runs.map(\.trials) == [8, 8])
    #expect(runs.map(\.models) == [["one", "two"], ["one", "two"]] && runs.map(\.dataset) == ["sample", "first"])
    #expect(try store.uncheckedRun(named: "latest").number == second)
    #expect(
      throws: ConfigurationError(
        "run 9: no such run (latest, or one of \(second), \(first)); `bakeoff runs` lists them")
    ) { try store.uncheckedRun(named: "9") }
  }
}

@Test func aTrialThatWasInterruptedIsShownAsSuchAndTakenByNoOtherRun() async throws {
  try await withStorePath { path in
    let store = try TrialStore(path: path)
    let interrupted = Trial(TrialCell(model: 1, split: 0), .failed(TrialFailure(.cancelled, "interrupted")))
    let first = try store.begin(sampleRecord())
    try store.record(interrupted, key: "key", in: first)
    #expect(try store.uncheckedRun(named: "latest").trials == [interrupted])
    let second = try store.begin(sampleRecord())
    #expect(try store.reuse(.finished, for: [(interrupted.cell, "key")], in: second).isEmpty)
    #expect(try store.reuse(.finished, for: [(interrupted.cell, "")], in: second).isEmpty)
  }
}

@Test func aStoredTrialStandsInForItsKey() async throws {
  try await withStorePath { path in
    let store = try TrialStore(path: path)
    let good = sampleTrial(model: 0, seed: 1)
    let bad = Trial(TrialCell(model: 1, split: 0), .failed(TrialFailure(.failed, "as asked")))
    let first = try store.begin(sampleRecord())
    try store.record(good, key: "good", in: first)
    try store.record(bad, key: "bad", in: first)
    let cells = [
      (cell: TrialCell(model: 1, split: 0), key: "bad"), (TrialCell(model: 0, split: 0), "good"),
      (TrialCell(model: 0, split: 1), "neither"),
    ]
    #expect(try store.reuse(.none, for: cells, in: try store.begin(sampleRecord())).isEmpty)
    #expect(try store.reuse(.succeeded, for: cells, in: try store.begin(sampleRecord())) == [good.cached])
    let last = try store.begin(sampleRecord())
    #expect(try store.reuse(.finished, for: cells, in: last) == [bad.cached, good.cached])
    #expect(try store.uncheckedRun(named: "\(last)").trials == [good.cached, bad.cached])
  }
}

@Test func whatIsRunAgainChangesNoEarlierRun() async throws {
  try await withStorePath { path in
    let store = try TrialStore(path: path)
    let outcomes = [1, 2].map { sampleTrial(model: 0, seed: $0) }
    let failure = Trial(TrialCell(model: 0, split: 0), .failed(TrialFailure(.timedOut, "late")))
    for trial in outcomes + [failure] { try store.record(trial, key: "same", in: try store.begin(sampleRecord())) }
    #expect(try (1...3).map { try store.uncheckedRun(named: "\($0)").trials } == (outcomes + [failure]).map { [$0] })
    let same = [(cell: TrialCell(model: 0, split: 0), key: "same")]
    let reused = try store.reuse(.finished, for: same, in: try store.begin(sampleRecord()))
    #expect(reused == [outcomes[1].cached], "the latest that succeeded")
  }
}

@Test func removingARunKeepsTheTrialsOthersShow() async throws {
  try await withStorePath { path in
    let store = try TrialStore(path: path)
    let shared = sampleTrial(model: 0, seed: 1)
    let first = try store.begin(sampleRecord())
    try store.record(shared, key: "shared", in: first)
    try store.record(sampleTrial(model: 1, seed: 2, rows: 100_000), key: "own", in: first)
    let second = try store.begin(sampleRecord())
    let cells = ["shared", "own"].map { (cell: TrialCell(model: 0, split: 0), key: $0) }
    _ = try store.reuse(.finished, for: [cells[0]], in: second)
    #expect(throws: ConfigurationError.self) { try store.remove(runsNamed: ["\(first)", "77"]) }
    #expect(try store.runs().count == 2, "all or none are removed")

    #expect(try store.remove(runsNamed: ["\(first)"]) == [first])
    #expect(try fileSize(path) < 200_000, "a million bytes of scores were given back")
    #expect(try store.uncheckedRun(named: "\(second)").trials == [shared.cached])
    let third = try store.begin(sampleRecord())
    #expect(third > second)
    #expect(try store.reuse(.finished, for: cells, in: third).count == 1, "own went with its run")
    #expect(throws: StoreError.self) { try store.record(shared, key: "shared", in: first) }
  }
}

private func fileSize(_ path: String) throws -> Int {
  try #require(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
}
