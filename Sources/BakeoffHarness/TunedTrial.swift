import BakeoffCatalog
import BakeoffCore
import BakeoffEvaluation
import BakeoffExecution
import BakeoffTuning

extension ExperimentRun {
  /// The trial of a tuned model on one split: a search on inner folds of its training rows, and a fit with the settings that
  /// were chosen, on all of them.
  ///
  /// Its costs include the search. What the store has of the search, trials and decisions, is not run or made again.
  func tune(_ cell: TrialCell, in session: any TrialSession) async -> Trial {
    onEvent(.started(cell))
    do {
      return try await TunedTrial(cell, of: self, in: session).trial()
    } catch {
      return Trial(cell, .failed(TrialFailure(.failed, oneLine(error))))
    }
  }
}

/// What a search needs to have its trials run.
private struct TunedTrial {
  private let cell: TrialCell
  private let run: ExperimentRun
  private let session: any TrialSession
  private let model: ConfiguredModel
  private let split: Split
  private let plan: ModelSearch
  private let folds: [Split]
  /// The key of the tuned trial, by which the store knows the search.
  private let key: String

  init(_ cell: TrialCell, of run: ExperimentRun, in session: any TrialSession) async throws {
    let experiment = run.experiment
    guard let plan = experiment.searches[cell.model] else {
      throw ConfigurationError("\(experiment.models[cell.model].name) is not tuned")
    }
    self.cell = cell
    self.run = run
    self.session = session
    self.plan = plan
    model = experiment.models[cell.model]
    split = experiment.splits[cell.split]
    folds = try experiment.innerFolds(of: split, count: plan.plan.folds)
    key = await run.recorder?.key(of: cell) ?? ""
  }

  func trial() async throws -> Trial {
    let axes = plan.plan.space.axes.map(\.name)
    var search = Search(
      plan.plan, own: model.settings.filter { axes.contains($0.key) }, splits: folds,
      truths: run.experiment.truths(of: folds), metric: plan.metric,
      // The same configurations on every split, so that it can be seen whether the same ones are chosen.
      seed: derivedSeed(run.experiment.seed, "search", model.card.id),
      decided: await run.recorder?.begin(search: key) ?? [])
    var costs = SearchCosts()
    var stored = 0
    while case let trials = search.next(), !trials.isEmpty {
      await store(search.decisions, from: &stored)
      let round = SearchRound(trials, of: search)
      try await run(round, trials, search)
      search = await round.search
      for outcome in await round.outcomes.compactMap(\.self) {
        if outcome.isCancelled { return interrupted(search) }
        costs.add(outcome)
      }
    }
    await store(search.decisions, from: &stored)
    guard let chosen = search.choice else {
      let reason = search.failure ?? "no configuration could be chosen"
      return Trial(cell, .failed(TrialFailure(.failed, reason)), search: search.record)
    }
    let (outcome, curve) = try await fit(search.settings(of: chosen))
    if outcome.isCancelled { return interrupted(search) }
    return Trial(cell, costs.added(to: outcome), curve: curve, search: search.record)
  }

  private func store(_ decisions: [[SearchRecord.Ending]], from stored: inout Int) async {
    for look in stored..<decisions.count { await run.recorder?.record(decisions[look], ofRound: look, inSearch: key) }
    stored = decisions.count
  }

  private func interrupted(_ search: Search) -> Trial {
    let record = search.record
    let best = record.leader.map { leader in
      "; the best so far: \(record.candidates[leader].settings.shown)"
    }
    return Trial(
      cell, .failed(TrialFailure(.cancelled, "interrupted after \(counted(record.fits, "fit"))\(best ?? "")")),
      search: record)
  }

  /// Has the trials of a round run, those apart that the store has.
  private func run(_ round: SearchRound, _ trials: [InnerTrial], _ search: Search) async throws {
    let (experiment, cells) = try run.experiment.round(
      trials, of: search, model: model, folds: folds, name: "\(model.name)-\(split.label)")
    let keys = TrialKeys(experiment)
    for (place, innerCell) in cells.enumerated() {
      if let outcome = await run.recorder?.reuse(key: keys.key(innerCell), inSearch: key) {
        await round.take(place, outcome)
      }
    }
    run.onEvent(.searched(cell, await round.search.progress))
    let missing = await round.missing
    let first = await run.takeIDs(missing.count)
    let requests = try experiment.requests(for: missing.map { cells[$0] }, firstID: first, mayFail: true)
    await session.run(requests) { event in
      guard case .finished(let id, let outcome, let curve) = event else { return run.handOn(event) }
      let place = missing[id - first]
      await run.recorder?.record(outcome, curve: curve, key: keys.key(cells[place]), inSearch: key)
      await round.take(place, outcome)
      run.onEvent(.searched(cell, await round.search.progress))
    }
  }

  /// The fit with the settings that were chosen, on all training rows of the split.
  private func fit(_ settings: Settings) async throws -> (outcome: TrialOutcome, curve: [FitProgress]) {
    let experiment = run.experiment
    let outer = Experiment(
      dataset: experiment.dataset, task: experiment.task, models: [try model.changed(settings)], splits: [split],
      seed: experiment.seed)
    let only = TrialCell(model: 0, split: 0)
    let outerKey = TrialKeys(outer).key(only)
    if let outcome = await run.recorder?.reuse(key: outerKey, inSearch: key) { return (outcome, []) }
    let request = try outer.requests(
      for: [only], keptAt: { _ in run.modelFolder.map { keptModelPath(key, in: $0) } },
      firstID: await run.takeIDs(1))
    let fit = LastFit()
    await session.run(request) { event in
      switch event {
      case .started: break
      case .note, .unavailable: run.handOn(event)
      case .progressed(_, let progress): run.onEvent(.progressed(cell, progress))
      case .finished(_, let outcome, let curve):
        await run.recorder?.record(outcome, curve: curve, key: outerKey, inSearch: key)
        await fit.set(outcome, curve)
      }
    }
    return await fit.result ?? (.failed(TrialFailure(.skipped, "it was not run")), [])
  }
}

/// A round of a search under way: the search takes in each trial as it ends.
private actor SearchRound {
  private(set) var search: Search
  private(set) var outcomes: [TrialOutcome?]
  private let trials: [InnerTrial]

  init(_ trials: [InnerTrial], of search: Search) {
    self.search = search
    self.trials = trials
    outcomes = trials.map { _ in nil }
  }

  /// The places of trials that are not over.
  var missing: [Int] { outcomes.indices.filter { outcomes[$0] == nil } }

  /// Takes in how the trial at a place ended; one that was cancelled says nothing.
  func take(_ place: Int, _ outcome: TrialOutcome) {
    outcomes[place] = outcome
    if !outcome.isCancelled { search.take(trials[place], outcome) }
  }
}

/// The fit after a search.
private actor LastFit {
  private(set) var result: (outcome: TrialOutcome, curve: [FitProgress])?
  func set(_ outcome: TrialOutcome, _ curve: [FitProgress]) { result = (outcome, curve) }
}

/// What the trials of a search cost together; nil of what was not measured for all of them.
private struct SearchCosts {
  private var seconds = 0.0
  private var cpuSeconds: Double? = 0
  private var wallSeconds: Double? = 0
  private var peakMemoryBytes = 0

  mutating func add(_ outcome: TrialOutcome) {
    guard case .ok(_, let costs) = outcome else { return }
    seconds += costs.fitSeconds + costs.predictSeconds
    cpuSeconds = cpuSeconds.flatMap { sum in costs.cpuSeconds.map { sum + $0 } }
    wallSeconds = wallSeconds.flatMap { sum in costs.wallSeconds.map { sum + $0 } }
    peakMemoryBytes = max(peakMemoryBytes, costs.peakMemoryBytes ?? 0)
  }

  /// The outcome of the fit after the search, with the costs of both.
  func added(to outcome: TrialOutcome) -> TrialOutcome {
    guard case .ok(let predictions, var costs) = outcome else { return outcome }
    costs.fitSeconds += seconds
    costs.cpuSeconds = cpuSeconds.flatMap { sum in costs.cpuSeconds.map { sum + $0 } }
    costs.wallSeconds = wallSeconds.flatMap { sum in costs.wallSeconds.map { sum + $0 } }
    costs.peakMemoryBytes = costs.peakMemoryBytes.map { max($0, peakMemoryBytes) }
    return .ok(predictions, costs)
  }
}

extension TrialOutcome {
  fileprivate var isCancelled: Bool {
    if case .failed(let failure) = self { failure.kind == .cancelled } else { false }
  }
}
