import BakeoffCatalog
import BakeoffCore
import Foundation
import Synchronization

/// Runs trials in this process, several at a time, each on a thread of its own.
public struct InProcessExecutor: TrialExecutor {
  /// Trials running at the same time, at least 1.
  public let jobs: Int
  /// The program and arguments that call `runWorker`, for models that are programs; nil for this very program.
  public let program: [String]?

  /// Makes an executor.
  public init(jobs: Int, program: [String]? = nil) {
    precondition(jobs >= 1, "at least one trial has to run at a time")
    self.jobs = jobs
    self.program = program
  }

  /// Runs every request; a plugin that throws costs its own trials only.
  public func run(
    _ requests: [TrialRequest], of experiment: Experiment, onEvent: @escaping @Sendable (TrialEvent) -> Void
  ) async -> [Trial] {
    let examples = experiment.task.examples(experiment.dataset.examples)
    return await mapConcurrently(requests, jobs: jobs) { request in
      let trial =
        Task.isCancelled
        ? Trial(request, .failed(TrialFailure(.cancelled, "interrupted before it began")))
        : await run(request, of: experiment, on: examples, onEvent: onEvent)
      onEvent(.finished(trial))
      return trial
    }
  }

  private func run(
    _ request: TrialRequest, of experiment: Experiment, on examples: Examples,
    onEvent: @escaping @Sendable (TrialEvent) -> Void
  ) async -> Trial {
    onEvent(.started(request))
    let split = experiment.splits[request.split]
    let outcome = await trialOutcome(
      of: experiment.models[request.model], training: examples.selecting(split.training),
      test: examples.features.selecting(split.test), seed: request.seed, program: program
    ) { onEvent(.progressed(request, $0)) }
    return Trial(request, outcome)
  }
}

extension Trial {
  init(_ request: TrialRequest, _ outcome: TrialOutcome) {
    self.init(model: request.model, split: request.split, outcome: outcome)
  }
}

/// A flag set once, read from any thread.
package final class CancellationFlag: Sendable {
  private let flag = Atomic(false)
  package init() {}
  package var isSet: Bool { flag.load(ordering: .relaxed) }
  package func set() { flag.store(true, ordering: .relaxed) }
}

/// Runs one trial of a model of any kind, cancelled with the task that waits for it: a Swift plugin on a thread of its
/// own, a program in a process of its own (`program` as in `InProcessExecutor`). `onFitted` is given the model of a Swift
/// plugin before it predicts.
public func trialOutcome(
  of model: ConfiguredModel, training: Examples, test: Features, seed: UInt64, threads: Int = 1,
  program: [String]? = nil, onProgress: @escaping @Sendable (FitProgress) -> Void = { _ in },
  onFitted: @escaping @Sendable (any Classifier) throws -> Void = { _ in }
) async -> TrialOutcome {
  switch model.recipe {
  case .plugin(let plugin):
    await trialOutcome(
      of: plugin, training: training, test: test, seed: seed, threads: threads, onProgress: onProgress,
      onFitted: onFitted)
  case .program:
    await externalOutcome(
      of: model, training: training, test: test, seed: seed,
      executor: ProcessExecutor(jobs: 1, threads: threads, program: program), onProgress: onProgress)
  }
}

/// Runs one trial on a thread of its own, cancelled with the task that waits for it.
private func trialOutcome(
  of plugin: any ClassifierPlugin, training: Examples, test: Features, seed: UInt64, threads: Int,
  onProgress: @escaping @Sendable (FitProgress) -> Void,
  onFitted: @escaping @Sendable (any Classifier) throws -> Void
) async -> TrialOutcome {
  let cancelled = CancellationFlag()
  return await withTaskCancellationHandler {
    await onOwnThread {
      let context = FitContext(seed: seed, threads: threads, isCancelled: { cancelled.isSet }, onProgress: onProgress)
      return runTrial(plugin, training: training, test: test, context: context, onFitted: onFitted)
    }
  } onCancel: {
    cancelled.set()
  }
}

/// Runs `body` on a thread of its own, because a fit may take minutes and must not hold a thread of the shared pool.
package func onOwnThread<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
  await withCheckedContinuation { continuation in
    let thread = Thread { continuation.resume(returning: body()) }
    thread.stackSize = 8 << 20
    thread.start()
  }
}

/// The results of `transform` in the order of `elements`, at most `jobs` running at a time.
func mapConcurrently<Element: Sendable, Result: Sendable>(
  _ elements: [Element], jobs: Int, _ transform: @escaping @Sendable (Element) async -> Result
) async -> [Result] {
  await withTaskGroup(of: (Int, Result).self) { group in
    var results: [Int: Result] = [:]
    for (index, element) in elements.enumerated() {
      if index >= jobs, let (done, result) = await group.next() { results[done] = result }
      group.addTask { (index, await transform(element)) }
    }
    for await (done, result) in group { results[done] = result }
    return elements.indices.compactMap { results[$0] }
  }
}
