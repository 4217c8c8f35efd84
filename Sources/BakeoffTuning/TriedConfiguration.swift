import BakeoffCore

/// A configuration and what came of its trials.
struct TriedConfiguration: Sendable {
  let settings: Settings
  var results: [InnerTrial: InnerResult] = [:]
  var ending: SearchRecord.Ending?

  /// Its trials in an order of their own, so that sums are the same whatever finished first.
  var ordered: [(trial: InnerTrial, result: InnerResult)] {
    results.map { ($0.key, $0.value) }.sorted {
      ($0.0.share, $0.0.fold, $0.0.fit) < ($1.0.share, $1.0.fold, $1.0.fit)
    }
  }

  /// Seconds of its trials.
  var seconds: Double { ordered.reduce(0) { $0 + $1.result.seconds } }

  /// How many of its trials failed; what they took is not known.
  var failures: Int { results.values.count { $0.failure != nil } }
}

/// What came of one trial.
struct InnerResult: Sendable {
  var score: Double?
  var predictions: Predictions?
  var seconds = 0.0
  var failure: TrialFailure?
}
