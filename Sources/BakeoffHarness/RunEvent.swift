import BakeoffCore
import BakeoffExecution

/// What happens while an experiment runs.
public enum RunEvent: Sendable {
  /// The trial of a cell began.
  case started(TrialCell)
  /// The trial of a cell has come this far.
  case progressed(TrialCell, FitProgress)
  /// The trial of a cell is over.
  case finished(Trial)
}

extension Experiment {
  /// Runs every trial, those apart that `storage` has, and returns them split by split.
  ///
  /// `onEvent` is called with one event at a time. A trial is on the disk before it is told of as finished. Where the
  /// store cannot be written the run goes on. Cancelling the task cancels running trials, and those not yet started are
  /// not run; they come back as cancelled. With `onFailure` to stop, a stored failure keeps the others from being run.
  public func run(
    by executor: any TrialExecutor, storage: RunStorage? = nil, onFailure: FailurePolicy = .continue,
    onEvent: @escaping @Sendable (RunEvent) async -> Void = { _ in }
  ) async -> [Trial] {
    let cells = cells
    let recorder = storage.map { RunRecorder($0, experiment: self, cells: cells) }
    let collected = CollectedTrials()
    for trial in await recorder?.reuse() ?? [] {
      await collected.add(trial)
      await onEvent(.finished(trial))
    }
    let known = await collected.trials
    let remaining = cells.filter { known[$0] == nil }
    let finish: @Sendable (Trial) async -> Void = { trial in
      await recorder?.record(trial)
      await collected.add(trial)
      await onEvent(.finished(trial))
    }
    if onFailure == .stop, known.values.contains(where: \.outcome.isFailure) {
      let skipped = TrialFailure(.skipped, "another trial had failed before")
      for cell in remaining { await finish(Trial(cell, .failed(skipped))) }
    } else if !remaining.isEmpty {
      await run(remaining, by: executor, modelFolder: storage?.modelFolder, onEvent: onEvent, finish: finish)
    }
    await recorder?.end()
    let trials = await collected.trials
    return cells.compactMap { trials[$0] }
  }

  private func run(
    _ cells: [TrialCell], by executor: any TrialExecutor, modelFolder: String?,
    onEvent: @escaping @Sendable (RunEvent) async -> Void,
    finish: @escaping @Sendable (Trial) async -> Void
  ) async {
    do {
      let session = try executor.open(dataset.examples.features)
      defer { session.close() }
      await session.run(requests(for: cells, modelFolder: modelFolder)) { event in
        switch event {
        case .started(let id): await onEvent(.started(cells[id]))
        case .progressed(let id, let progress): await onEvent(.progressed(cells[id], progress))
        case .finished(let id, let outcome, let curve): await finish(Trial(cells[id], outcome, curve: curve))
        }
      }
    } catch {
      for cell in cells { await finish(Trial(cell, .failed(.notHandedOver(error)))) }
    }
  }
}

/// The trials that are over.
private actor CollectedTrials {
  private(set) var trials: [TrialCell: Trial] = [:]
  func add(_ trial: Trial) { trials[trial.cell] = trial }
}
