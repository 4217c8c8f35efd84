import BakeoffCore
import BakeoffExecution
import BakeoffHarness
import BakeoffReports
import BakeoffTuning
import Foundation

/// Shows on standard error how a run is coming along: a view drawn over and over on a terminal, plain lines elsewhere.
actor ProgressDisplay {
  private let style: ProgressStyle
  private let names: [String]
  private let splitLabels: [String]
  /// Whether each split is learned from all its training rows, and so counts for the board.
  private let isWhole: [Bool]
  private let truths: [Truth]
  private let metric: any Metric
  private let beginning = ContinuousClock.now
  private var progress: RunProgress
  private var frame = LiveFrame()
  /// The round of each search that was told of last.
  private var rounds: [TrialCell: Int] = [:]
  private var isOver = false
  /// Why no trial could be run where they were to.
  private(set) var unavailable: ExecutorUnavailable?

  /// A display for the trials of an experiment, whose leaderboard so far is ranked by `metric`.
  init(style: ProgressStyle, experiment: Experiment, jobs: Int, rankedBy metric: any Metric) {
    self.style = style
    self.metric = metric
    names = experiment.models.map(\.name)
    splitLabels = experiment.splitLabels
    isWhole = experiment.splits.map { $0.share == 1 }
    truths = experiment.truths
    progress = RunProgress(cells: experiment.cells, jobs: jobs)
  }

  /// Begins to draw.
  func start() {
    guard case .live = style else { return }
    Task { [weak self] in
      while await self?.redraw() == true { try? await Task.sleep(for: .milliseconds(100)) }
    }
  }

  /// Takes in what happened and shows it.
  func show(_ event: RunEvent) {
    guard unavailable == nil else { return }
    switch event {
    case .note(let note): return write("bakeoff: note: \(note)")
    case .unavailable(let error): return unavailable = error
    default: break
    }
    progress.apply(event, at: secondsPassed, score: score(of: event))
    guard case .lines = style else { return }
    switch event {
    case .finished(let trial):
      writeError("[\(progress.finished.count)/\(progress.total)] \(line(for: trial))\n")
    case .searched(let cell, let search) where rounds[cell] != search.round:
      rounds[cell] = search.round
      writeError("\(names[cell.model]) \(splitLabels[cell.split]): \(search.shown.joined(separator: ", "))\n")
    default: break
    }
  }

  /// Counts trials that were over before, without a word of each.
  func count(_ trials: [Trial]) {
    for trial in trials {
      let event = RunEvent.finished(trial)
      progress.apply(event, at: secondsPassed, score: score(of: event))
    }
  }

  /// Writes a line of another kind, such as a warning, above whatever is drawn.
  func write(_ line: String) {
    writeControl(frame.erase(in: .current))
    writeError(line + "\n")
  }

  /// Takes away what is drawn, for good, so that nothing of it stays above the results.
  func clear() {
    isOver = true
    writeControl(frame.erase(in: .current))
  }

  private var secondsPassed: Double { (ContinuousClock.now - beginning).seconds }

  private func score(of event: RunEvent) -> Double? {
    guard case .live = style, case .finished(let trial) = event, case .ok(let predictions, _) = trial.outcome else {
      return nil
    }
    guard isWhole[trial.split] else { return nil }
    return metric.score(predictions, truth: truths[trial.split])
  }

  /// Draws what has changed; false when there is nothing more to draw.
  private func redraw() -> Bool {
    guard !isOver else { return false }
    let size = TerminalSize.current
    let text = frame.draw(view(of: progress, at: secondsPassed).lines(in: size), in: size)
    if !text.isEmpty { writeControl(text) }
    return true
  }

  private func view(of progress: RunProgress, at time: Double) -> LiveView {
    var view = LiveView(
      finished: progress.finished.count, total: progress.total, secondsPassed: time,
      secondsLeft: progress.secondsLeft(at: time), metric: metric.title)
    view.failures = progress.failures.map { line(for: $0.trial) }
    view.running = progress.running.map { running in
      LiveView.Running(
        model: names[running.cell.model], split: splitLabels[running.cell.split],
        progress: running.search.map(\.shown) ?? running.latest.map { ["epoch \($0.epoch)/\($0.epochs)"] } ?? [],
        loss: running.search == nil ? running.latest?.loss : nil)
    }
    view.standings = progress.standings(metric.direction).map {
      LiveView.Standing(model: names[$0.model], score: $0.mean, ok: "\($0.ok)/\($0.total)")
    }
    return view
  }

  private func line(for trial: Trial) -> String {
    let outcome =
      switch trial.outcome {
      case .ok where trial.isCached: "cached"
      case .ok(_, let costs):
        String(format: "ok, fit %.2f s, predict %.2f s", costs.fitSeconds, costs.predictSeconds)
      case .failed(let failure): failure.description + (trial.isCached ? " (cached)" : "")
      }
    return "\(names[trial.model]) \(splitLabels[trial.split]): \(outcome)"
  }
}

extension SearchProgress {
  /// The search so far: configurations still in, the best score, the share that is done, inner folds, fits.
  fileprivate var shown: [String] {
    let parts = [
      "\(alive) of \(entered) in", best.map { "best " + String(format: "%.4f", $0) },
      share.map { "about \(Int(($0 * 100).rounded())) %" }, folds == 0 ? nil : "inner fold \(folds)/\(allFolds)",
      counted(fits, "fit"),
    ]
    return parts.compactMap(\.self)
  }
}
