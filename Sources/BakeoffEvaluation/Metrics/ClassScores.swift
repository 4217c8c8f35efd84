/// What precision, recall or F-score is where its formula divides by zero.
public enum ZeroDivision: Sendable, Hashable {
  /// 0, and the number of such cells is reported: the default.
  case zero
  /// 1.
  case one
  /// No value; left out of averages.
  case undefined

  var value: Double? {
    switch self {
    case .zero: 0
    case .one: 1
    case .undefined: nil
    }
  }
}

/// True positives, false positives and false negatives of one class, or of several summed.
public struct ClassCounts: Hashable, Sendable {
  /// Rows of the class predicted as it.
  public let truePositives: Int
  /// Rows of other classes predicted as it.
  public let falsePositives: Int
  /// Rows of the class predicted as another.
  public let falseNegatives: Int

  /// Makes counts.
  public init(truePositives: Int, falsePositives: Int, falseNegatives: Int) {
    self.truePositives = truePositives
    self.falsePositives = falsePositives
    self.falseNegatives = falseNegatives
  }

  /// TP + FN: the true rows.
  public var support: Int { truePositives + falseNegatives }
}

/// Which of the three scores a class gets from its counts.
public enum ClassScore: String, Sendable, Hashable, CaseIterable {
  /// TP / (TP + FP): undefined where the class was never predicted.
  case precision
  /// TP / (TP + FN): undefined where the class has no true row.
  case recall
  /// 2 TP / (2 TP + FN + FP), from counts and not from precision and recall: undefined only where all three are 0.
  case f1

  /// The score, or nil where its formula divides by zero.
  public func value(_ counts: ClassCounts) -> Double? {
    let (numerator, denominator) =
      switch self {
      case .precision: (counts.truePositives, counts.truePositives + counts.falsePositives)
      case .recall: (counts.truePositives, counts.support)
      case .f1: (2 * counts.truePositives, 2 * counts.truePositives + counts.falseNegatives + counts.falsePositives)
      }
    return denominator == 0 ? nil : Double(numerator) / Double(denominator)
  }
}

extension ConfusionMargins {
  /// The score averaged over `labels`, those of scikit-learn 1.9 by default; for `binary` that of class `positive`.
  ///
  /// Nil where there is nothing to average, or for `binary` with other than two classes.
  public func average(
    of score: ClassScore, _ average: Average, positive: Int = 1, zeroDivision: ZeroDivision = .zero
  ) -> Double? {
    switch average {
    case .binary: return classCount == 2 && total > 0 ? value(of: score, counts(of: positive), zeroDivision) : nil
    case .micro: return total > 0 ? value(of: score, summedCounts, zeroDivision) : nil
    case .macro, .weighted: break
    }
    // A loop without arrays in between: a bootstrap asks for this a million times.
    var (sum, weights, terms) = (0.0, 0.0, 0)
    for label in support.indices where support[label] + predicted[label] > 0 {
      guard let value = value(of: score, counts(of: label), zeroDivision) else { continue }
      let weight = average == .weighted ? Double(support[label]) : 1
      sum += value * weight
      weights += weight
      terms += 1
    }
    guard terms > 0 else { return nil }
    return weights == 0 ? zeroDivision.value : sum / weights
  }

  /// The classes whose value in that average is undefined; none in one over summed counts.
  public func undefinedClasses(of score: ClassScore, _ average: Average, positive: Int = 1) -> [Int] {
    let taken: [Int] =
      switch average {
      case .macro, .weighted: labels
      case .binary: classCount == 2 && total > 0 ? [positive] : []
      case .micro: []
      }
    return taken.filter { score.value(counts(of: $0)) == nil }
  }

  private func value(of score: ClassScore, _ counts: ClassCounts, _ zeroDivision: ZeroDivision) -> Double? {
    score.value(counts) ?? zeroDivision.value
  }

  /// The counts of all classes together.
  private var summedCounts: ClassCounts {
    let (total, correct) = (total, correct)
    return ClassCounts(truePositives: correct, falsePositives: total - correct, falseNegatives: total - correct)
  }
}
