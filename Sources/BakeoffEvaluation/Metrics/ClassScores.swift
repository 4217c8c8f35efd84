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

  static func + (left: ClassCounts, right: ClassCounts) -> ClassCounts {
    ClassCounts(
      truePositives: left.truePositives + right.truePositives,
      falsePositives: left.falsePositives + right.falsePositives,
      falseNegatives: left.falseNegatives + right.falseNegatives)
  }
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

extension ConfusionMatrix {
  /// The counts of each class (classCount values).
  public var classCounts: [ClassCounts] {
    let (support, predicted) = (support, predicted)
    return (0..<classCount).map {
      let hits = self[$0, $0]
      return ClassCounts(truePositives: hits, falsePositives: predicted[$0] - hits, falseNegatives: support[$0] - hits)
    }
  }

  /// The score averaged over `labels`, those of scikit-learn 1.9 by default; for `binary` that of class `positive`.
  ///
  /// Nil where there is nothing to average, or for `binary` with other than two classes.
  public func average(
    of score: ClassScore, _ average: Average, positive: Int = 1, zeroDivision: ZeroDivision = .zero
  ) -> Double? {
    let counts = averagedCounts(average, positive: positive)
    let cells = counts.map { (value: score.value($0) ?? zeroDivision.value, weight: Double($0.support)) }
    let defined = cells.compactMap { cell in cell.value.map { (value: $0, weight: cell.weight) } }
    guard !defined.isEmpty else { return nil }
    guard average == .weighted else { return defined.map(\.value).reduce(0, +) / Double(defined.count) }
    let weight = defined.map(\.weight).reduce(0, +)
    return weight == 0 ? zeroDivision.value : defined.map { $0.value * $0.weight }.reduce(0, +) / weight
  }

  /// The classes whose value in that average is undefined; none in one over summed counts.
  public func undefinedClasses(of score: ClassScore, _ average: Average, positive: Int = 1) -> [Int] {
    let all = classCounts
    let taken: [Int] =
      switch average {
      case .macro, .weighted: labels
      case .binary: classCount == 2 && total > 0 ? [positive] : []
      case .micro: []
      }
    return taken.filter { score.value(all[$0]) == nil }
  }

  /// The counts an average is taken over: those of each label, their sum, or those of the positive class.
  private func averagedCounts(_ average: Average, positive: Int) -> [ClassCounts] {
    let all = classCounts
    switch average {
    case .macro, .weighted: return labels.map { all[$0] }
    case .micro: return total == 0 ? [] : [labels.map { all[$0] }.reduce(Self.none, +)]
    case .binary: return classCount == 2 && total > 0 ? [all[positive]] : []
    }
  }

  private static let none = ClassCounts(truePositives: 0, falsePositives: 0, falseNegatives: 0)
}
