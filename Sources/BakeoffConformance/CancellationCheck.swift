import BakeoffCore

extension ConformanceCheck {
  /// What the contract says of time limits and interrupts: both cancel the fit.
  static let cancellationCheck = ConformanceCheck(
    "cancellation", "A deadline and a cancellation are obeyed",
    remedy: "call context.checkCancellation() several times a second in fit, and let its error out"
  ) { subject in
    let problem = try subject.home.unevenProblem(rows: 20_000, testRows: 20)
    let answer = await subject.model.timedAnswer(
      problem, cancelAfter: .milliseconds(200), grace: subject.limits.grace, settings: subject.settings, seed: 7,
      threads: 1)
    switch answer {
    case nil:
      throw Finding.broken("a fit on 20000 rows went on for longer than \(subject.limits.grace) once it was cancelled")
    case .cancelled: return
    case .predictions(let predictions):
      // It may have been done before it was to stop; a model that was stopped halfway would predict something else.
      try subject.requireReproducible()
      try require(
        await subject.answer(problem) == .predictions(predictions),
        "a cancelled fit returned a model that was not ready; it has to throw CancellationError")
    case .refused(let message), .failed(let message):
      throw Finding.broken("a cancelled fit gave \"\(message)\" where CancellationError is asked for")
    }
  }
}
