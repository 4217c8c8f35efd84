import BakeoffCore
import BakeoffStore

/// Writes one run's trials to a store, and carries on without it where it fails.
///
/// A trial that could not be written is kept and tried again with the next one, so that a disk that was full for a
/// while costs nothing.
actor RunRecorder {
  private let storage: RunStorage
  private let keyOfCell: [TrialCell: String]
  private var unsaved: [Trial] = []
  private var hasWarned = false
  private var isGivenUp = false

  init(_ storage: RunStorage, experiment: Experiment, cells: [TrialCell]) {
    self.storage = storage
    let trialKeys = TrialKeys(experiment)
    keyOfCell = Dictionary(cells.map { ($0, trialKeys.key($0)) }) { first, _ in first }
  }

  /// The trials of these cells that the store has; none where it cannot be read.
  func reuse(_ cells: [TrialCell]) async -> [Trial] {
    do {
      let keys = cells.compactMap { cell in keyOfCell[cell].map { (cell: cell, key: $0) } }
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

  /// The key of a cell's trial, by which its search is known.
  func key(of cell: TrialCell) -> String? { keyOfCell[cell] }

  /// What a search decided before, round by round; nothing where the store cannot be read, or trials it decided by are to
  /// be run again.
  func begin(search: String) async -> [[SearchRecord.Ending]] {
    do {
      let decided = try storage.store.begin(search: search, in: storage.run)
      return storage.reuse == .finished ? decided : []
    } catch {
      await warn("stored trials cannot be used, so every trial runs", error)
      return []
    }
  }

  /// The stored outcome of a trial of a search; nil where there is none.
  func reuse(key: String, inSearch search: String) async -> TrialOutcome? {
    do {
      return try storage.store.reuse(storage.reuse, key: key, inSearch: search)
    } catch {
      await warn("stored trials cannot be used, so every trial runs", error)
      return nil
    }
  }

  /// Writes a trial of a search before it returns, if the store can be written; where not, it is run again another time.
  func record(_ outcome: TrialOutcome, curve: [FitProgress], key: String, inSearch search: String) async {
    guard !isGivenUp else { return }
    do {
      try storage.store.record(outcome, curve: curve, key: key, inSearch: search)
    } catch {
      await warn("the run goes on, but what finishes from now on may not be stored", error)
    }
  }

  /// Writes what a search has decided in a round.
  func record(_ endings: [SearchRecord.Ending], ofRound look: Int, inSearch search: String) async {
    guard !isGivenUp else { return }
    do {
      try storage.store.record(endings, ofRound: look, inSearch: search)
    } catch {
      await warn("the run goes on, but what is decided from now on may not be stored", error)
    }
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
