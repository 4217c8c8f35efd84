import BakeoffCore

/// Fits `plugin` on the training rows, predicts the test rows, and says how it ended and what it cost.
///
/// Rows go through `preparation` first, which learns from the training rows alone; that is part of the fit, and of what
/// `onFitted` is given. Whatever the plugin throws costs this trial only. An answer that is not a prediction (wrong
/// shape, a score that is not finite, probabilities that do not sum to 1) is a failure too. Given a `latencyBudget`, single rows are predicted
/// for about so long to measure how long one takes. `onFitted` is given the model before it predicts; what it throws
/// fails the trial.
public func runTrial(
  _ plugin: any ClassifierPlugin, preparedBy preparation: (any Preparation)? = nil, training: Examples, test: Features,
  context: FitContext, latencyBudget: Duration? = nil, onFitted: (any Classifier) throws -> Void = { _ in }
) -> TrialOutcome {
  do {
    let clock = ContinuousClock()
    let fitStart = clock.now
    let model = try fitted(plugin, preparation, on: training, context: context)
    let fitEnd = clock.now
    try onFitted(model)
    let predictStart = clock.now
    let predictions = try model.predict(test, threads: context.threads)
    let end = clock.now
    try predictions.check(rows: test.count, classes: training.classCount)
    let latencies = latencyBudget.map { measuredLatencies(of: model, on: test, budget: $0) } ?? []
    return .ok(
      predictions,
      TrialCosts(
        fitSeconds: (fitEnd - fitStart).seconds, predictSeconds: (end - predictStart).seconds,
        parameterCount: model.parameterCount, modelBytes: model.byteCount,
        latencyP50Seconds: percentile(50, of: latencies), latencyP95Seconds: percentile(95, of: latencies)))
  } catch is CancellationError {
    return .failed(TrialFailure(.cancelled, "interrupted"))
  } catch let failure as TrialFailure {
    return .failed(failure)
  } catch {
    return .failed(TrialFailure(.failed, oneLine(error)))
  }
}

/// The model of the training rows, which prepares rows before it predicts where it learned from prepared ones.
private func fitted(
  _ plugin: any ClassifierPlugin, _ preparation: (any Preparation)?, on training: Examples, context: FitContext
) throws -> any Classifier {
  guard let preparation else { return try plugin.fit(training, context: context) }
  let (prepared, fitted) = try prepare(training, by: preparation, for: type(of: plugin).card.needs)
  return PreparedModel(fitted, try plugin.fit(prepared, context: context))
}

/// The training rows, prepared, and what does so.
func prepare(
  _ training: Examples, by preparation: any Preparation, for needs: Set<ModelNeed>
) throws -> (prepared: Examples, fitted: any FittedPreparation) {
  let fitted = try preparation.fit(training, for: needs)
  let features = try fitted.apply(training.features)
  return (Examples(features: features, labels: training.labels, classCount: training.classCount), fitted)
}

/// Wall seconds of predicting one row by itself, ascending: a hundred rows spread over `test`, or as many as fit into
/// `budget`. Empty where the model cannot predict a row by itself.
private func measuredLatencies(of model: any Classifier, on test: Features, budget: Duration) -> [Double] {
  let clock = ContinuousClock()
  let start = clock.now
  let step = max(1, test.count / 100)
  var seconds: [Double] = []
  for row in stride(from: 0, to: test.count, by: step).prefix(100) where clock.now - start < budget {
    let features = test.selecting([row])
    let duration = clock.measure { _ = try? model.predict(features) }
    seconds.append(duration.seconds)
  }
  // The first call may load or allocate what the others find ready.
  return (seconds.count > 1 ? Array(seconds.dropFirst()) : seconds).sorted()
}

/// The smallest of the ascending `values` that at least `percent` % of them do not exceed (nearest rank); nil for fewer
/// values than it takes to tell.
private func percentile(_ percent: Int, of values: [Double]) -> Double? {
  guard values.count * (100 - percent) >= 100 else { return nil }
  return values[(values.count * percent + 99) / 100 - 1]
}
