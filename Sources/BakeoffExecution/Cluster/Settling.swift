import BakeoffCore
import Foundation

extension ClusterQueue {
  /// Takes in the results that are there, and tells of trials that have begun.
  func takeIn() {
    for job in jobs.indices where !jobs[job].openTasks.isEmpty {
      for place in jobs[job].folder.resultPlaces.sorted(by: { ($0.task, $0.index) < ($1.task, $1.index) }) {
        take(place, of: job)
      }
      noteStarts(of: job)
    }
  }

  private func id(_ place: TrialPlace, of job: Int) -> TrialRequest.ID? {
    let trials = jobs[job].trials
    guard trials.indices.contains(place.task), trials[place.task].indices.contains(place.index) else { return nil }
    return trials[place.task][place.index]
  }

  private func noteStarts(of job: Int) {
    let waits = jobs[job].trials.joined().contains { $0.flatMap { entries[$0] }.map { !$0.hasStarted } ?? false }
    guard waits else { return }
    for place in jobs[job].folder.startedPlaces {
      guard let id = id(place, of: job), let entry = entries[id], !entry.hasStarted else { continue }
      begin(id)
    }
  }

  private func begin(_ id: TrialRequest.ID) {
    guard let entry = entries[id], !entry.hasStarted else { return }
    entries[id]?.hasStarted = true
    waitingSince = nil
    groups[entry.group]?.events.yield(ToldEvent(event: .started(id)))
  }

  private func take(_ place: TrialPlace, of job: Int) {
    guard let id = id(place, of: job), let entry = entries[id] else { return }
    let folder = jobs[job].folder
    let predictions = folder.predictions(place)
    guard let result = TrialResult(at: folder.result(place), predictions: predictions), result.key == entry.key else {
      jobs[job].unreadable[place, default: 0] += 1
      // A file system may show a file before it shows what is in it.
      if jobs[job].unreadable[place] == 10 {
        folder.forget(place)
        lose(id, place, of: job, .crashed, "its result could not be read")
      }
      return
    }
    noteRestarts(result.attempt, of: place.task, in: job)
    if result.hasOtherFeatures { return repeatWithItsFeatures(id, place, of: job) }
    let (outcome, curve) = interpreted(result, of: entry.request, predictions: predictions)
    if outcome.isFailure, jobs[job].isAdopted, options.leftovers == .succeeded {
      // One of an earlier command, and to be tried again.
      folder.forget(place)
      jobs[job].trials[place.task][place.index] = nil
      return pending.append(id)
    }
    if case .ok(_, let costs) = outcome, let seconds = costs.wallSeconds {
      pacing.add(entry.request, seconds: seconds)
    }
    keepFiles(of: entry.request, result, place, folder)
    begin(id)
    jobs[job].trials[place.task][place.index] = nil
    // Killed from here on, this command leaves a result that is in its store, and that nobody will ask for.
    touch(folder.taking(place))
    finish(id, outcome, curve: curve) { folder.take(place) }
  }

  /// Copies the fitted model and the log to where they were asked for.
  private func keepFiles(of request: TrialRequest, _ result: TrialResult, _ place: TrialPlace, _ folder: JobFolder) {
    if let keep = request.keep, let model = FileManager.default.contents(atPath: folder.model(place)) {
      try? model.write(to: URL(fileURLWithPath: keep.path), options: .atomic)
    }
    if let logs = options.logFolder,
      let log = FileManager.default.contents(atPath: folder.log(place, attempt: result.attempt))
    {
      try? log.write(to: URL(fileURLWithPath: "\(logs)/\(request.label).log"))
    }
  }

  /// What a result means, by the same rules as at home.
  private func interpreted(
    _ result: TrialResult, of request: TrialRequest, predictions: String
  ) -> (outcome: TrialOutcome, curve: [FitProgress]) {
    let interpreter = TrialInterpreter(request, limits: options.limits, predictions: predictions)
    let curve = result.events.compactMap { interpreter.progress(in: Data($0.utf8)) }
    if result.wroteToFeatures == true { return (.failed(.wroteToFeatures), curve) }
    if result.isOutOfMemory {
      let failure = TrialFailure(.outOfMemory, "the memory limit of its job on \(result.node) ended it")
      return (.failed(failure), curve)
    }
    let outcome = interpreter.outcome(result.report)
    guard case .ok(let scores, var costs) = outcome else { return (outcome, curve) }
    costs.node = result.node
    costs.kernels = result.kernels
    return (.ok(scores, costs), curve)
  }

  /// A program has written to the features; what was run on them does not count. Who it was is found by giving each trial
  /// that ran meanwhile a copy of its own.
  private func repeatWithItsFeatures(_ id: TrialRequest.ID, _ place: TrialPlace, of job: Int) {
    let folder = jobs[job].folder
    let campaign = ([campaign].compactMap(\.self) + adopted).first { $0.path == folder.campaign }
    if let campaign, Campaign.areFeatures(of: campaign.path, at: campaign.features) == false {
      try? campaign.restore(features)
    }
    folder.forget(place)
    guard let entry = entries[id], !entry.hasOwnFeatures else {
      // They were written to while they were copied.
      return lose(id, place, of: job, .skipped, TrialFailure.featuresChanged.message)
    }
    entries[id]?.hasOwnFeatures = true
    jobs[job].trials[place.task][place.index] = nil
    tell("\(entry.request.label) runs again, on a copy of the features: a program wrote to them while it ran")
    repeatTrial(id)
  }

  /// Tries a trial again that was lost by no fault of its own, as often as that may be.
  func lose(
    _ id: TrialRequest.ID, _ place: TrialPlace, of job: Int, _ kind: TrialFailure.Kind, _ message: String
  ) {
    jobs[job].trials[place.task][place.index] = nil
    entries[id]?.attempts += 1
    guard let entry = entries[id] else { return }
    guard entry.attempts <= options.retries else {
      let times = entry.attempts > 1 ? ", \(entry.attempts) times" : ""
      return finish(id, .failed(TrialFailure(kind, "\(message)\(times)")))
    }
    tell("\(entry.request.label) is tried again (\(entry.attempts) of \(options.retries)): \(message)")
    repeatTrial(id)
  }

  /// Has a trial handed over once more.
  func repeatTrial(_ id: TrialRequest.ID) {
    entries[id]?.hasStarted = false
    pending.append(id)
  }
}
