import BakeoffCore
import BakeoffEvaluation
import BakeoffExecution

/// A stored trial that was fitted again, and whether it came out the same.
public struct ReplayedTrial: Hashable, Sendable {
  /// Which model on which split.
  public let cell: TrialCell
  /// How the scores differ; nil where they are the same, bit for bit.
  public let difference: ScoreDifference?
}

/// How the scores of a trial differ from those that were stored.
public enum ScoreDifference: Hashable, Sendable {
  /// The largest difference of a score, the first test row that has one, and how many rows are predicted as another class.
  case scores(largest: Double, firstRow: Int, otherClasses: Int)
  /// There are no scores this time, and why.
  case failure(TrialFailure)
}

extension Experiment {
  /// Fits stored trials that succeeded again, and compares the scores; `onReplayed` is called for each.
  ///
  /// Throws where the data cannot be handed to the executor.
  public func replay(
    _ trials: [Trial], by executor: any TrialExecutor, onReplayed: @escaping @Sendable (ReplayedTrial) async -> Void
  ) async throws {
    let requests = try requests(for: trials.map(\.cell))
    let session = try executor.open(dataset.examples.features)
    await session.run(requests) { event in
      guard case .finished(let id, let outcome, _) = event else { return }
      await onReplayed(
        ReplayedTrial(cell: trials[id].cell, difference: ScoreDifference(trials[id].outcome, outcome)))
    }
    await session.close()
  }
}

extension ScoreDifference {
  /// Compares what was stored with what came out; nil where both have the same scores, or the stored trial has none.
  init?(_ stored: TrialOutcome, _ replayed: TrialOutcome) {
    guard let then = stored.predictions else { return nil }
    guard case .ok(let now, _) = replayed else {
      if case .failed(let failure) = replayed { self = .failure(failure) } else { return nil }
      return
    }
    guard then.scores.count == now.scores.count, then.kind == now.kind else {
      self = .failure(TrialFailure(.malformed, "the scores are of another kind or number"))
      return
    }
    guard let first = then.scores.indices.first(where: { then.scores[$0] != now.scores[$0] }) else { return nil }
    let largest = zip(then.scores, now.scores).map { abs(Double($0) - Double($1)) }.max() ?? 0
    self = .scores(
      largest: largest, firstRow: first / then.classCount,
      otherClasses: zip(then.labels, now.labels).count { $0 != $1 })
  }
}
