import BakeoffCatalog
import BakeoffCore
import Foundation
import Subprocess

/// One trial in a process of its own.
struct WorkerJob: Sendable {
  private let request: TrialRequest
  private let experiment: Experiment
  private let labels: [Int]
  private let executor: ProcessExecutor
  private let folder: ExperimentFolder

  /// `labels` are those of the task, one for each row of the dataset.
  init(
    _ request: TrialRequest, of experiment: Experiment, labels: [Int], executor: ProcessExecutor,
    folder: ExperimentFolder
  ) {
    self.request = request
    self.experiment = experiment
    self.labels = labels
    self.executor = executor
    self.folder = folder
  }

  /// Runs the trial; cancelling the task asks its worker to leave, and kills it when the grace is over.
  func run(onProgress: @escaping @Sendable (FitProgress) -> Void) async -> TrialOutcome {
    do {
      let own = try folder.makeFolder(request)
      defer { try? FileManager.default.removeItem(atPath: own) }
      let predictions = "\(own)/predictions.npy"
      let message = try message(folder: own, predictions: predictions)
      let (stops, stop) = AsyncStream<Void>.makeStream()
      let transcript = await withTaskCancellationHandler {
        // A task of its own: cancelling this one would have the supervisor killed before it has ended its worker.
        await Task { await converse(message, stops: stops, onProgress: onProgress) }.value
      } onCancel: {
        stop.finish()
      }
      let outcome = trialOutcome(
        transcript, limits: executor.limits, predictions: predictions,
        rows: experiment.splits[request.split].test.count, classes: experiment.classNames.count)
      // Whatever went wrong once the run was interrupted says nothing of the model.
      if case .failed = outcome, Task.isCancelled { return .failed(TrialFailure(.cancelled, "interrupted")) }
      return outcome
    } catch {
      return .failed(TrialFailure(.skipped, "no worker could be started: \(oneLine(error))"))
    }
  }

  /// The orders for the supervisor and the request for the worker, a line each.
  private func message(folder own: String, predictions: String) throws -> [UInt8] {
    let model = experiment.models[request.model]
    let split = experiment.splits[request.split]
    let features = experiment.dataset.examples.features
    let timeLimit = executor.limits.timeLimit?.seconds
    let log = executor.logDirectory.map { "\($0)/\(model.name)-\(split.repetition)-\(split.fold).log" }
    let orders = SupervisionOrders(
      command: model.recipe.invocation ?? executor.worker, log: log ?? "\(own)/log", folder: own, timeLimit: timeLimit,
      memoryLimit: executor.limits.memoryLimit, grace: executor.limits.grace.seconds)
    let request = WorkerRequest(
      plugin: model.card.id, settings: model.settings, seed: request.seed, threads: executor.threads,
      timeLimit: timeLimit, classCount: experiment.classNames.count,
      features: .init(path: folder.features, element: features.buffer.element, shape: features.shape),
      trainingRows: split.training, trainingLabels: split.training.map { labels[$0] }, testRows: split.test,
      predictions: predictions)
    let newline = [UInt8(ascii: "\n")]
    return try Array(JSONEncoder().encode(orders)) + newline + request.json() + newline
  }

  /// Starts a supervisor, tells it `message`, and listens until it has left.
  private func converse(
    _ message: [UInt8], stops: AsyncStream<Void>, onProgress: @escaping @Sendable (FitProgress) -> Void
  ) async -> WorkerTranscript {
    var options = PlatformOptions()
    options.createSession = true
    options.teardownSequence = [
      .gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: executor.limits.grace)
    ]
    let program = executor.program
    do {
      return try await Subprocess.run(
        .path(.init(program[0])), arguments: Arguments(program.dropFirst() + ["supervise"]),
        environment: .inherit.updating(threadCounts), platformOptions: options,
        input: .inputWriter, output: .sequence, error: .discarded
      ) { execution in
        let supervisor = execution.standardInputWriter
        _ = try await supervisor.write(message)
        let stopping = Task {
          for await _ in stops {}
          // Fails where the supervisor has left meanwhile, which is what was wanted.
          if !Task.isCancelled { _ = try? await supervisor.write("stop\n") }
        }
        defer { stopping.cancel() }
        var transcript = WorkerTranscript()
        for try await chunk in execution.standardOutput {
          transcript.takeIn(chunk.withUnsafeBytes(Array.init), onProgress: onProgress)
        }
        // It is not yet reaped, so that its session cannot be anyone else's.
        if transcript.report == nil { ProcessTree.killSession(of: execution.processIdentifier.value) }
        return transcript
      }.closureResult
    } catch {
      return WorkerTranscript(startFailure: oneLine(error))
    }
  }

  /// How the libraries that numeric programs use are told their number of threads.
  private var threadCounts: [Environment.Key: String?] {
    let names: [Environment.Key] = [
      "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS",
    ]
    return Dictionary(uniqueKeysWithValues: names.map { ($0, "\(executor.threads)") })
  }
}
