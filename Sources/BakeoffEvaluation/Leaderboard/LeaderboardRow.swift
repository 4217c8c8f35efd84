import BakeoffCore

/// One model's line in a leaderboard.
public struct LeaderboardRow: Hashable, Sendable {
  /// Its place, from 1; equal models share one.
  public let rank: Int
  /// Whether another model shares the place.
  public let isTied: Bool
  /// The model and its settings.
  public let competitor: Competitor
  /// How many trials it should have.
  public let trials: Int
  /// How many succeeded.
  public let ok: Int
  /// One measure for each metric of the leaderboard, in its order.
  public let scores: [FoldSummary]
  /// What is known of its place; nil where nothing was asked, and for a model whose ranking metric is not known on every
  /// split.
  public let evidence: ModelEvidence?
  /// How far the ranking metric scatters between splits and between fits; nil where each split was learned once.
  public let spread: SeedSpread?
  /// Wall seconds of `fit`.
  public let fitSeconds: FoldSummary
  /// Wall seconds of predicting the test rows.
  public let predictSeconds: FoldSummary
  /// The number of learned numbers, where known; of the first split.
  public let parameterCount: Int?
  /// One measure for each cost that was measured on any split.
  public let costs: [Cost: FoldSummary]
  /// How many trials were taken from the store and not run for this leaderboard.
  public let cached: Int
  /// What went wrong, split by split.
  public let failures: [SplitFailure]
  /// The splits on which it was not run, because a race had shown before that it is not the best; from 0.
  public let stopped: [Int]
  /// The classes whose precision, recall or F1 were undefined on some splits and counted as 0.
  public let undefined: [UndefinedScore]
  /// The test rows whose true class had a probability below what log-loss is clipped to.
  public let clipped: Int
  /// The test rows of all splits that succeeded, counted together.
  public let confusion: ConfusionMatrix

  /// How many values were undefined and counted as 0, over all splits and metrics.
  public var undefinedCells: Int { undefined.reduce(0) { $0 + $1.splits } }

  /// How training ended on each split; nil where the model does not say.
  public let training: [Convergence?]
  /// How the settings of each split were chosen; nil where they were not.
  public let searches: [SearchRecord?]

  /// The splits on which training used all its passes while the loss still fell, from 0.
  public var unfinished: [Int] { training.indices.filter { training[$0]?.isConverged == false } }

  /// Whether every trial succeeded.
  public var isComplete: Bool { ok == trials }

  /// The splits a race saw before it stopped the model; nil where none did.
  public var stoppedAfter: Int? { stopped.min() }

  /// How many trials failed in which way, in the order of the kinds; none that did not occur.
  public var failureCounts: [(kind: TrialFailure.Kind, count: Int)] {
    TrialFailure.Kind.allCases.compactMap { kind in
      let count = failures.count { $0.failure.kind == kind }
      return count == 0 ? nil : (kind, count)
    }
  }
}

/// A class's value that was undefined and counted as 0.
public struct UndefinedScore: Hashable, Sendable {
  /// The metric it is a part of.
  public let metric: MetricDescription
  /// The class.
  public let label: Int
  /// On how many splits.
  public let splits: Int

  /// Makes a record.
  public init(metric: MetricDescription, label: Int, splits: Int) {
    self.metric = metric
    self.label = label
    self.splits = splits
  }
}

/// A split whose trial has no scores, and why.
public struct SplitFailure: Hashable, Sendable {
  /// Which split, from 0.
  public let split: Int
  /// Why.
  public let failure: TrialFailure

  /// Makes a record.
  public init(split: Int, failure: TrialFailure) {
    self.split = split
    self.failure = failure
  }
}
