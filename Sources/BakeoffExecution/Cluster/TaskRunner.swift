import BakeoffCatalog
import BakeoffCore
import BakeoffFiles
import BakeoffMath
import BakeoffPreparation
import Foundation

/// What the hidden subcommand `worker task FOLDER TASK` does: it runs the trials of one task of an array, each in a worker
/// under a supervisor as at home, and leaves their results in the shared folder. Returns the status to exit with.
///
/// A result that is there is not made again, so that a task may be begun as often as a scheduler likes. Asked to leave by
/// SIGTERM it ends its workers and leaves at once, without a result for what it was at.
public func runTask(
  arguments: [String], preparations: Registry<PreparationEntry> = .standard
) async -> Int32 {
  guard arguments.count == 2 else { return 64 }
  let job = JobFolder(path: arguments[0], number: 0)
  // Sent to every process of a job at once, and to be heard by this one before its workers are gone.
  let notice = LeaveNotice()
  let sources = notice.listen()
  defer { sources.forEach { $0.cancel() } }
  if arguments[1] == "probe" { return answerProbe(job) }
  guard let task = Int(arguments[1]) else { return 64 }
  do {
    let runner = try TaskRunner(job, task: task, preparations: preparations, notice: notice)
    try await runner.run()
    return notice.isGiven ? 143 : 0
  } catch {
    guard !notice.isGiven else { return 143 }
    // Standard error is the task's log.
    FileHandle.standardError.write(Data("bakeoff: task \(task): \(oneLine(error))\n".utf8))
    return 74
  }
}

/// Which attempt at a task this is, as Slurm counts them.
var taskAttempt: Int { ProcessInfo.processInfo.environment["SLURM_RESTART_COUNT"].flatMap { Int($0) } ?? 0 }

/// The name of this machine; of several nodes on one, the node's.
var nodeName: String {
  ProcessInfo.processInfo.environment["SLURMD_NODENAME"] ?? ProcessInfo.processInfo.hostName
}

/// The processor and the numeric kernels of this machine.
var kernelNames: String { "\(processorName()), \(BLASLibrary.current.name)" }

/// The run of one task.
private struct TaskRunner: Sendable {
  /// Seconds between two signs of life.
  static let heartbeat = 10.0

  let job: JobFolder
  let task: Int
  let description: ArrayDescription
  let trials: [ClusterTrial]
  let preparations: Registry<PreparationEntry>
  let notice: LeaveNotice
  let spool: Spool

  init(
    _ job: JobFolder, task: Int, preparations: Registry<PreparationEntry>, notice: LeaveNotice
  ) throws {
    description = try ArrayDescription(of: job)
    trials = try JSONDecoder().decode(
      [ClusterTrial].self, from: Data(contentsOf: URL(fileURLWithPath: job.task(task))))
    // On a disk of the node's own; scores are moved when they are complete.
    spool = try Spool()
    self.job = job
    self.task = task
    self.preparations = preparations
    self.notice = notice
  }

  /// Runs what is to be run. Throws where a result cannot be written.
  func run() async throws {
    defer { spool.remove() }
    let work = Task {
      try await forEachConcurrently(trials.indices.map { TrialPlace(task: task, index: $0) }, jobs: description.width) {
        try await run($0)
      }
    }
    notice.onceGiven {
      work.cancel()
      touch(job.notice(task, attempt: taskAttempt))
    }
    let pulse = Task { await beat() }
    defer { pulse.cancel() }
    try await work.value
  }

  /// Leaves signs of life until it is cancelled.
  private func beat() async {
    while !Task.isCancelled {
      touch(job.alive(task), "\(Date())")
      try? await Task.sleep(for: .seconds(Self.heartbeat))
    }
  }

  private func isWanted(_ place: TrialPlace) -> Bool {
    let signs = [job.taken(place), job.result(place), job.cancelled(place), "\(job.campaign)/cancelled"]
    let isThere = { FileManager.default.fileExists(atPath: $0) }
    // Without its folder the run is over.
    return isThere(job.description) && !signs.contains(where: isThere)
  }

  private func run(_ place: TrialPlace) async throws {
    guard !Task.isCancelled, isWanted(place) else { return }
    touch(job.started(place), "\(taskAttempt)\n\(nodeName)\n")
    // Its owner may say at any time that it is not wanted any more.
    let work = Task { try await attempt(place) }
    let watch = Task {
      while !Task.isCancelled, isWanted(place) { try? await Task.sleep(for: .seconds(2)) }
      work.cancel()
    }
    defer { watch.cancel() }
    let result = try await withTaskCancellationHandler {
      try await work.value
    } onCancel: {
      work.cancel()
    }
    guard let result, isWanted(place) else { return }
    try await patiently { try result.write(to: job.result(place)) }
  }

  /// Runs one trial; nil where it was told to leave meanwhile.
  private func attempt(_ place: TrialPlace) async throws -> TrialResult? {
    let trial = trials[place.index]
    let folder = try spool.makeFolder(of: place.index)
    defer { removeTree(folder) }
    let events = EventLines()
    let predictions = "\(folder)/predictions.npy"
    let kills = MemoryKills.count
    let shared = Campaign.features(in: job.campaign)
    let features = trial.hasOwnFeatures ? "\(folder)/features.npy" : shared
    var mark: FeaturesMark?
    var report: LaunchReport?
    do {
      if trial.hasOwnFeatures { try FileManager.default.copyItem(atPath: shared, toPath: features) }
      mark = FeaturesMark(of: job.campaign, at: features)
      var request = try request(of: trial, place, features: features, in: folder)
      request.predictions = predictions
      let launch = Launch(
        command: trial.command ?? description.program, input: try request.json() + [UInt8(ascii: "\n")],
        folder: folder, log: job.log(place, attempt: taskAttempt), threads: 1,
        limits: TrialLimits(
          timeLimit: trial.timeLimit.map { .seconds($0) }, memoryLimit: trial.memoryLimit),
        inherited: trial.variables.map { ProgramEnvironment.inherited(asking: $0) })
      report = await LocalLauncher(program: description.program).run(launch, onLine: events.add)
    } catch let error as TrainingError {
      // What a program's rows were to be prepared by could not learn from them.
      events.add(WorkerEvent.failed(WorkerFailure(message: oneLine(error))))
      report = LaunchReport(exitStatus: 0)
    } catch {
      report = LaunchReport(startFailure: oneLine(error))
    }
    // A signal to every process of the job may reach the worker first.
    if report?.exitStatus != 0 { await notice.waitBriefly() }
    guard !Task.isCancelled, !notice.isGiven else { return nil }
    let digest = try await keep(predictions, at: job.predictions(place))
    var result = TrialResult(
      key: trial.key, attempt: taskAttempt, node: nodeName, kernels: kernelNames, events: events.lines, report: report,
      predictions: digest)
    result.isOutOfMemory = report?.signal == SIGKILL && MemoryKills.count > kills
    if let mark, mark.isSpoilt || FeaturesMark(of: job.campaign, at: features) != mark {
      let isItsOwnDoing = trial.hasOwnFeatures && !mark.isSpoilt
      result.wroteToFeatures = isItsOwnDoing ? true : nil
      result.hasOtherFeatures = !isItsOwnDoing
    }
    return result
  }

  /// Puts the scores where both sides see them and returns their SHA-256; nil where there are none.
  private func keep(_ file: String, at destination: String) async throws -> String? {
    guard let bytes = FileManager.default.contents(atPath: file) else { return nil }
    try await patiently { try writePrivateFile(bytes, to: destination) }
    return sha256(bytes)
  }

  /// Writes something, and waits half a minute for room where a disk is full. Throws what `write` throws in the end.
  private func patiently(_ write: () throws -> Void) async throws {
    for _ in 0..<30 {
      if (try? write()) != nil { return }
      try await Task.sleep(for: .seconds(1))
    }
    try write()
  }

  /// The worker's request, with its rows.
  private func request(
    of trial: ClusterTrial, _ place: TrialPlace, features: String, in folder: String
  ) throws -> WorkerRequest {
    var request = try WorkerRequest(json: Data(trial.request.utf8))
    request.features.path = features
    let rows = try Campaign.split(trial.split, in: job.campaign)
    (request.trainingRows, request.trainingLabels, request.testRows) = (rows.training, rows.labels, rows.test)
    request.keep = request.keep?.moved(to: job.model(place))
    if let preparation = trial.preparation {
      let (training, test) = try request.mappedData()
      try request.holdPreparedRows(
        training, test, by: preparations.preparation(preparation), for: trial.needs, in: folder)
    }
    return request
  }
}
