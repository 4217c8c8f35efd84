import BakeoffCore
import Foundation

extension ClusterQueue {
  /// Asks the scheduler now and then, of all arrays at once, whether it is worth waiting.
  func askScheduler() async {
    let ids = jobs.filter { !$0.openTasks.isEmpty }.compactMap(\.id)
    guard !ids.isEmpty, now >= nextQuestion else { return }
    let scheduler = scheduler
    do {
      let tasks = try await paced { try await scheduler.tasks(of: ids) }
      if isUnanswered { tell("\(scheduler.name) answers again") }
      (isUnanswered, questionDelay) = (false, min(max(questionDelay * 1.5, pace.shortestAsk), pace.longestAsk))
      if let tasks { takeIn(tasks) } else { lookForSignsOfLife() }
    } catch {
      if !isUnanswered { tell("\(scheduler.name) does not answer (\(oneLine(error))); tasks may go on, so this waits") }
      (isUnanswered, questionDelay) = (true, min(max(questionDelay * 2, pace.shortestDelay), pace.longestDelay))
    }
    nextQuestion = now + questionDelay
  }

  private func takeIn(_ tasks: [SchedulerTask: TaskStatus]) {
    var (reason, allWait) = ("", true)
    for job in jobs.indices {
      guard let id = jobs[job].id else { continue }
      for task in jobs[job].openTasks {
        let status = tasks[SchedulerTask(array: id, index: task)]
        if let status, status.state.isAlive {
          jobs[job].ends[task] = nil
          if status.state == .waiting { reason = status.reason } else { allWait = false }
          if status.isHeld { noteHeld(job, id, status.reason) }
          noteRestarts(of: task, in: job, status)
        } else if jobs[job].ends[task] == nil {
          jobs[job].ends[task] = (status?.state, now)
          allWait = false
        }
      }
    }
    if allWait { noteWaiting(reason) }
  }

  /// Says once of an array that some of it waits for a person.
  private func noteHeld(_ job: Int, _ id: String, _ reason: String) {
    guard !jobs[job].isHeld else { return }
    jobs[job].isHeld = true
    tell("\(scheduler.name) holds tasks of job \(id) (\(reason)): see why, and let them go (`scontrol release \(id)`)")
  }

  /// A scheduler begins a task anew by itself when its machine is lost or others needed its place, but not for ever.
  private func noteRestarts(of task: Int, in job: Int, _ status: TaskStatus) {
    guard let (kind, message) = noteRestarts(status.restarts, of: task, in: job), status.restarts > options.retries
    else { return }
    if let id = jobs[job].id {
      let (scheduler, lost) = (scheduler, SchedulerTask(array: id, index: task))
      Task { try? await self.paced { try await scheduler.cancel([lost]) } }
    }
    for (place, id) in open(task, in: job) {
      withdraw([id])
      entries[id]?.attempts = options.retries
      lose(id, place, of: job, kind, message)
    }
  }

  /// Takes note of how often a task was begun anew; returns why, where that is new.
  @discardableResult func noteRestarts(
    _ restarts: Int, of task: Int, in job: Int
  ) -> (kind: TrialFailure.Kind, message: String)? {
    guard restarts > jobs[job].restarts[task] ?? 0 else { return nil }
    jobs[job].restarts[task] = restarts
    let loss = loss(of: task, in: job, attempt: restarts - 1)
    tell("a task was put back into the queue (\(restarts) of \(options.retries)): \(loss.1)")
    return loss
  }

  /// Why an attempt at a task came to nothing: those that are to make room are asked to leave, those that are lost are not.
  private func loss(of task: Int, in job: Int, attempt: Int) -> (TrialFailure.Kind, String) {
    let wasAsked = FileManager.default.fileExists(atPath: jobs[job].folder.notice(task, attempt: attempt))
    return wasAsked
      ? (.preempted, "its place was needed, or somebody put it back into the queue")
      : (.nodeLost, "its machine was lost")
  }

  /// Where the scheduler cannot tell, a task that began and gives no sign of life any more is over.
  private func lookForSignsOfLife() {
    for job in jobs.indices {
      for task in jobs[job].openTasks {
        guard let sign = FileManager.default.contents(atPath: jobs[job].folder.alive(task)) else { continue }
        let text = String(decoding: sign, as: UTF8.self)
        if let known = jobs[job].signs[task], known.sign == text {
          if now - known.since > pace.longestSilence, jobs[job].ends[task] == nil {
            jobs[job].ends[task] = (.nodeLost, now)
          }
        } else {
          jobs[job].signs[task] = (text, now)
          jobs[job].ends[task] = nil
        }
      }
    }
  }

  /// Trials of a task that are not over.
  private func open(_ task: Int, in job: Int) -> [(place: TrialPlace, id: TrialRequest.ID)] {
    jobs[job].trials[task].enumerated().compactMap { index, id in
      id.map { (TrialPlace(task: task, index: index), $0) }
    }
  }

  /// Decides about tasks that are over and whose results did not come.
  func decideAboutEnds() {
    for job in jobs.indices where !jobs[job].ends.isEmpty {
      for (task, end) in jobs[job].ends.sorted(by: { $0.key < $1.key }) {
        guard now - end.since >= pace.settling else { continue }
        jobs[job].ends[task] = nil
        let open = open(task, in: job)
        if !open.isEmpty { decide(open, task: task, of: job, state: end.state) }
      }
    }
  }

  private func decide(
    _ open: [(place: TrialPlace, id: TrialRequest.ID)], task: Int, of job: Int, state: TaskStatus.State?
  ) {
    let began = open.filter { FileManager.default.fileExists(atPath: jobs[job].folder.started($0.place)) }
    let attempt = jobs[job].restarts[task] ?? 0
    for (place, id) in open {
      let hasBegun = began.contains { $0.id == id }
      switch state {
      case .cancelled:
        jobs[job].trials[place.task][place.index] = nil
        finish(id, .failed(TrialFailure(.cancelled, "somebody cancelled its job in \(scheduler.name)")))
      case .timedOut, .outOfMemory:
        guard hasBegun, state == .timedOut ? jobs[job].keys[task].count == 1 : began.count == 1 else {
          // Whether it was this one is not certain; by itself it will be.
          if hasBegun { entries[id]?.isAlone = true }
          jobs[job].trials[place.task][place.index] = nil
          repeatTrial(id)
          continue
        }
        jobs[job].trials[place.task][place.index] = nil
        finish(id, .failed(limitFailure(state)))
      case .nodeLost, .waiting, .running: lose(id, place, of: job, .nodeLost, "its machine was lost")
      case .preempted: lose(id, place, of: job, .preempted, "others needed its place")
      case .failed, .completed, nil:
        guard hasBegun || began.isEmpty else {
          // It never had its turn.
          jobs[job].trials[place.task][place.index] = nil
          repeatTrial(id)
          continue
        }
        lose(id, place, of: job, .crashed, leftNothing(task, attempt, of: job))
      }
    }
  }

  private func limitFailure(_ state: TaskStatus.State?) -> TrialFailure {
    state == .timedOut
      ? TrialFailure(.timedOut, "the time limit of its job in \(scheduler.name) ended it; ask for more (--slurm-time)")
      : TrialFailure(
        .outOfMemory, "the memory limit of its job in \(scheduler.name) ended it; ask for more (--slurm-mem)")
  }

  /// Why a task left no result, as far as it can be told.
  private func leftNothing(_ task: Int, _ attempt: Int, of job: Int) -> String {
    let log = lastLines(of: jobs[job].folder.log(ofTask: task))
    return "its task was killed, or left without a result"
      + (log.isEmpty ? "" : ": \(log)") + SharedFolder.fullness(of: shared.path)
  }
}
