import BakeoffCatalog
import BakeoffCore
import BakeoffExecution
import Foundation
import Testing
import WorkerFixture

/// So many trials of forty models, each with a seed of its own, on three rows.
private func requests(_ count: Int) throws -> (requests: [TrialRequest], features: Features) {
  let features = Features(shape: FeatureShape(features: 2), floats: [1, 2, 3, 4, 5, 6])
  let models = try (0..<40).map { try fixtureCatalog[0].model(named: "m\($0)", settings: ["deed": .text("none")]) }
  let split = Split(fold: 0, training: [0, 1], test: [2])
  let requests = (0..<count).map { index in
    TrialRequest(
      id: index, label: "\(models[index % 40].name)-\(index)", model: models[index % 40], split: split,
      trainingLabels: [0, 1], classCount: 2, seed: UInt64(index))
  }
  return (requests, features)
}

/// Seconds of a trial: from half a second for the first model to twenty for the last.
private func seconds(_ label: String) -> Double {
  let model = label.dropFirst().prefix { $0.isNumber }
  return 0.5 * (1 + (Double(model) ?? 0))
}

/// What was told of trials.
private struct Told: Sendable {
  var kinds: [Int: TrialFailure.Kind?] = [:]
  var repeated = 0
  var wrong = 0
  var notes: [String] = []
  var failures: Set<String> = []
}

private actor Outcomes {
  private(set) var told = Told()

  func take(_ event: TrialEvent) {
    switch event {
    case .finished(let id, let outcome, _):
      if told.kinds[id] != nil { told.repeated += 1 }
      if case .ok(let predictions, _) = outcome {
        // Scores say which trial they are of.
        if predictions.scores[0] != Float("\(id)".utf8.last ?? 0) { told.wrong += 1 }
        told.kinds[id] = .some(nil)
      } else if case .failed(let failure) = outcome {
        told.kinds[id] = failure.kind
        told.failures.insert(failure.message)
      }
    case .note(let note): told.notes.append(note)
    case .started, .progressed, .unavailable: break
    }
  }
}

/// The most memory this process has had, in bytes. Source: proc(5), `VmHWM` of `/proc/self/status`.
private var peakMemory: Int {
  let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
  let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
  return (line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 1024
}

/// Runs trials on a simulated cluster and says how it went.
private func simulate(
  _ count: Int, _ misfortune: SimulatedCluster.Misfortune, seed: UInt64, retries: Int = 100
) async throws -> (told: Told, cluster: SimulatedCluster, seconds: Double) {
  let cluster = SimulatedCluster(slots: 200, misfortune: misfortune, seed: seed, seconds: seconds)
  let (requests, features) = try requests(count)
  let outcomes = Outcomes()
  let clock = ContinuousClock()
  let start = clock.now
  try await withSharedFolder { folder in
    var options = ClusterOptions(sharedFolder: folder)
    options.retries = retries
    let executor = try ClusterExecutor(cluster, options, program: ["true"], pace: cluster.pace)
    let session = executor.open(features)
    await session.run(requests) { await outcomes.take($0) }
    await session.close()
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder)/bakeoff-\(NSUserName())").isEmpty)
  }
  let time = clock.now - start
  return (await outcomes.told, cluster, Double(time.components.seconds))
}

/// The most calls that fall into any one second.
private func mostCallsASecond(_ calls: [Double]) -> Int {
  var (first, most) = (0, 0)
  for (index, call) in calls.enumerated() {
    while call - calls[first] >= 0.999 { first += 1 }
    most = max(most, index - first + 1)
  }
  return most
}

@Test(arguments: [1, 2, 3] as [UInt64]) func nothingIsLostOnAClusterOfMisfortunes(seed: UInt64) async throws {
  let misfortune = SimulatedCluster.Misfortune(nodeLost: 0.1, preempted: 0.1, vanished: 0.05, refusal: 0.1)
  let (told, cluster, _) = try await simulate(2000, misfortune, seed: seed)
  #expect(told.kinds.count == 2000 && told.kinds.values.allSatisfy { $0 == nil })
  #expect(told.repeated == 0 && told.wrong == 0)
  #expect(cluster.finished.count == 2000 && cluster.finished.values.allSatisfy { $0 == 1 }, "nothing is run twice")
  #expect(cluster.troubles.attempts > 50 && cluster.troubles.refusals > 0, "there was trouble")
  #expect(mostCallsASecond(cluster.calls) == 1)
  for words in [
    "does not answer", "answers again", "takes no job now", "was lost", "its place was needed", "is tried again",
  ] {
    #expect(told.notes.contains { $0.contains(words) }, "\(words)")
  }
}

@Test func whatIsLostTooOftenIsToldOfAsLostAndNotAsTheModelsFailure() async throws {
  for (misfortune, kind) in [
    (SimulatedCluster.Misfortune(nodeLost: 1), TrialFailure.Kind.nodeLost), (.init(preempted: 1), .preempted),
    (.init(vanished: 1), .crashed),
  ] {
    let (told, cluster, _) = try await simulate(40, misfortune, seed: 4, retries: 3)
    let kinds = told.kinds
    #expect(kinds.count == 40)
    // Every attempt comes to nothing, but some trials of a bundle end before that.
    #expect(kinds.values.contains { $0 == kind }, "\(kinds)")
    #expect(kinds.values.allSatisfy { $0 == nil || $0 == kind }, "\(kinds)")
    #expect(told.failures.allSatisfy { $0.components(separatedBy: ", 4 times").count == 2 }, "\(told.failures)")
    #expect(cluster.finished.values.allSatisfy { $0 == 1 })
  }
}

/// Hands trials over and goes; returns the folder of their array once they have run, with a result for each.
private func handedOverAndLeft(
  _ requests: [TrialRequest], _ features: Features, to cluster: SimulatedCluster, _ folder: String
) async throws -> JobFolder {
  var options = ClusterOptions(sharedFolder: folder)
  options.detaches = true
  let session = try ClusterExecutor(cluster, options, program: ["true"], pace: cluster.pace).open(features)
  await session.run(requests) { _ in }
  await session.close()
  await cluster.pace.sleep(1000)
  let user = "\(folder)/bakeoff-\(NSUserName())"
  let campaign = try #require(FileManager.default.contentsOfDirectory(atPath: user).first)
  let job = JobFolder(path: "\(user)/\(campaign)/jobs/1", number: 1)
  #expect(job.resultPlaces.count == requests.count)
  return job
}

/// A command that was killed between a result's way into the store and the mark that it was taken in leaves a result that
/// nobody will ask for; one that it had not begun to take in is kept for whoever does.
@Test(arguments: [true, false]) func aResultThatWasBeingTakenInKeepsNoFolder(wasBeingTakenIn: Bool) async throws {
  let cluster = SimulatedCluster(slots: 10, seconds: seconds)
  let (requests, features) = try requests(6)
  try await withSharedFolder { folder in
    let job = try await handedOverAndLeft(requests, features, to: cluster, folder)
    let place = try #require(
      job.resultPlaces.first { place in
        let trials = try JSONDecoder().decode(
          [ClusterTrial].self, from: Data(contentsOf: URL(fileURLWithPath: job.task(place.task))))
        return trials[place.index].label == "m0-0"
      })
    if wasBeingTakenIn { touch(job.taking(place)) }

    let outcomes = Outcomes()
    let session = try ClusterExecutor(
      cluster, ClusterOptions(sharedFolder: folder), program: ["true"], pace: cluster.pace
    ).open(features)
    await session.run(Array(requests.dropFirst())) { await outcomes.take($0) }
    await session.close()
    let told = await outcomes.told
    #expect(told.kinds.count == 5 && told.wrong == 0)
    #expect(cluster.finished.values.allSatisfy { $0 == 1 }, "nothing is run twice")
    #expect(FileManager.default.fileExists(atPath: job.campaign) != wasBeingTakenIn)
  }
}

/// The same where all of them were, so that no command ever asks for one: whoever comes by removes the folder.
@Test(arguments: [true, false]) func aFolderOfWhichNothingIsWantedIsRemoved(isEverythingTakenIn: Bool) async throws {
  let cluster = SimulatedCluster(slots: 10, seconds: seconds)
  let (requests, features) = try requests(7)
  try await withSharedFolder { folder in
    let job = try await handedOverAndLeft(Array(requests.prefix(6)), features, to: cluster, folder)
    for place in job.resultPlaces.dropFirst(isEverythingTakenIn ? 0 : 1) { touch(job.taking(place)) }
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: -100)], ofItemAtPath: "\(job.campaign)/jobs")

    let session = try ClusterExecutor(
      cluster, ClusterOptions(sharedFolder: folder), program: ["true"], pace: cluster.pace
    ).open(features)
    await session.run(Array(requests.suffix(1))) { _ in }
    await session.close()
    #expect(FileManager.default.fileExists(atPath: job.campaign) != isEverythingTakenIn)
  }
}

/// A limit of the scheduler costs the trial that reached it, and none that shared its task.
@Test func theLimitsOfTheSchedulerCostTheTrialThatReachedThemAlone() async throws {
  // The models 35 to 39 take 18 to 20 seconds; bundles of a minute take longer than the limit in any case.
  let (slow, cluster, _) = try await simulate(400, .init(timeLimit: 17.9), seed: 5)
  for (id, kind) in slow.kinds { #expect(kind == (id % 40 >= 35 ? .timedOut : nil), "\(id)") }
  #expect(slow.kinds.count == 400 && cluster.finished.values.allSatisfy { $0 == 1 })

  let (greedy, _, _) = try await simulate(400, .init(isGreedy: { $0.hasPrefix("m7-") }), seed: 6)
  for (id, kind) in greedy.kinds { #expect(kind == (id % 40 == 7 ? .outOfMemory : nil), "\(id)") }
  #expect(greedy.kinds.count == 400)
}

/// A hundred thousand where there is time for it, as in CI.
@Test func manyTrials() async throws {
  let misfortune = SimulatedCluster.Misfortune(nodeLost: 0.01, preempted: 0.02, vanished: 0.002, refusal: 0.02)
  let count = ProcessInfo.processInfo.environment["BAKEOFF_SIMULATED_TRIALS"].flatMap { Int($0) } ?? 10_000
  let (told, cluster, seconds) = try await simulate(count, misfortune, seed: 7)
  let memory = peakMemory
  #expect(told.kinds.count == count && told.kinds.values.allSatisfy { $0 == nil })
  #expect(told.repeated == 0 && told.wrong == 0)
  #expect(cluster.finished.count == count && cluster.finished.values.allSatisfy { $0 == 1 })
  #expect(memory < 500_000_000, "\(memory)")
  #expect(mostCallsASecond(cluster.calls) == 1 && Double(cluster.calls.count) < cluster.time)
  print(
    "SIM \(count) trials: \(Int(cluster.time)) s of cluster, \(seconds) s here, \(memory >> 20) MiB, "
      + "\(cluster.calls.count) calls, \(cluster.arrayCount) arrays, \(cluster.troubles)")
}
