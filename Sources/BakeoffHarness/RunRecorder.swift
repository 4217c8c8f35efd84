import BakeoffCore
import BakeoffStore

/// Writes one run's trials to a store, and carries on without it where it fails.
///
/// A trial that could not be written is kept and tried again with the next one, so that a disk that was full for a
/// while costs nothing.
actor RunRecorder {
  private let storage: RunStorage
  private let keys: [(cell: TrialCell, key: String)]
  private let keyOfCell: [TrialCell: String]
  private var unsaved: [Trial] = []
  private var hasWarned = false
  private var isGivenUp = false

  init(_ storage: RunStorage, experiment: Experiment, cells: [TrialCell]) {
    self.storage = storage
    let trialKeys = TrialKeys(experiment)
    keys = cells.map { ($0, trialKeys.key($0)) }
    keyOfCell = Dictionary(keys) { first, _ in first }
  }

  /// The trials the store has; none where it cannot be read.
  func reuse() async -> [Trial] {
    do {
      return try storage.store.reuse(storage.reuse, for: keys, in: storage.run)
    } catch {
      await warn("stored trials cannot be used, so every trial runs", error)
      return []
    }
  }

  /// Writes a trial before it returns, if the store can be written.
  func record(_ trial: Trial) async {
    unsaved.append(trial)
    await save()
  }

  /// Writes what could not be written before, and that the run has ended.
  func end() async {
    await save()
    guard !isGivenUp else { return }
    do {
      try storage.store.end(storage.run)
    } catch {
      await warn("the end of this run could not be stored", error)
    }
  }

  private func save() async {
    do {
      while !isGivenUp, let trial = unsaved.first {
        if let key = keyOfCell[trial.cell] { try storage.store.record(trial, key: key, in: storage.run) }
        unsaved.removeFirst()
      }
    } catch {
      await warn("the run goes on, but what finishes from now on may not be stored", error)
    }
  }

  private func warn(_ consequence: String, _ error: any Error) async {
    // A damaged file is left as it is, and a removed run does not come back.
    if let kind = (error as? StoreError)?.kind, kind == .damaged || kind == .runRemoved { isGivenUp = true }
    guard !hasWarned else { return }
    hasWarned = true
    await storage.onWarning("\(consequence): \(error)")
  }
}

/// Where the trials of a run are kept, and which stored ones stand in for running them again.
public struct RunStorage: Sendable {
  let store: TrialStore
  let run: Int
  let reuse: TrialReuse
  let modelFolder: String?
  let onWarning: @Sendable (String) async -> Void

  /// Makes a storage.
  ///
  /// - Parameters:
  ///   - store: where trials are found and kept.
  ///   - run: the number `store.begin` gave.
  ///   - reuse: which stored trials are taken.
  ///   - modelFolder: a folder that exists, where fitted models are kept; nil to keep none.
  ///   - onWarning: called with one line when the store fails.
  public init(
    store: TrialStore, run: Int, reuse: TrialReuse = .finished, modelFolder: String? = nil,
    onWarning: @escaping @Sendable (String) async -> Void
  ) {
    self.store = store
    self.run = run
    self.reuse = reuse
    self.modelFolder = modelFolder
    self.onWarning = onWarning
  }
}
