import BakeoffCore
import BakeoffExecution
import BakeoffHarness
import Foundation
import Synchronization
import Testing
import WorkerFixture

/// Somebody else's scheduler: it knows nothing of supervisors, takes its input from a file, and leaves its output in
/// another, as a cluster does.
private struct ShellScheduler: Launcher {
  let seen: SeenLaunches

  func run(_ launch: Launch, onLine: @escaping @Sendable (Data) -> Void) async -> LaunchReport? {
    do {
      let input = try launch.writeInput()
      seen.add(launch, mode: try FileManager.default.attributesOfItem(atPath: input)[.posixPermissions] as? Int)
      let output = "\(launch.folder)/output"
      let words = launch.command.map { "'\($0)'" }.joined(separator: " ")
      var status: Int32 = 0
      let shell = ["sh", "-c", "exec \(words) < '\(input)' > '\(output)' 2> '\(launch.log)'"]
      guard let process = spawn(shell, output: "/dev/null"), waitpid(process, &status, 0) == process else {
        return LaunchReport(startFailure: "no shell")
      }
      let text = try String(contentsOfFile: output, encoding: .utf8)
      for line in text.split(separator: "\n") { onLine(Data(line.utf8)) }
      return LaunchReport(exitStatus: (status >> 8) & 0xFF)
    } catch {
      return LaunchReport(startFailure: "\(error)")
    }
  }
}

private final class SeenLaunches: Sendable {
  private let launches = Mutex<[(launch: Launch, mode: Int?)]>([])
  var all: [(launch: Launch, mode: Int?)] { launches.withLock { $0 } }
  func add(_ launch: Launch, mode: Int?) { launches.withLock { $0.append((launch, mode)) } }
}

@Test func anotherLauncherGivesTheSameNumbersFromASpoolOfItsOwn() async throws {
  let experiment = try fixtureExperiment(["none", "throw"])
  let reference = await experiment.run(by: InProcessExecutor(jobs: 1))
  try await withTemporaryFolder { folder in
    let seen = SeenLaunches()
    let executor = ProcessExecutor(
      jobs: 2, worker: [fixture, "worker"], launcher: ShellScheduler(seen: seen), spoolFolder: folder)
    let trials = await experiment.run(by: executor)
    #expect(trials.map(bits) == reference.map(bits) && trials.map(kind) == [nil, .failed, nil, .failed])
    #expect(seen.all.count == 4)
    for (launch, mode) in seen.all {
      #expect(launch.folder.hasPrefix(folder), "the files of a trial are where both sides see them")
      #expect(mode == 0o600, "labels rest in a file that only its owner may read")
      let request = try #require(try JSONSerialization.jsonObject(with: Data(launch.input)) as? [String: Any])
      let testRows = try #require(request["test_rows"] as? [Int])
      let labels = try #require(request["training_labels"] as? [Int])
      #expect(labels.count == 12 - testRows.count, "no label of a test row is on its way")
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty, "nothing of it stays")
  }
}

/// Remembers what a session tells, and whether two things were ever told at once.
private actor Told {
  private(set) var started: [Int] = []
  private(set) var finished: [(id: Int, outcome: TrialOutcome, curve: [FitProgress])] = []
  private(set) var progressed = 0
  private(set) var overlaps = 0
  private var isBusy = false

  func take(_ event: TrialEvent) async {
    if isBusy { overlaps += 1 }
    isBusy = true
    // Long enough for another event to come in between if it could.
    try? await Task.sleep(for: .milliseconds(2))
    switch event {
    case .started(let id): started.append(id)
    case .progressed: progressed += 1
    case .note, .unavailable: break
    case .finished(let id, let outcome, let curve): finished.append((id, outcome, curve))
    }
    isBusy = false
  }
}

private func requests(_ deeds: [String]) throws -> (requests: [TrialRequest], features: Features) {
  let experiment = try fixtureExperiment(deeds, splits: 1)
  let split = experiment.splits[0]
  let requests = experiment.models.enumerated().map { index, model in
    // No cell of any table: ids of the asker's own, as a tuner has them.
    TrialRequest(
      id: 100 + index, label: model.name, model: model, split: split, trainingLabels: split.training.map { $0 % 3 },
      classCount: 3, seed: UInt64(index))
  }
  return (requests, experiment.dataset.examples.features)
}

private let executors: [any TrialExecutor] = [
  InProcessExecutor(jobs: 3), ProcessExecutor(jobs: 3, program: [fixture, "worker"]),
]

@Test(arguments: [0, 1]) func eachResultIsToldOnceOneAfterTheOther(executor: Int) async throws {
  let (requests, features) = try requests(["none", "throw", "none", "none", "nan"])
  let session = try executors[executor].open(features)
  let told = Told()
  await session.run(requests) { await told.take($0) }
  let (started, finished) = await (told.started, told.finished)
  let (overlaps, progressed) = await (told.overlaps, told.progressed)
  #expect(started.sorted() == [100, 101, 102, 103, 104] && finished.map(\.id).sorted() == started.sorted())
  #expect(overlaps == 0)
  #expect(progressed > 0 && finished.map(\.curve.count).reduce(0, +) == progressed, "a curve has every report")
  // The session is still there for more, with the same features.
  await session.run(Array(requests.prefix(1))) { await told.take($0) }
  #expect(await told.finished.count == 6)
  await session.close()
}

@Test(.timeLimit(.minutes(1)), arguments: [0, 1]) func oneTrialIsCancelledByItself(executor: Int) async throws {
  let (requests, features) = try requests(["waitPatiently", "none"])
  let session = try executors[executor].open(features)
  let told = Told()
  await session.run(requests) { event in
    await told.take(event)
    if case .progressed(100, _) = event { session.cancel(100) }
  }
  for (id, outcome, _) in await told.finished {
    if case .failed(let failure) = outcome {
      #expect(id == 100 && failure.kind == .cancelled)
    } else {
      #expect(id == 101)
    }
  }
  #expect(await told.finished.count == 2)
  await session.close()
}

@Test func aTrialCancelledBeforeItsTurnNeverBegins() async throws {
  let (requests, features) = try requests(["none", "none"])
  let session = try InProcessExecutor(jobs: 1).open(features)
  session.cancel(101)
  let told = Told()
  await session.run(requests) { await told.take($0) }
  let (started, finished) = await (told.started, told.finished)
  #expect(started == [100] && finished.count == 2)
}

@Test func whatACommandThatWasKilledLeftIsRemovedByTheNextAndWhatIsInUseIsNot() async throws {
  let features = Features(shape: FeatureShape(features: 1), floats: [1, 2])
  let folder = FileManager.default.temporaryDirectory.appending(path: "bakeoff-spool-\(UUID().uuidString)").path
  defer { try? FileManager.default.removeItem(atPath: folder) }
  // One that was killed while it ran, and one that was killed while it tidied up.
  for (name, file) in [("bakeoff-run-killed", "lock"), ("bakeoff-run-tidied", "features.npy")] {
    try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
    try Data().write(to: URL(fileURLWithPath: "\(folder)/\(name)/\(file)"))
  }
  try FileManager.default.createDirectory(atPath: "\(folder)/another", withIntermediateDirectories: true)
  let executor = ProcessExecutor(jobs: 1, program: [fixture, "worker"], spoolFolder: folder)
  let first = try executor.open(features)
  let second = try executor.open(features)
  #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 3, "both in use, and what is not ours")
  await first.close()
  await second.close()
  #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["another"])
}
