import BakeoffCore
import BakeoffDatasets
import Foundation

/// What was heard of one trial: the worker's last answer and the supervisor's report.
struct WorkerTranscript: Sendable {
  /// What the worker said last, progress apart.
  private(set) var answer: WorkerEvent?
  /// What the supervisor said at the end; nil where it was killed.
  private(set) var report: SupervisionReport?
  private var pending: [UInt8] = []

  /// Nothing was heard yet.
  init() {}

  /// The supervisor could not be started.
  init(startFailure: String) {
    report = SupervisionReport(startFailure: startFailure)
  }

  /// Takes in the next bytes of a supervisor's standard output; what is neither event nor report is left out.
  mutating func takeIn(_ chunk: [UInt8], onProgress: (FitProgress) -> Void) {
    var rest = chunk[...]
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      let line = Data(pending + rest[..<end])
      pending = []
      rest = rest[(end + 1)...]
      switch try? JSONDecoder().decode(WorkerEvent.self, from: line) {
      case .progress(let progress): onProgress(progress)
      case .some(let event): answer = event
      // Only the last line of all can be the supervisor's: it speaks when the worker is gone.
      case nil: report = try? JSONDecoder().decode(SupervisionReport.self, from: line)
      }
    }
    pending += rest
  }
}

/// How a trial came out, from what was heard of it and the scores it has written to the file `predictions`.
///
/// Scores count once their worker has left by itself with status 0.
func trialOutcome(
  _ transcript: WorkerTranscript, limits: TrialLimits, predictions: String, rows: Int, classes: Int
) -> TrialOutcome {
  do {
    guard let report = transcript.report else {
      throw TrialFailure(.crashed, "the process that watched it was killed")
    }
    try checkEnd(report, answer: transcript.answer, limits: limits)
    switch transcript.answer {
    case .done(let answer):
      return .ok(
        try readPredictions(predictions, kind: answer.kind, rows: rows, classes: classes),
        costs(answer.costs, report))
    case .failed(let failure): throw failure.trialFailure
    case .progress, nil: throw TrialFailure(.crashed, "left with status 0 before it had answered")
    }
  } catch let failure as TrialFailure {
    return .failed(failure)
  } catch {
    return .failed(TrialFailure(.failed, oneLine(error)))
  }
}

/// Throws a `TrialFailure` unless the worker left by itself with status 0.
private func checkEnd(_ report: SupervisionReport, answer: WorkerEvent?, limits: TrialLimits) throws {
  let lastWords = report.lastLogLine.map { ": \($0)" } ?? ""
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
    throw TrialFailure(.crashed, "left with status \(status)\(lastWords)")
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

private func costs(_ costs: TrialCosts, _ report: SupervisionReport) -> TrialCosts {
  var costs = costs
  costs.cpuSeconds = report.cpuSeconds
  costs.wallSeconds = report.wallSeconds
  costs.peakMemoryBytes = report.peakMemoryBytes
  return costs
}

/// The name of a signal, such as `SIGSEGV`.
private func signalName(_ signal: Int32) -> String {
  let names: [Int32: String] = [
    SIGSEGV: "SIGSEGV", SIGABRT: "SIGABRT", SIGILL: "SIGILL", SIGTRAP: "SIGTRAP", SIGBUS: "SIGBUS", SIGFPE: "SIGFPE",
    SIGKILL: "SIGKILL", SIGTERM: "SIGTERM", SIGINT: "SIGINT", SIGHUP: "SIGHUP", SIGPIPE: "SIGPIPE", SIGXCPU: "SIGXCPU",
  ]
  return names[signal] ?? "signal \(signal)"
}
