extension Classifier {
  /// The scores that `predict` gives, by up to so many threads, each of which predicts a part of the rows: the same
  /// scores, as a row has them in any company.
  ///
  /// Throws what `predict` throws.
  public func predict(_ features: Features, threads: Int) throws -> Predictions {
    let parts = min(threads, features.count / fewestRowsAThread)
    guard parts > 1 else { return try predict(features) }
    let results = concurrently(parts, threads: threads, state: {}) { part, _ in
      Result {
        let rows = features.count * part / parts..<features.count * (part + 1) / parts
        return try predict(features.selecting(rows))
      }
    }
    let predictions = try results.map { try $0.get() }
    let (kind, classCount) = (predictions[0].kind, predictions[0].classCount)
    // Parts that do not fit together are the model's fault, to be found in what it says of all rows.
    guard predictions.allSatisfy({ $0.kind == kind && $0.classCount == classCount }) else {
      return try predict(features)
    }
    return Predictions(kind: kind, classCount: classCount, scores: predictions.flatMap(\.scores))
  }
}

/// A thread for fewer rows than this costs more than it saves.
private let fewestRowsAThread = 64
