import BakeoffCore
import BakeoffEvaluation
import BakeoffExecution
import Synchronization

/// A run of an experiment under way: takes trials from the store, has the others run, and tells of each.
actor ExperimentRun {
  /// Searches at the same time: while one waits for the last fits of a round, another has some to run.
  private static let searches = 2

  nonisolated let experiment: Experiment
  nonisolated let recorder: RunRecorder?
  nonisolated let onEvent: @Sendable (RunEvent) -> Void
  nonisolated let modelFolder: String?
  /// The trials that are over.
  private(set) var trials: [TrialCell: Trial]
  private let executor: any TrialExecutor
  private let onFailure: FailurePolicy
  private var session: (any TrialSession)?
  private var requests = 0

  init(
    experiment: Experiment, known: [Trial], executor: any TrialExecutor, recorder: RunRecorder?, modelFolder: String?,
    onFailure: FailurePolicy, onEvent: @escaping @Sendable (RunEvent) -> Void
  ) {
    self.experiment = experiment
    trials = Dictionary(known.map { ($0.cell, $0) }) { first, _ in first }
    self.executor = executor
    self.recorder = recorder
    self.modelFolder = modelFolder
    self.onFailure = onFailure
    self.onEvent = onEvent
  }

  /// Runs the trials of these cells, those apart that the store has.
  func run(_ cells: [TrialCell]) async {
    for trial in await recorder?.reuse(cells.filter { trials[$0] == nil }) ?? [] {
      trials[trial.cell] = trial
      onEvent(.finished(trial))
    }
    let remaining = cells.filter { trials[$0] == nil }
    guard !remaining.isEmpty, await !skips(remaining) else { return }
    do {
      let session = try openSession()
      let isTuned = { (cell: TrialCell) in self.experiment.searches[cell.model] != nil }
      try await runPlain(remaining.filter { !isTuned($0) }, in: session)
      await forEachConcurrently(remaining.filter(isTuned), jobs: Self.searches) { cell in
        guard await !self.skips([cell]) else { return }
        await self.finish(await self.tune(cell, in: session))
      }
    } catch {
      for cell in remaining where trials[cell] == nil { await finish(Trial(cell, .failed(.notHandedOver(error)))) }
    }
  }

  /// Ends the run: nothing is run after it.
  func end() async {
    await session?.close()
    session = nil
    // One whose trials go on elsewhere has not ended.
    if experiment.cells.allSatisfy({ trials[$0] != nil }) { await recorder?.end() }
  }

  /// Hands on what an executor says that is of no trial.
  nonisolated func handOn(_ event: TrialEvent) {
    switch event {
    case .note(let note): onEvent(.note(note))
    case .unavailable(let error): onEvent(.unavailable(error))
    case .started, .progressed, .finished: break
    }
  }

  /// Takes in a trial that is over, when it is on the disk.
  func finish(_ trial: Trial) async {
    await recorder?.record(trial)
    trials[trial.cell] = trial
    onEvent(.finished(trial))
  }

  /// The first of `count` ids that no other request has.
  func takeIDs(_ count: Int) -> Int {
    defer { requests += count }
    return requests
  }

  private func openSession() throws -> any TrialSession {
    if let session { return session }
    let opened = try executor.open(experiment.dataset.examples.features)
    session = opened
    return opened
  }

  /// Skips the cells where another trial has failed and that is to stop the run; whether it did.
  private func skips(_ cells: [TrialCell]) async -> Bool {
    guard onFailure == .stop, trials.values.contains(where: \.outcome.isFailure) else { return false }
    for cell in cells {
      await finish(Trial(cell, .failed(TrialFailure(.skipped, "another trial had failed before"))))
    }
    return true
  }

  private func runPlain(_ cells: [TrialCell], in session: any TrialSession) async throws {
    guard !cells.isEmpty else { return }
    let first = takeIDs(cells.count)
    let keys = modelFolder.map { _ in TrialKeys(experiment) }
    let requests = try experiment.requests(
      for: cells,
      keptAt: { cell in
        self.modelFolder.flatMap { folder in keys.map { keptModelPath($0.key(cell), in: folder) } }
      }, firstID: first)
    await session.run(requests) { event in
      switch event {
      case .started(let id): self.onEvent(.started(cells[id - first]))
      case .progressed(let id, let progress): self.onEvent(.progressed(cells[id - first], progress))
      case .finished(let id, let outcome, let curve):
        await self.finish(Trial(cells[id - first], outcome, curve: curve))
      case .note, .unavailable: self.handOn(event)
      }
    }
  }
}
