import BakeoffCatalog
import BakeoffCore

/// Runs trials in this process, several at a time, each on a thread of its own.
public struct InProcessExecutor: TrialExecutor {
  /// Trials running at the same time, at least 1.
  public let jobs: Int
  private let program: [String]?

  /// Makes an executor. `program` and its arguments call `runWorker`, for models that are programs; without it that is
  /// this very program.
  public init(jobs: Int, program: [String]? = nil) {
    precondition(jobs >= 1, "at least one trial has to run at a time")
    self.jobs = jobs
    self.program = program
  }

  /// Opens a session; a plugin that throws costs its own trials only.
  public func open(_ features: Features) -> any TrialSession {
    let share = CoreShare()
    return InProcessSession(
      features: features, queue: TrialQueue(jobs: jobs, onShare: share.tell), share: share, program: program)
  }
}

private struct InProcessSession: TrialSession {
  let features: Features
  let queue: TrialQueue
  let share: CoreShare
  let program: [String]?

  func run(_ requests: [TrialRequest], onEvent: @escaping @Sendable (TrialEvent) async -> Void) async {
    await queue.run(requests, onEvent: onEvent) { request, onProgress in
      let training = Examples(
        features: features.selecting(request.split.training), labels: request.trainingLabels,
        classCount: request.classCount)
      return await trialOutcome(
        of: request.model, training: training, test: features.selecting(request.split.test), seed: request.seed,
        threadsNow: { share.value }, program: program, onProgress: onProgress,
        onFitted: { try request.keep?.write($0, by: request.model, on: training) })
    }
  }

  func cancel(_ id: TrialRequest.ID) { queue.cancel(id) }

  func close() {}
}

/// Runs one trial of a model of any kind, cancelled with the task that waits for it: a Swift plugin on a thread of its
/// own, a program in a process of its own (`program` as in `InProcessExecutor`). Either may keep `threads` busy; a plugin,
/// whose numbers do not depend on them, as many as `threadsNow` says whenever it is asked. `onFitted` is given the model of
/// a Swift plugin before it predicts.
public func trialOutcome(
  of model: ConfiguredModel, training: Examples, test: Features, seed: UInt64,
  threads: Int = 1, threadsNow: (@Sendable () -> Int)? = nil, program: [String]? = nil,
  onProgress: @escaping @Sendable (FitProgress) -> Void = { _ in },
  onFitted: @escaping @Sendable (any Classifier) throws -> Void = { _ in }
) async -> TrialOutcome {
  guard let plugin = model.plugin else {
    return await programOutcome(
      of: model, training: training, test: test, seed: seed,
      executor: ProcessExecutor(jobs: 1, threads: threads, program: program), onProgress: onProgress)
  }
  return await onOwnThread { isCancelled in
    let context = FitContext(
      seed: seed, threadsNow: threadsNow ?? { threads }, isCancelled: { isCancelled.isSet }, onProgress: onProgress)
    return runTrial(
      plugin, preparedBy: model.preparation(of: training.features), training: training, test: test, context: context,
      onFitted: onFitted)
  }
}
