import BakeoffCore
import BakeoffDatasets
import Foundation
import Synchronization

/// Says what a trial's lines, its command's end and its files mean.
///
/// Scores count once their worker has left by itself with status 0.
final class TrialInterpreter: Sendable {
  private let request: TrialRequest
  private let limits: TrialLimits
  private let predictions: String
  /// What the worker said last, progress apart.
  private let answer = Mutex<WorkerEvent?>(nil)

  /// `predictions` is the file that the scores are to be in.
  init(_ request: TrialRequest, limits: TrialLimits, predictions: String) {
    self.request = request
    self.limits = limits
    self.predictions = predictions
  }

  /// Takes in the next line; returns how far training has come where it says so. A line that is no event says nothing.
  func progress(in line: Data) -> FitProgress? {
    guard let event = WorkerEvent(line: line) else { return nil }
    if case .progress(let progress) = event { return progress.isPlausible ? progress : nil }
    answer.withLock { $0 = event }
    return nil
  }

  /// The outcome of the trial.
  func outcome(_ report: LaunchReport?) -> TrialOutcome {
    do {
      guard let report else {
        throw TrialFailure(.crashed, "the process that watched it was killed, or stopped again and again")
      }
      let answer = answer.withLock { $0 }
      try checkEnd(report, answer: answer, limits: limits)
      switch answer {
      case .done(let answer):
        let scores = try readPredictions(
          predictions, kind: answer.kind, rows: request.split.test.count, classes: request.classCount)
        try checkSeconds(answer, ranFor: report.wallSeconds)
        return .ok(scores, costs(answer.costs, report))
      case .failed(let failure): throw failure.trialFailure
      case .progress, nil:
        throw TrialFailure(.crashed, "left with status 0 before it had answered\(lastWords(report))")
      }
    } catch let failure as TrialFailure {
      return .failed(failure)
    } catch {
      return .failed(TrialFailure(.failed, oneLine(error)))
    }
  }
}

/// What the program said last, as the end of a sentence.
private func lastWords(_ report: LaunchReport) -> String { report.lastLogLine.map { ": \($0)" } ?? "" }

/// Throws a `TrialFailure` unless the worker left by itself with status 0.
private func checkEnd(_ report: LaunchReport, answer: WorkerEvent?, limits: TrialLimits) throws {
  let lastWords = lastWords(report)
  if let problem = report.startFailure { throw TrialFailure(.skipped, "no worker could be started: \(problem)") }
  switch report.intervention {
  case .timeLimit:
    throw TrialFailure(.timedOut, "took longer than \(limits.timeLimit ?? .zero)")
  case .memoryLimit:
    throw TrialFailure(
      .outOfMemory,
      "took \(formattedBytes(report.peakMemoryBytes)) where \(formattedBytes(limits.memoryLimit ?? 0)) are allowed")
  case .order: throw TrialFailure(.cancelled, "interrupted")
  case nil: break
  }
  if let signal = report.signal {
    // Not of the worker's doing: whoever wants every process to end sends these.
    if [SIGTERM, SIGINT, SIGHUP].contains(signal) {
      throw TrialFailure(.cancelled, "\(signalName(signal)), sent by another process")
    }
    // The system itself sends this one when memory runs out.
    let cause = signal == SIGKILL ? " (sent by another process, or by the system when memory runs out)" : ""
    throw TrialFailure(.crashed, "\(signalName(signal))\(cause)\(lastWords)")
  }
  if let status = report.exitStatus, status != 0 {
    if case .failed(let failure) = answer { throw failure.trialFailure }
    throw TrialFailure(.crashed, "left with status \(status)\(signalNote(ofShellStatus: status))\(lastWords)")
  }
}

/// The scores in the file. Throws where they are not what was asked for.
private func readPredictions(_ path: String, kind: Predictions.Kind, rows: Int, classes: Int) throws -> Predictions {
  let array: NPYArray
  do {
    array = try NPYArray(mapping: path)
  } catch {
    throw TrialFailure(.malformed, oneLine(error))
  }
  guard array.shape == [rows, classes], array.element == .float, let scores = array.floats() else {
    let shape = array.shape.map(String.init).joined(separator: " x ")
    throw TrialFailure(.malformed, "\(shape) scores where \(rows) x \(classes) floats (<f4) were asked for")
  }
  let predictions = Predictions(kind: kind, classCount: classes, scores: scores)
  try predictions.check(rows: rows, classes: classes)
  return predictions
}

/// Throws a `TrialFailure` where a worker says that it took longer than it ran, or no time at all that could be.
private func checkSeconds(_ answer: WorkerAnswer, ranFor wall: Double) throws {
  let said = [answer.fitSeconds, answer.predictSeconds]
  // A tenth of a second for clocks that are read at other moments.
  guard said.allSatisfy({ $0.isFinite && $0 >= 0 }), said[0] + said[1] <= wall + 0.1 else {
    let numbers = said.map { String(format: "%.2f", $0) }
    throw TrialFailure(
      .malformed,
      "fit_seconds \(numbers[0]) and predict_seconds \(numbers[1]), and it ran for \(String(format: "%.2f", wall)) s; give the "
        + "wall seconds of each")
  }
  guard answer.costs.isPlausible else {
    throw TrialFailure(
      .malformed, "its `done` event has counts below 0 or latencies that cannot be; leave out what is not known")
  }
}

private func costs(_ costs: TrialCosts, _ report: LaunchReport) -> TrialCosts {
  var costs = costs
  costs.cpuSeconds = report.cpuSeconds
  costs.wallSeconds = report.wallSeconds
  costs.peakMemoryBytes = report.peakMemoryBytes
  return costs
}

/// A shell leaves with 128 and the number of the signal that ended what it ran.
private func signalNote(ofShellStatus status: Int32) -> String {
  [SIGSEGV, SIGABRT, SIGILL, SIGBUS, SIGFPE, SIGKILL].contains(status - 128) ? " (\(signalName(status - 128)))" : ""
}

/// The name of a signal, such as `SIGSEGV`.
private func signalName(_ signal: Int32) -> String {
  let names: [Int32: String] = [
    SIGSEGV: "SIGSEGV", SIGABRT: "SIGABRT", SIGILL: "SIGILL", SIGTRAP: "SIGTRAP", SIGBUS: "SIGBUS", SIGFPE: "SIGFPE",
    SIGKILL: "SIGKILL", SIGTERM: "SIGTERM", SIGINT: "SIGINT", SIGHUP: "SIGHUP", SIGPIPE: "SIGPIPE", SIGXCPU: "SIGXCPU",
  ]
  return names[signal] ?? "signal \(signal)"
}
