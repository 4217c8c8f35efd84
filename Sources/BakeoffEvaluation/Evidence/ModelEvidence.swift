/// What is known of one model's place in a leaderboard, and of its difference to the best.
public struct ModelEvidence: Hashable, Sendable {
  /// The 95 % interval of the mean; nil where nothing can be said of it.
  public let interval: MeanInterval?
  /// The difference to the best of these fitted models on such rows; nil for the best itself, and where the rows say nothing.
  public let rows: RowDifference?
  /// The difference to the best of these recipes on such data; nil for the best itself, and where the splits say nothing.
  public let recipe: RecipeDifference?
  /// The best and the worst place it can have, by the rows; nil where they say nothing.
  public let places: ClosedRange<Int>?
  /// What it would reach by chance; nil where nothing is known of that, and for the floor.
  public let chance: ChanceTest?
  /// What follows.
  public let verdict: Verdict

  /// Whether it is above chance, as far as is known, and it is not excluded that it is the best, by the rows.
  public var isPossiblyBest: Bool { places?.lowerBound == 1 && verdict != .chance }
}

/// How far a mean may be from what it would be on other data of this kind.
public struct MeanInterval: Hashable, Sendable {
  /// How the interval was found.
  public enum Method: String, Hashable, Sendable {
    /// Student's t over the splits, with the corrected variance of `PairedComparison`.
    case correctedT = "corrected-t"
    /// The normal one, with the standard deviation over test rows drawn anew.
    case bootstrap
  }

  /// How it was found.
  public let method: Method
  /// The interval is mean - halfWidth ... mean + halfWidth.
  public let halfWidth: Double
}

/// A difference of fitted models on test rows: the model's figure less that of the best.
public struct RowDifference: Hashable, Sendable {
  /// The difference.
  public let difference: Double
  /// Half the width of its interval, which holds for all pairs of entrants together.
  public let halfWidth: Double
  /// Whether the best is certainly ahead.
  public let isBehind: Bool

  /// Whether both are the same on every row.
  public var isIdentical: Bool { difference == 0 && halfWidth == 0 }
}

/// A difference of recipes over splits: the model's figure less that of the best.
public struct RecipeDifference: Hashable, Sendable {
  /// The mean difference.
  public let difference: Double
  /// Half the width of its interval, which holds for all models together (Bonferroni).
  public let halfWidth: Double
  /// p of the corrected resampled t-test, corrected by Holm for all comparisons with the best.
  public let pValue: Double
  /// Whether the best is ahead at the level of 5 %.
  public var isBehind: Bool { pValue < 0.05 }
}

/// What can be said of a model against the best of its leaderboard.
public enum Verdict: String, Hashable, Sendable {
  /// It is the best, and ahead of all others.
  case best
  /// It cannot be told apart from the best, or is the best and cannot be told apart from another.
  case tied
  /// It predicts the same as the best on every row.
  case identical
  /// It is behind, by rows and by splits, or by the one of them that can tell.
  case worse
  /// It is behind on such rows; whether its recipe is, the splits do not tell.
  case worseOnRows = "worse-on-rows"
  /// Its recipe is behind; whether this fitted model is, the rows do not tell.
  case worseAsRecipe = "worse-as-recipe"
  /// It is not shown to be above what it would reach by chance.
  case chance
  /// Nothing can be told from so little.
  case unknown
}
