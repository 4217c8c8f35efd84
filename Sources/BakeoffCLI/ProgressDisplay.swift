import BakeoffCore
import BakeoffExecution
import BakeoffReports
import Foundation
import Synchronization

/// Shows on standard error how a run is coming along: a view drawn over and over on a terminal, plain lines elsewhere.
final class ProgressDisplay: Sendable {
  private struct State {
    var progress: RunProgress
    var frame = LiveFrame()
    var isOver = false
  }

  private let style: ProgressStyle
  private let names: [String]
  private let splitLabels: [String]
  private let truths: [Truth]
  private let metric: any Metric
  private let state: Mutex<State>
  private let start = ContinuousClock.now

  /// A display for the trials of an experiment, whose leaderboard so far is ranked by `metric`.
  init(
    style: ProgressStyle, experiment: Experiment, requests: [TrialRequest], jobs: Int, rankedBy metric: any Metric
  ) {
    self.style = style
    self.metric = metric
    names = experiment.models.map(\.name)
    splitLabels = experiment.splitLabels
    truths = experiment.truths
    state = Mutex(State(progress: RunProgress(requests: requests, jobs: jobs)))
    if case .live = style { redrawUntilOver() }
  }

  /// Takes in what happened and shows it.
  func show(_ event: TrialEvent) {
    let score = score(of: event)
    let time = secondsPassed
    state.withLock { state in
      state.progress.apply(event, at: time, score: score)
      if case .lines = style, case .finished(let trial) = event {
        writeError("[\(state.progress.finished.count)/\(state.progress.total)] \(line(for: trial))\n")
      }
    }
  }

  /// Writes a line of another kind, such as a warning, above whatever is drawn.
  func write(_ line: String) {
    state.withLock { state in writeError(state.frame.erase(in: .current) + line + "\n") }
  }

  /// Takes away what is drawn, for good, so that nothing of it stays above the results.
  func clear() {
    state.withLock { state in
      state.isOver = true
      writeError(state.frame.erase(in: .current))
    }
  }

  private var secondsPassed: Double { (ContinuousClock.now - start).seconds }

  private func score(of event: TrialEvent) -> Double? {
    guard case .live = style, case .finished(let trial) = event, case .ok(let predictions, _) = trial.outcome else {
      return nil
    }
    return metric.score(predictions, truth: truths[trial.split])
  }

  private func redrawUntilOver() {
    Task { [weak self] in
      while self?.redraw() == true { try? await Task.sleep(for: .milliseconds(100)) }
    }
  }

  /// Draws what has changed; false when there is nothing more to draw.
  private func redraw() -> Bool {
    let time = secondsPassed
    return state.withLock { state in
      guard !state.isOver else { return false }
      let size = TerminalSize.current
      let text = state.frame.draw(view(of: state.progress, at: time).lines(in: size), in: size)
      if !text.isEmpty { writeError(text) }
      return true
    }
  }

  private func view(of progress: RunProgress, at time: Double) -> LiveView {
    var view = LiveView(
      finished: progress.finished.count, total: progress.total, secondsPassed: time,
      secondsLeft: progress.secondsLeft(at: time), metric: metric.title)
    view.failures = progress.failures.map { line(for: $0.trial) }
    view.running = progress.running.map { running in
      LiveView.Running(
        model: names[running.request.model], split: splitLabels[running.request.split],
        epoch: running.latest.map { "epoch \($0.epoch)/\($0.epochs)" } ?? "", loss: running.latest?.loss)
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
