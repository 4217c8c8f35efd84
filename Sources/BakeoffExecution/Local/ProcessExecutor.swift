import BakeoffCatalog
import BakeoffCore
import BakeoffDatasets
import BakeoffFiles
import Foundation
import Synchronization

/// Runs each trial in a process of its own, so that no trial can hurt another, or this command.
///
/// A trial's numbers are bit for bit those of `InProcessExecutor`. How workers are talked to stands in
/// Documentation/WorkerProtocol.md.
public struct ProcessExecutor: TrialExecutor {
  /// Trials running at the same time, at least 1.
  let jobs: Int
  /// How many threads a trial may keep busy, at least 1.
  let threads: Int
  /// What a trial may take.
  let limits: TrialLimits
  /// What becomes of the other trials when one has failed.
  let onFailure: FailurePolicy
  /// What runs a worker's command.
  let launcher: any Launcher
  /// The program and arguments that answer requests.
  let worker: [String]
  /// The folder in which the files of trials are put.
  let spoolFolder: String?
  /// The folder in which logs are kept; nil to keep none.
  let logFolder: String?
  /// What confines programs; nil where nothing does.
  package let sandbox: Sandbox?

  /// Makes an executor.
  ///
  /// - Parameters:
  ///   - jobs: trials running at the same time, at least 1.
  ///   - threads: how many threads a trial may keep busy, at least 1.
  ///   - limits: what a trial may take.
  ///   - onFailure: what becomes of the other trials when one has failed.
  ///   - program: the program and arguments that call `runWorker`; without it this very program with `worker`.
  ///   - worker: the program and arguments that answer requests; without it `program`.
  ///   - launcher: what runs the workers; without it processes of this machine, each with a supervisor.
  ///   - spoolFolder: a folder that both sides see, for a launcher that runs workers elsewhere; without it the temporary
  ///     folder.
  ///   - logFolder: a folder that exists, where each trial's log is kept; without it none is kept.
  ///   - sandbox: what confines programs; without it nothing does.
  public init(
    jobs: Int, threads: Int = 1, limits: TrialLimits = TrialLimits(), onFailure: FailurePolicy = .continue,
    program: [String]? = nil, worker: [String]? = nil, launcher: (any Launcher)? = nil, spoolFolder: String? = nil,
    logFolder: String? = nil, sandbox: Sandbox? = nil
  ) {
    precondition(jobs >= 1 && threads >= 1, "at least one trial has to run at a time, on one thread")
    let program = program ?? [runningProgram(), "worker"]
    self.jobs = jobs
    self.threads = threads
    self.limits = limits
    self.onFailure = onFailure
    self.worker = worker ?? program
    self.launcher = launcher ?? LocalLauncher(program: program)
    self.spoolFolder = spoolFolder
    self.logFolder = logFolder
    self.sandbox = sandbox
  }

  /// Writes the features to a file that every worker reads. Throws where there is no room for it.
  public func open(_ features: Features) throws -> any TrialSession {
    let spool = try Spool(in: spoolFolder)
    do {
      try spool.write(features)
      let share = try CoreShareFile(making: spool.cores)
      return ProcessSession(
        features: features, spool: spool, executor: self,
        queue: TrialQueue(jobs: jobs, onFailure: onFailure, onShare: share.tell),
        watch: FeatureWatch(spool.features) { try spool.write(features) })
    } catch {
      spool.remove()
      throw error
    }
  }
}

private struct ProcessSession: TrialSession {
  let features: Features
  let spool: Spool
  let executor: ProcessExecutor
  let queue: TrialQueue
  let watch: FeatureWatch

  func run(_ requests: [TrialRequest], onEvent: @escaping @Sendable (TrialEvent) async -> Void) async {
    do {
      if requests.contains(where: { $0.model.plugin == nil }) { try watch.programsTakePart() }
    } catch {
      for request in requests { await onEvent(.finished(request.id, .failed(.notHandedOver(error)), curve: [])) }
      return
    }
    let spoilt = Mutex<Set<TrialRequest.ID>>([])
    await queue.run(requests) { event in
      if case .finished(let id, .featuresChanged, _) = event {
        spoilt.withLock { _ = $0.insert(id) }
      } else {
        await onEvent(event)
      }
    } work: { request, onProgress in
      let mark = watch.begin()
      let outcome = await run(request, onProgress: onProgress)
      return watch.isUnchanged(since: mark) ? outcome : .featuresChanged
    }
    let again = requests.filter { request in spoilt.withLock { $0.contains(request.id) } }
    guard !again.isEmpty else { return }
    let note =
      "a program wrote to the features; what ran meanwhile (\(counted(again.count, "trial"))) runs again, alone"
    await onEvent(.note(note))
    await queue.run(again, alone: true, onEvent: onEvent, work: runAlone)
  }

  /// Runs one trial with no other beside it: whatever happens to the features meanwhile is its own doing.
  @Sendable private func runAlone(
    _ request: TrialRequest, onProgress: @escaping @Sendable (FitProgress) -> Void
  ) async -> TrialOutcome {
    guard watch.areIntact() else { return .featuresChanged }
    let mark = watch.begin()
    let outcome = await run(request, onProgress: onProgress)
    return watch.isUnchanged(since: mark) ? outcome : .failed(.wroteToFeatures)
  }

  func cancel(_ id: TrialRequest.ID) { queue.cancel(id) }

  func close() { spool.remove() }

  /// Has one trial's command run, and interprets what comes of it.
  private func run(
    _ request: TrialRequest, onProgress: @escaping @Sendable (FitProgress) -> Void
  ) async -> TrialOutcome {
    do {
      let folder = try spool.makeFolder(of: request.id)
      defer { removeTree(folder) }
      let predictions = "\(folder)/predictions.npy"
      let interpreter = TrialInterpreter(request, limits: executor.limits, predictions: predictions)
      let launch = try launch(request, folder: folder, predictions: predictions)
      let report = await executor.launcher.run(launch) { line in
        if let progress = interpreter.progress(in: line) { onProgress(progress) }
      }
      let outcome = interpreter.outcome(report)
      // Whatever went wrong once the run was interrupted says nothing of the model.
      if case .failed = outcome, Task.isCancelled { return .failed(TrialFailure(.cancelled, "interrupted")) }
      return outcome
    } catch let error as TrainingError {
      return .failed(TrialFailure(.failed, oneLine(error)))
    } catch {
      return .failed(TrialFailure(.skipped, "no worker could be started: \(oneLine(error))"))
    }
  }

  private func launch(_ request: TrialRequest, folder: String, predictions: String) throws -> Launch {
    let model = request.model
    var message = WorkerRequest(
      request,
      of: .init(
        path: spool.features, element: features.buffer.element, shape: features.shape, table: features.table),
      predictions: predictions, threads: executor.threads, limits: executor.limits)
    if model.plugin != nil {
      message.keep = request.keep
      message.cores = spool.cores
    }
    if let preparation = model.preparation(of: features) {
      // A worker of ours prepares the rows itself; a program gets rows of its own.
      if model.plugin == nil {
        let training = Examples(
          features: features.selecting(request.split.training), labels: request.trainingLabels,
          classCount: request.classCount)
        try message.holdPreparedRows(
          training, features.selecting(request.split.test), by: preparation, for: model.card.needs, in: folder)
      } else {
        message.preparation = preparation.specifier
      }
    }
    let invocation = model.recipe.invocation.map { executor.sandbox?.confining($0, to: folder) ?? $0 }
    return Launch(
      command: invocation ?? executor.worker, input: try message.json() + [UInt8(ascii: "\n")],
      folder: folder, log: executor.logFolder.map { "\($0)/\(request.label).log" } ?? "\(folder)/log",
      threads: executor.threads, limits: executor.limits, inherited: model.recipe.environment)
  }
}

extension ModelRecipe {
  /// What to start to have a request answered; nil for a plugin, which a worker of ours runs.
  var invocation: [String]? {
    guard case .program(let program) = self else { return nil }
    return program.invocation
  }
}

/// The file this process was started from.
func runningProgram() -> String {
  #if os(Linux)
    // The link still leads to the program when its file has been replaced since.
    let link = "/proc/self/exe"
    let path = try? FileManager.default.destinationOfSymbolicLink(atPath: link)
    return path.flatMap { FileManager.default.isExecutableFile(atPath: $0) ? $0 : nil } ?? link
  #else
    return Bundle.main.executablePath ?? CommandLine.arguments[0]
  #endif
}
