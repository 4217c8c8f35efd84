import BakeoffCore
import BakeoffDatasets
import Foundation
import Synchronization

/// Runs each trial in a process of its own, so that no trial can hurt another, or this command.
///
/// A trial's numbers are bit for bit those of `InProcessExecutor`. How workers are talked to stands in
/// Documentation/WorkerProtocol.md.
public struct ProcessExecutor: TrialExecutor {
  /// Trials running at the same time, at least 1.
  public let jobs: Int
  /// How many threads a trial may keep busy, at least 1.
  public let threads: Int
  /// What a trial may take.
  public let limits: TrialLimits
  /// What becomes of the other trials when one has failed.
  public let onFailure: FailurePolicy
  /// The program and arguments that call `runWorker`; `supervise` is added for the process that watches a worker.
  public let program: [String]
  /// The program and arguments that answer requests.
  public let worker: [String]
  /// A folder that exists, where each trial's log is kept; nil to keep none.
  public let logDirectory: String?

  /// Makes an executor; without `program` workers are this very program with the argument `worker`, and without
  /// `worker` they are what `program` starts.
  public init(
    jobs: Int, threads: Int = 1, limits: TrialLimits = TrialLimits(), onFailure: FailurePolicy = .continue,
    program: [String]? = nil, worker: [String]? = nil, logDirectory: String? = nil
  ) {
    precondition(jobs >= 1 && threads >= 1, "at least one trial has to run at a time, on one thread")
    self.jobs = jobs
    self.threads = threads
    self.limits = limits
    self.onFailure = onFailure
    self.program = program ?? [runningProgram(), "worker"]
    self.worker = worker ?? self.program
    self.logDirectory = logDirectory
  }

  /// Runs every request; whatever a plugin does costs its own trials only.
  public func run(
    _ requests: [TrialRequest], of experiment: Experiment, onEvent: @escaping @Sendable (TrialEvent) -> Void
  ) async -> [Trial] {
    guard !requests.isEmpty else { return [] }
    // Writing to a child that has just died is to be an error and not the end of this process.
    signal(SIGPIPE, SIG_IGN)
    do {
      let folder = try ExperimentFolder()
      defer { folder.remove() }
      let write: @Sendable () throws -> Void = {
        try NPYArray.write(experiment.dataset.examples.features, to: folder.features)
        // Every worker reads this file; one that wrote to it would change the data of the others.
        chmod(folder.features, 0o400)
      }
      try write()
      // A plugin of ours is given features that it cannot write to; a program finds the file.
      let hasPrograms = experiment.models.contains { $0.plugin == nil }
      let watch = hasPrograms ? try FeatureWatch(folder.features, restore: write) : nil
      return await run(requests, of: experiment, in: folder, watch: watch, onEvent: onEvent)
    } catch {
      let failure = TrialFailure(.skipped, "the data could not be handed to workers: \(oneLine(error))")
      return requests.map { request in
        let trial = Trial(request, .failed(failure))
        onEvent(.finished(trial))
        return trial
      }
    }
  }

  private func run(
    _ requests: [TrialRequest], of experiment: Experiment, in folder: ExperimentFolder, watch: FeatureWatch?,
    onEvent: @escaping @Sendable (TrialEvent) -> Void
  ) async -> [Trial] {
    let labels = experiment.task.labels(experiment.dataset.examples.labels)
    let hasFailed = SharedFlag()
    return await mapConcurrently(requests, jobs: jobs) { request in
      var outcome: TrialOutcome
      if Task.isCancelled {
        outcome = .failed(TrialFailure(.cancelled, "interrupted before it began"))
      } else if onFailure == .stop, hasFailed.isSet {
        outcome = .failed(TrialFailure(.skipped, "another trial had failed"))
      } else {
        onEvent(.started(request))
        let mark = watch?.begin() ?? 0
        let job = WorkerJob(request, of: experiment, labels: labels, executor: self, folder: folder)
        outcome = await job.run { onEvent(.progressed(request, $0)) }
        if let watch, !watch.isUnchanged(since: mark) { outcome = .failed(.featuresChanged) }
        if case .failed = outcome { hasFailed.set() }
      }
      let trial = Trial(request, outcome)
      onEvent(.finished(trial))
      return trial
    }
  }
}

extension TrialFailure {
  /// Not the model's failure for certain, so nothing that is stored.
  fileprivate static let featuresChanged = TrialFailure(
    .skipped, "the features were written to while it ran; a program may only read them, and works on a copy")
}

/// A flag set once, read from any thread.
private final class SharedFlag: Sendable {
  private let flag = Atomic(false)
  var isSet: Bool { flag.load(ordering: .relaxed) }
  func set() { flag.store(true, ordering: .relaxed) }
}

/// The file this process was started from.
private func runningProgram() -> String {
  #if os(Linux)
    // The link still leads to the program when its file has been replaced since.
    let link = "/proc/self/exe"
    let path = try? FileManager.default.destinationOfSymbolicLink(atPath: link)
    return path.flatMap { FileManager.default.isExecutableFile(atPath: $0) ? $0 : nil } ?? link
  #else
    return Bundle.main.executablePath ?? CommandLine.arguments[0]
  #endif
}
