import BakeoffCore
import BakeoffFiles
import Foundation

extension ClusterQueue {
  /// Ends everything: tasks are cancelled, unless they were to go on by themselves.
  func interrupt() {
    isInterrupted = true
    wake()
  }

  /// Cancels one trial.
  func cancel(_ id: TrialRequest.ID) {
    guard entries[id] != nil else { return }
    withdraw([id])
    finish(id, .failed(TrialFailure(.cancelled, "interrupted")))
    wake()
  }

  /// Takes trials back from wherever they wait or run.
  func withdraw(_ ids: Set<TrialRequest.ID>) {
    pending.removeAll(where: ids.contains)
    for job in jobs.indices {
      for task in jobs[job].openTasks {
        for (index, id) in jobs[job].trials[task].enumerated() where id.map(ids.contains) == true {
          touch(jobs[job].folder.cancelled(TrialPlace(task: task, index: index)))
          jobs[job].trials[task][index] = nil
        }
      }
    }
  }

  /// Lets the tasks go on by themselves and tells nothing more.
  func letGo() {
    entries = [:]
    pending = []
    for group in groups.values { group.events.finish() }
    groups = [:]
  }

  /// Ends the session before its trials are over.
  func leave() async {
    takeIn()
    guard campaign?.isDetached != true else { return letGo() }
    await cancelTasks()
    giveUp()
  }

  /// Cancels all that was handed over, but for what was to go on by itself.
  func cancelTasks() async {
    let mine = jobs.filter { !$0.openTasks.isEmpty && !isDetached($0) }
    var ids = mine.compactMap(\.id)
    if case .probing(_, let id, _) = readiness { ids.append(id) }
    for path in Set(mine.map(\.folder.campaign)) { try? Campaign.cancel(path) }
    do {
      try await scheduler.cancel(ids)
    } catch {
      tell(
        "\(scheduler.name) did not cancel the tasks (\(oneLine(error))); they leave when they see that they are not wanted"
      )
    }
  }

  private func isDetached(_ job: Job) -> Bool {
    FileManager.default.fileExists(atPath: "\(job.folder.campaign)/detached")
  }

  func giveUp() {
    for id in entries.keys.sorted() { finish(id, .failed(TrialFailure(.cancelled, "interrupted"))) }
  }

  /// Ends the session: what is done with is removed, and what may be wanted is let go of.
  func close() async {
    await loop?.value
    let isCancelled = isInterrupted && campaign?.isDetached != true
    for each in adopted + [campaign].compactMap(\.self) {
      let mine = jobs.filter { $0.folder.campaign == each.path }
      let isOwn = each.path == campaign?.path
      guard isOwn ? !options.detaches && (isCancelled || isComplete(mine)) : isComplete(mine) else { continue }
      // A task that has written its last result takes a moment to leave.
      if await areGone(mine) { each.remove() }
    }
    campaign = nil
    adopted = []
    jobs = []
  }

  private func isComplete(_ jobs: [Job]) -> Bool {
    jobs.allSatisfy { job in
      job.openTasks.isEmpty
        && job.keys.indices.allSatisfy { task in
          job.keys[task].indices.allSatisfy { !isLeftForOthers(TrialPlace(task: task, index: $0), of: job) }
        }
    }
  }

  /// Whether a trial was handed over by an earlier command, is none of this one's, and may be wanted by another.
  private func isLeftForOthers(_ place: TrialPlace, of job: Job) -> Bool {
    guard unclaimed[job.keys[place.task][place.index]]?.place == place else { return false }
    return !FileManager.default.fileExists(atPath: job.folder.taking(place))
  }

  /// Whether no task of these may run any more; waits for it a little.
  private func areGone(_ jobs: [Job]) async -> Bool {
    let ids = jobs.compactMap(\.id)
    guard !ids.isEmpty else { return true }
    let scheduler = scheduler
    for _ in 0..<8 {
      do {
        // The tasks of one that cannot tell leave when they see that the folder is gone.
        guard let tasks = try await paced({ try await scheduler.tasks(of: ids) }) else { return true }
        if !tasks.values.contains(where: \.state.isAlive) { return true }
      } catch {
        // It may answer the next time.
      }
      await pace.sleep(1)
    }
    return false
  }
}
