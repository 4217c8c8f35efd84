import BakeoffCore
import BakeoffExecution
import Foundation
import Synchronization

/// Shows on standard error how a run is coming along: one line drawn over and over on a terminal, plain lines elsewhere.
final class ProgressDisplay: Sendable {
  /// Where it is shown.
  enum Style: Sendable {
    case none
    case lines
    case bar(columns: Int)

    /// The style for this process's standard error.
    static func standard(quiet: Bool) -> Style {
      if quiet { return .none }
      let isTerminal = isatty(FileHandle.standardError.fileDescriptor) == 1
      guard isTerminal, ProcessInfo.processInfo.environment["TERM"] != "dumb" else { return .lines }
      return .bar(columns: terminalColumns())
    }
  }

  private struct State {
    var progress: RunProgress
    var lastDrawn = -1.0
  }

  private let style: Style
  private let names: [String]
  private let splitCount: Int
  private let state: Mutex<State>
  private let start = ContinuousClock.now

  /// A display for the trials of an experiment.
  init(style: Style, experiment: Experiment, requests: [TrialRequest], jobs: Int) {
    self.style = style
    names = experiment.models.map(\.name)
    splitCount = experiment.splits.count
    state = Mutex(State(progress: RunProgress(requests: requests, jobs: jobs)))
  }

  /// Takes in what happened and shows it.
  func show(_ event: TrialEvent) {
    let time = (ContinuousClock.now - start).seconds
    state.withLock { state in
      state.progress.apply(event, at: time)
      switch (style, event) {
      case (.lines, .finished(let trial)):
        writeError(line(for: trial, state.progress) + "\n")
      case (.bar(let columns), .finished(let trial)):
        if case .failed = trial.outcome { writeError("\r\u{1B}[K" + line(for: trial, state.progress) + "\n") }
        draw(&state, at: time, columns: columns)
      case (.bar(let columns), _) where time - state.lastDrawn > 0.1:
        draw(&state, at: time, columns: columns)
      default: break
      }
    }
  }

  /// Takes the bar away, so that nothing of it stays above the results.
  func clear() {
    if case .bar = style { writeError("\r\u{1B}[K") }
  }

  private func draw(_ state: inout State, at time: Double, columns: Int) {
    state.lastDrawn = time
    writeError("\r\u{1B}[K" + String(bar(state.progress, at: time).prefix(columns - 1)))
  }

  private func bar(_ progress: RunProgress, at time: Double) -> String {
    let width = 12
    let filled = progress.total == 0 ? width : width * progress.finished.count / progress.total
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled)
    let left = progress.secondsLeft(at: time).map { "\(minutes($0)) left" } ?? "\(minutes(time)) so far"
    let running = progress.running.first.map { running in
      let epoch = running.latest.map { " epoch \($0.epoch)/\($0.epochs) loss \(rounded($0.loss))" } ?? ""
      return "  \(names[running.request.model]) fold \(running.request.split + 1)/\(splitCount)\(epoch)"
    }
    return "[\(bar)] \(progress.finished.count)/\(progress.total) \(left)\(running ?? "")"
  }

  private func line(for trial: Trial, _ progress: RunProgress) -> String {
    let outcome =
      switch trial.outcome {
      case .ok where trial.isCached: "cached"
      case .ok(_, let costs): "ok, fit \(rounded(costs.fitSeconds)) s, predict \(rounded(costs.predictSeconds)) s"
      case .failed(let failure): failure.description
      }
    let count = "[\(progress.finished.count)/\(progress.total)]"
    return "\(count) \(names[trial.model]) fold \(trial.split + 1)/\(splitCount): \(outcome)"
  }
}

/// Minutes and seconds, such as `1:05`.
private func minutes(_ seconds: Double) -> String {
  let whole = Int(seconds.rounded())
  let rest = whole % 60
  return "\(whole / 60):\(rest < 10 ? "0" : "")\(rest)"
}

private func rounded(_ value: Double) -> String {
  String(format: abs(value) < 10 ? "%.3f" : "%.1f", value)
}

/// The width of the terminal standard error is shown on; 80 where it cannot be told.
func terminalColumns() -> Int {
  var size = winsize()
  guard ioctl(FileHandle.standardError.fileDescriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
  return Int(size.ws_col)
}
