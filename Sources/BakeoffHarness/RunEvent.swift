import BakeoffCore
import BakeoffExecution
import BakeoffTuning

/// What happens while an experiment runs.
public enum RunEvent: Sendable {
  /// The trial of a cell began.
  case started(TrialCell)
  /// The trial of a cell has come this far.
  case progressed(TrialCell, FitProgress)
  /// The search for the settings of a cell has come this far.
  case searched(TrialCell, SearchProgress)
  /// The trial of a cell is over.
  case finished(Trial)
  /// Something a person should know of where trials run, in one line.
  case note(String)
  /// No trial can run there; those that are left are skipped.
  case unavailable(ExecutorUnavailable)
}

extension Experiment {
  /// Runs every trial, those apart that `storage` has, and returns them split by split.
  ///
  /// Tuned models come after the others; each searches its settings by trials of its own. `onEvent` is called with one event
  /// at a time. A trial is on the disk before it is told of as finished. Where the
  /// store cannot be written the run goes on. Cancelling the task cancels running trials, and those not yet started are
  /// not run; they come back as cancelled. With `onFailure` to stop, a stored failure keeps the others from being run.
  /// Trials that are `known` are taken as they are, and not told of; trials that an executor hands over and leaves are not
  /// among those returned, and the run of such is not over.
  /// With a metric to `race` by, models that are certainly not the best are not run on the splits that are left.
  public func run(
    by executor: any TrialExecutor, known: [Trial] = [], storage: RunStorage? = nil,
    onFailure: FailurePolicy = .continue,
    race metric: (any Metric)? = nil, onEvent: @escaping @Sendable (RunEvent) async -> Void = { _ in }
  ) async -> [Trial] {
    // Several searches tell of themselves at the same time, and one event is handed on after the other.
    let (events, continuation) = AsyncStream<RunEvent>.makeStream()
    let delivery = Task { for await event in events { await onEvent(event) } }
    let run = ExperimentRun(
      experiment: self, known: known, executor: executor,
      recorder: storage.map { RunRecorder($0, experiment: self, cells: cells) },
      modelFolder: storage?.modelFolder, onFailure: onFailure, onEvent: { continuation.yield($0) })
    if let metric { await run.race(by: metric) } else { await run.run(cells) }
    await run.end()
    continuation.finish()
    await delivery.value
    let trials = await run.trials
    return cells.compactMap { trials[$0] }
  }
}
