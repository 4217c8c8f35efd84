import BakeoffCore
import BakeoffExecution
import BakeoffHarness
import Foundation
import Testing
import WorkerFixture

/// An executor whose workers are the fixture program's and carry the mark of one test in their environment.
private func executor(
  _ mark: ProcessMark, jobs: Int = 2, limits: TrialLimits = TrialLimits(timeLimit: .seconds(60)),
  onFailure: FailurePolicy = .continue
) -> ProcessExecutor {
  ProcessExecutor(jobs: jobs, limits: limits, onFailure: onFailure, program: mark.environment + [fixture, "worker"])
}

@Test(arguments: [true, false]) func itsNumbersAreThoseOfTheInProcessExecutor(bytes: Bool) async throws {
  let experiment = try fixtureExperiment(["none", "none"], splits: 4, bytes: bytes)
  let reference = await experiment.run(by: InProcessExecutor(jobs: 1))
  let trials = await experiment.run(by: executor(ProcessMark(), jobs: 3))
  #expect(trials.map(bits) == reference.map(bits))
  #expect(trials.allSatisfy { bits($0) != nil })
}

/// What a deed comes to: nil for scores, otherwise the kind of failure and how its message begins.
private let deeds: [(Misdeed, (TrialFailure.Kind, String)?)] = [
  (.throw, (.failed, "as it was told")),
  (.trap, (.crashed, "SIG")),
  (.exitEarly, (.crashed, "left with status 0 before it had answered")),
  (.exitWithStatus, (.crashed, "left with status 3")),
  (.segfault, (.crashed, "SIGSEGV")),
  (.hang, (.timedOut, "took longer than 3.0 seconds")),
  (.waitPatiently, (.timedOut, "took longer than 3.0 seconds")),
  (.hangInGrandchild, (.timedOut, "took longer than 3.0 seconds")),
  (.allocate, (.outOfMemory, "took 2")),
  (.wrongShape, (.malformed, "2 x 3 scores where 3 x 3 were asked for")),
  (.nan, (.malformed, "a score of test row 1 is not finite")),
  (.noise, nil), (.lie, nil), (.leaveGrandchild, nil), (.leaveDaemon, nil),
]

@Test(.timeLimit(.minutes(2)), arguments: deeds)
func aMisdeedCostsItsOwnTrialsOnly(deed: Misdeed, failure: (kind: TrialFailure.Kind, message: String)?) async throws {
  let experiment = try fixtureExperiment(["none", deed.rawValue])
  let alone = try fixtureExperiment(["none"])
  let reference = await alone.run(by: InProcessExecutor(jobs: 1))
  var limits = TrialLimits(memoryLimit: 200_000_000, grace: .milliseconds(200))
  limits.timeLimit = failure?.kind == .timedOut ? .seconds(3) : .seconds(60)
  let mark = ProcessMark()
  let trials = await experiment.run(by: executor(mark, limits: limits))
  #expect(mark.processes.isEmpty)
  #expect(trials.filter { $0.model == 0 }.map(bits) == reference.map(bits))
  for trial in trials where trial.model == 1 {
    switch (trial.outcome, failure) {
    case (.ok, nil): #expect(bits(trial) != nil)
    case (.failed(let found), .some(let expected)):
      #expect(found.kind == expected.kind && found.message.hasPrefix(expected.message), "\(found)")
    default: Issue.record("\(deed): \(trial.outcome)")
    }
  }
}

@Test func everyMisdeedIsTested() {
  #expect(Set(deeds.map(\.0)) == Set(Misdeed.allCases))
}

@Test(.timeLimit(.minutes(2)), arguments: [Misdeed.waitPatiently, .hang, .hangInGrandchild])
func cancellingEndsEveryProcess(deed: Misdeed) async throws {
  let experiment = try fixtureExperiment([deed.rawValue, deed.rawValue])
  let mark = ProcessMark()
  let (progress, continuation) = AsyncStream<Void>.makeStream()
  let run = Task {
    await experiment.run(by: executor(mark, limits: TrialLimits(grace: .milliseconds(200)))) {
      if case .progressed = $0 { continuation.yield() }
    }
  }
  for await _ in progress.prefix(2) {}
  #expect(!mark.processes.isEmpty)
  run.cancel()
  let trials = await run.value
  #expect(trials.map(kind) == Array(repeating: .cancelled, count: 4))
  #expect(mark.processes.isEmpty)
}

@Test(.timeLimit(.minutes(2)), arguments: 0..<5) func cancellingAtTheVeryBeginningIsHeardToo(run number: Int)
  async throws
{
  let experiment = try fixtureExperiment(["hang"], splits: 2)
  let mark = ProcessMark()
  let (started, continuation) = AsyncStream<Void>.makeStream()
  let run = Task {
    await experiment.run(by: executor(mark, limits: TrialLimits(grace: .milliseconds(200)))) {
      if case .started = $0 { continuation.yield() }
    }
  }
  for await _ in started.prefix(1) {}
  try await Task.sleep(for: .milliseconds(10 * number))
  run.cancel()
  #expect(await run.value.map(kind) == [.cancelled, .cancelled])
  #expect(mark.processes.isEmpty)
}

@Test(.timeLimit(.minutes(2))) func aSignalToEveryProcessIsNoFailureOfTheModel() async throws {
  let experiment = try fixtureExperiment(["waitPatiently", "waitPatiently"], splits: 1)
  let mark = ProcessMark()
  let (progress, continuation) = AsyncStream<Void>.makeStream()
  let run = Task {
    await experiment.run(by: executor(mark, jobs: 2)) {
      if case .progressed = $0 { continuation.yield() }
    }
  }
  for await _ in progress.prefix(2) {}
  // The command itself gets none here, so that what becomes of the trials is the doing of the processes alone.
  for process in mark.processes { kill(process, SIGTERM) }
  for trial in await run.value {
    guard case .failed(let failure) = trial.outcome else {
      Issue.record("it was told to end")
      continue
    }
    #expect(failure == TrialFailure(.cancelled, "SIGTERM, sent by another process"))
  }
  #expect(mark.processes.isEmpty)
}

@Test func theOthersAreSkippedIfTheUserWantsIt() async throws {
  let experiment = try fixtureExperiment(["none", "throw", "none"])
  let trials = await experiment.run(by: executor(ProcessMark(), jobs: 1, onFailure: .stop))
  #expect(trials.map(kind) == [nil, .failed, .skipped, .skipped, .skipped, .skipped])
}

@Test func theOperatingSystemSaysWhatATrialCost() async throws {
  let experiment = try fixtureExperiment(["none"])
  let trials = await experiment.run(by: executor(ProcessMark()))
  for trial in trials {
    guard case .ok(_, let costs) = trial.outcome else {
      Issue.record("\(trial.outcome)")
      continue
    }
    #expect(costs.parameterCount == 3 && costs.latencyP50Seconds != nil && costs.modelBytes == nil)
    let cpu = try #require(costs.cpuSeconds)
    let wall = try #require(costs.wallSeconds)
    #expect(cpu > 0 && wall > costs.fitSeconds)
    // More than an empty process, less than the whole machine.
    let peak = try #require(costs.peakMemoryBytes)
    #expect(1_000_000..<1_000_000_000 ~= peak)
  }
}

@Test(.timeLimit(.minutes(2))) func twoCommandsAtOnceDoNotMeet() async throws {
  let experiment = try fixtureExperiment(["none", "trap"], splits: 4)
  async let first = experiment.run(by: executor(ProcessMark()))
  async let second = experiment.run(by: executor(ProcessMark()))
  let (a, b) = await (first, second)
  #expect(a.map(bits) == b.map(bits) && a.map(kind) == b.map(kind))
  #expect(a.filter { $0.model == 0 }.allSatisfy { bits($0) != nil })
}

@Test func aProgramThatIsNotThereIsAMessage() async throws {
  let experiment = try fixtureExperiment(["none"], splits: 1)
  for (program, worker) in [([fixture, "worker"], ["/no/such/worker"]), (["/no/such/program"], ["true"])] {
    let executor = ProcessExecutor(jobs: 1, program: program, worker: worker)
    let trials = await experiment.run(by: executor)
    guard case .failed(let failure) = trials[0].outcome else {
      Issue.record("it should have failed")
      continue
    }
    #expect(failure.kind == .skipped && failure.message.hasPrefix("no worker could be started: "), "\(failure)")
  }
}
