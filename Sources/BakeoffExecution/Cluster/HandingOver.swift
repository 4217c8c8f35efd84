import BakeoffCore
import BakeoffFiles
import Foundation

extension ClusterQueue {
  /// Hands over the trials that are ready: first of all a probe, then arrays of tasks.
  func handOver() async {
    guard now >= nextSubmission else { return }
    do {
      switch readiness {
      case .unknown: try await beginProbe()
      case .probing(let job, let id, let over): try await lookAtProbe(job, id: id, over: over)
      case .ready: try await handOverTrials()
      }
      submissionDelay = 0
    } catch let problem as SchedulerProblem where problem.isTemporary {
      submissionDelay = min(max(submissionDelay * 2, pace.shortestDelay), pace.longestDelay)
      nextSubmission = now + submissionDelay
      tell("\(scheduler.name) takes no job now (\(problem)); trying again in \(Int(submissionDelay.rounded(.up))) s")
    } catch let error as ExecutorUnavailable {
      await fail(error)
    } catch let problem as SchedulerProblem {
      await fail(ExecutorUnavailable("\(scheduler.name) does not take the job: \(problem)"))
    } catch {
      await fail(
        ExecutorUnavailable(
          "\(shared.path): \(systemReason(error))\(SharedFolder.fullness(of: shared.path)); make room, or name another --shared-dir"
        ))
    }
  }

  /// Ends every trial, because none can be run.
  private func fail(_ error: ExecutorUnavailable) async {
    await cancelTasks()
    for group in groups.values { group.events.yield(ToldEvent(event: .unavailable(error))) }
    for id in entries.keys.sorted() { finish(id, .failed(TrialFailure(.skipped, error.description))) }
  }

  /// The program that runs tasks and workers, as it is copied.
  private var program: [String] {
    guard let campaign, executor.program.first?.hasPrefix("/") == true else { return executor.program }
    return [campaign.program] + executor.program.dropFirst()
  }

  /// The task's number is in the environment, or for the probe in the script.
  func writeScript(of job: JobFolder, task: String) throws {
    let words = (program + ["task", job.path]).map { "'\($0.replacing("'", with: "'\\''"))'" }
    let text =
      "#!/bin/sh\n# One task of bakeoff: \(URL(fileURLWithPath: job.campaign).lastPathComponent)\nexec \(words.joined(separator: " ")) \(task)\n"
    try writePrivateFile(Data(text.utf8), to: job.script)
    chmod(job.script, 0o700)
  }

  /// Says now and then that everything waits in the queue.
  func noteWaiting(_ reason: String) {
    guard let waitingSince, now >= nextWaitingNote else { return }
    let passed = now - waitingSince
    nextWaitingNote = now + passed * 3
    tell(
      "nothing has run for \(Int(passed)) s: tasks wait in the queue of \(scheduler.name)\(reason.isEmpty ? "" : " (\(reason))")"
    )
  }

  /// Hands over what was written and not taken, and what is ready.
  func handOverTrials() async throws {
    // One that was written, and was not taken then.
    for index in jobs.indices where jobs[index].isToBeHandedOver { try await submit(index) }
    let ready = readyTrials()
    guard !ready.isEmpty else { return }
    let bundles = Bundles.of(ready, seconds: options.taskSeconds * Double(options.width))
    var rest = bundles[...]
    while !rest.isEmpty {
      var count = min(largestArray, rest.count)
      if let most = options.mostTasks {
        count = min(count, most - jobs.reduce(0) { $0 + $1.openTasks.count })
        guard count > 0 else { return }
      }
      let tasks = Array(rest.prefix(count))
      rest = rest.dropFirst(count)
      try write(tasks)
      let given = Set(tasks.flatMap(\.self))
      pending.removeAll { given.contains($0) }
      for (model, pilot) in pilots where given.contains(pilot.id) { pilots[model] = (pilot.id, now) }
      if waitingSince == nil { (waitingSince, nextWaitingNote) = (now, now + pace.patience) }
      try await submit(jobs.count - 1)
    }
  }

  /// The trials to be handed over now, with the seconds each may take.
  ///
  /// Where nothing is known of a model, its first trial goes ahead by itself, and the others wait until it says how long
  /// it takes, or for a while.
  private func readyTrials() -> [(id: TrialRequest.ID, seconds: Double, isAlone: Bool)] {
    let counts = Dictionary(pending.compactMap { entries[$0]?.request.model.name }.map { ($0, 1) }, uniquingKeysWith: +)
    return pending.compactMap { id in
      guard let entry = entries[id] else { return nil }
      let name = entry.request.model.name
      if let seconds = pacing.seconds(of: entry.request) { return (id, seconds, entry.isAlone) }
      if options.taskSeconds <= 1 || counts[name] == 1, pilots[name] == nil {
        return (id, options.taskSeconds, entry.isAlone)
      }
      guard let pilot = pilots[name], pilot.id != id, entries[pilot.id] != nil else {
        pilots[name] = (id, nil)
        return (id, 0, true)
      }
      guard let since = pilot.since, now - since > pace.patience else { return nil }
      // It runs since then at the most; where it waits itself, a guess has to do.
      let known = entries[pilot.id]?.hasStarted == true ? now - since : 0
      return (id, max(known, 10), entry.isAlone)
    }
  }

  /// Writes the folder of an array of these tasks.
  private func write(_ tasks: [[TrialRequest.ID]]) throws {
    guard let campaign else { return }
    let folder = try campaign.newJob()
    do {
      for (task, ids) in tasks.enumerated() {
        let trials = try ids.compactMap { try entries[$0].map { try trial($0, in: campaign) } }
        try writePrivateFile(try JSONEncoder().encode(trials), to: folder.task(task))
      }
      let name = "bakeoff-\(campaign.token)-\(folder.number)"
      let keys = tasks.map { $0.compactMap { entries[$0]?.key } }
      let description = ArrayDescription(name: name, program: program, width: options.width, keys: keys)
      try writeScript(of: folder, task: scheduler.taskVariable.map { "\"$\($0)\"" } ?? "0")
      try writePrivateFile(try JSONEncoder().encode(description), to: folder.description)
      jobs.append(Job(folder: folder, name: name, keys: keys, trials: tasks.map { $0.map { $0 } }, isAdopted: false))
    } catch {
      folder.remove()
      throw error
    }
  }

  /// One trial as a task is to find it.
  private func trial(_ entry: Entry, in campaign: Campaign) throws -> ClusterTrial {
    let request = entry.request
    let rows = SplitRows(request)
    try campaign.write(rows, known: entry.split)
    var message = WorkerRequest(
      request,
      of: .init(
        path: campaign.features, element: features.buffer.element, shape: features.shape, table: features.table),
      predictions: "", threads: 1, limits: options.limits)
    (message.trainingRows, message.trainingLabels, message.testRows) = ([], [], [])
    let isProgram = request.model.plugin == nil
    if isProgram { try campaign.notePrograms() }
    if !isProgram {
      message.keep = request.keep
      message.preparation = entry.preparation?.specifier
    }
    return ClusterTrial(
      key: entry.key, label: request.label, request: String(decoding: try message.json(), as: UTF8.self),
      split: entry.split, command: request.model.recipe.invocation, variables: request.model.recipe.variables,
      preparation: isProgram ? entry.preparation?.specifier : nil, needs: request.model.card.needs,
      hasOwnFeatures: entry.hasOwnFeatures, timeLimit: options.limits.timeLimit?.seconds,
      memoryLimit: options.limits.memoryLimit)
  }

  /// Hands over an array that is written.
  private func submit(_ index: Int) async throws {
    let (job, scheduler) = (jobs[index], scheduler)
    let array = TaskArray(name: job.name, script: job.folder.script, count: job.keys.count, logFolder: job.folder.logs)
    // It may have been taken, and only the answer was lost.
    var id = submissionDelay > 0 || job.isAdopted ? try await paced { try await scheduler.id(of: job.name) } : nil
    if id == nil { id = try await paced { try await scheduler.submit(array) } }
    jobs[index].id = id
    if let id { try job.folder.write(id: id) }
    nextQuestion = max(nextQuestion, now + pace.shortestAsk)
  }
}
