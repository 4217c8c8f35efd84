import BakeoffCore
import Foundation

/// Whether trials can be run where they are to.
enum Readiness {
  /// Nobody has tried.
  case unknown
  /// A probe task is on its way, or over since a while by the scheduler's word.
  case probing(JobFolder, id: String, over: (since: Double, state: TaskStatus.State?)?)
  /// They can.
  case ready
}

extension ClusterQueue {
  /// Writes what trials need, and hands over a task that says whether it can be read where they are to run.
  func beginProbe() async throws {
    let scheduler = scheduler
    largestArray = try await paced { try await scheduler.largestArray() }
    let campaign = try campaign ?? Campaign(named: options.token ?? ClusterExecutor.newToken(), in: shared)
    self.campaign = campaign
    if options.detaches { try campaign.detach() }
    try campaign.write(features)
    if let source = executor.program.first, source.hasPrefix("/") { try campaign.copyProgram(from: source) }
    let job = try campaign.newJob()
    let name = "bakeoff-\(campaign.token)-probe"
    try writeScript(of: job, task: "probe")
    let array = TaskArray(name: name, script: job.script, count: 1, logFolder: job.logs)
    readiness = .probing(job, id: try await paced { try await scheduler.submit(array) }, over: nil)
    nextQuestion = now + pace.shortestAsk
    waitingSince = now
    nextWaitingNote = now + pace.patience
  }

  /// Looks whether the probe task has answered, and whether it still may.
  func lookAtProbe(
    _ job: JobFolder, id: String, over: (since: Double, state: TaskStatus.State?)?
  ) async throws {
    if let bytes = FileManager.default.contents(atPath: job.probe),
      let answer = try? JSONDecoder().decode(ProbeAnswer.self, from: bytes)
    {
      guard answer.hasFeatures else {
        throw ExecutorUnavailable(
          "\(shared.path): \(answer.node) does not read there what was written here; name a folder in --shared-dir that every machine shares"
        )
      }
      job.remove()
      (readiness, waitingSince) = (.ready, nil)
      return try await handOverTrials()
    }
    // What it wrote may be seen a while after it has ended.
    if let over {
      guard now - over.since >= pace.settling else { return }
      throw probeFailure(job, over.state)
    }
    guard now >= nextQuestion else { return }
    nextQuestion = now + pace.shortestAsk
    let scheduler = scheduler
    guard let tasks = try await paced({ try await scheduler.tasks(of: [id]) }) else { return noteWaiting("") }
    let status = tasks[SchedulerTask(array: id, index: 0)]
    if status?.state.isAlive == true { return noteWaiting(status?.reason ?? "") }
    readiness = .probing(job, id: id, over: (now, status?.state))
  }

  private func probeFailure(_ job: JobFolder, _ state: TaskStatus.State?) -> ExecutorUnavailable {
    let log = lastLines(of: job.log(ofTask: 0))
    let ending = state.map { " (\($0.rawValue))" } ?? ""
    return ExecutorUnavailable(
      log.isEmpty
        ? "\(shared.path): the task that was to write there has ended\(ending) and left nothing; name a folder in --shared-dir that every machine shares and can write to"
        : "a task of \(scheduler.name) cannot run here\(ending): \(log)")
  }
}
