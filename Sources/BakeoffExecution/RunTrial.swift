import BakeoffCore

/// Fits `plugin` on the training rows, predicts the test rows, and says how it came out and what it cost.
///
/// Whatever the plugin throws costs this trial only. An answer that is not a prediction (wrong shape, a score that is
/// not finite, probabilities that do not sum to 1) is a failure too.
public func runTrial(
  _ plugin: any ClassifierPlugin, training: Examples, test: Features, context: FitContext
) -> TrialOutcome {
  do {
    let clock = ContinuousClock()
    let fitStart = clock.now
    let model = try plugin.fit(training, context: context)
    let predictStart = clock.now
    let predictions = try model.predict(test)
    let end = clock.now
    try checkPredictions(predictions, rows: test.count, classes: training.classCount)
    return .ok(
      predictions,
      TrialCosts(
        fitSeconds: (predictStart - fitStart).seconds, predictSeconds: (end - predictStart).seconds,
        parameterCount: model.parameterCount))
  } catch is CancellationError {
    return .failed(TrialFailure(.cancelled, "interrupted"))
  } catch let failure as TrialFailure {
    return .failed(failure)
  } catch {
    return .failed(TrialFailure(.failed, oneLine(error)))
  }
}

/// Throws a `TrialFailure` unless `predictions` has a finite score for each row and class, summing to 1 in each row
/// where they claim to be probabilities.
public func checkPredictions(_ predictions: Predictions, rows: Int, classes: Int) throws {
  guard predictions.classCount == classes, predictions.count == rows else {
    throw TrialFailure(
      .failed,
      "predicted \(predictions.count) x \(predictions.classCount) scores where \(rows) x \(classes) were asked for")
  }
  guard predictions.scores.allSatisfy(\.isFinite) else {
    let row = predictions.scores.firstIndex { !$0.isFinite }.map { $0 / classes } ?? 0
    throw TrialFailure(.failed, "a predicted score is not finite (test row \(row))")
  }
  guard predictions.kind == .probabilities else { return }
  for row in 0..<rows {
    let scores = predictions.row(row)
    let sum = scores.reduce(0, +)
    guard abs(sum - 1) < 1e-3, scores.allSatisfy({ $0 >= 0 && $0 <= 1.001 }) else {
      throw TrialFailure(.failed, "the probabilities of test row \(row) are not in 0...1 with sum 1 (sum \(sum))")
    }
  }
}

/// An error as one line for a person.
public func oneLine(_ error: any Error) -> String {
  String(describing: error).split(whereSeparator: \.isNewline).joined(separator: " ")
}

extension Duration {
  /// The duration in seconds.
  public var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
