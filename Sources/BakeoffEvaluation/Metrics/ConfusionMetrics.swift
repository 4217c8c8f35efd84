import BakeoffCore

/// A metric of the predicted classes alone, of which it needs the margins and the diagonal of the confusion matrix.
public protocol ConfusionMetric: Metric {
  /// The value for the counted rows; nil where it is not defined for them.
  func score(_ margins: ConfusionMargins, positive: Int) -> Double?
  /// The classes whose values are undefined there and count as 0.
  func undefinedClasses(_ margins: ConfusionMargins, positive: Int) -> [Int]
}

extension ConfusionMetric {
  /// Whether higher or lower values are better.
  public var direction: MetricDirection { .higherIsBetter }
  /// The values it can take.
  public var range: ClosedRange<Double> { 0...1 }

  /// The value for the classes these predictions name.
  public func score(_ predictions: Predictions, truth: Truth) -> Double? {
    score(ConfusionMargins(predictions, truth: truth), positive: truth.positive ?? 1)
  }

  /// None.
  public func undefinedClasses(_ margins: ConfusionMargins, positive: Int) -> [Int] { [] }
}

extension ConfusionMargins {
  /// Counts the rows of `predictions` by the class with the highest score. Precondition: a label for each row.
  public init(_ predictions: Predictions, truth: Truth) {
    precondition(predictions.count == truth.labels.count, "one row of scores a row")
    self.init(classCount: truth.classCount)
    for (label, predicted) in zip(truth.labels, predictions.labels) { add(1, truth: label, predicted: predicted) }
  }
}

extension ConfusionMatrix {
  /// Counts the rows of `predictions` by the class with the highest score.
  public init(_ predictions: Predictions, truth: Truth) {
    self.init(truth: truth.labels, predicted: predictions.labels, classCount: truth.classCount)
  }
}

/// The share of rows predicted as what they are.
public struct Accuracy: ConfusionMetric, Hashable {
  /// The id it is selected by.
  public let id = "accuracy"
  /// The title of its column.
  public let title = "accuracy"
  /// That it is the share of rows for which something holds.
  public let isMeanOfRows = true

  /// Makes the metric.
  public init() {}

  /// Its value for the counted rows.
  public func score(_ margins: ConfusionMargins, positive: Int) -> Double? {
    margins.total == 0 ? nil : Double(margins.correct) / Double(margins.total)
  }
}

/// The mean recall over the classes that have a true row.
public struct BalancedAccuracy: ConfusionMetric, Hashable {
  /// The id it is selected by.
  public let id = "balanced-accuracy"
  /// The title of its column.
  public let title = "balanced accuracy"

  /// Makes the metric.
  public init() {}

  /// Its value for the counted rows.
  public func score(_ margins: ConfusionMargins, positive: Int) -> Double? {
    let present = margins.support.indices.filter { margins.support[$0] > 0 }
    let recalls = present.reduce(0) { $0 + Double(margins.hits[$1]) / Double(margins.support[$1]) }
    return present.isEmpty ? nil : recalls / Double(present.count)
  }
}

/// Precision, recall or F1, averaged over the classes; undefined cells count as 0.
public struct AveragedClassScore: ConfusionMetric, Hashable {
  /// Which of the three.
  public let kind: ClassScore
  /// How the classes' values become one.
  public let average: Average

  /// Makes the metric.
  public init(_ kind: ClassScore, average: Average = .macro) {
    self.kind = kind
    self.average = average
  }

  /// The id it is selected by.
  public var id: String { kind.rawValue }
  /// The title of its column.
  public var title: String { kind == .f1 ? "F1" : kind.rawValue }

  /// Its value for the counted rows.
  public func score(_ margins: ConfusionMargins, positive: Int) -> Double? {
    margins.average(of: kind, average, positive: positive)
  }

  /// The classes whose term has no value.
  public func undefinedClasses(_ margins: ConfusionMargins, positive: Int) -> [Int] {
    margins.undefinedClasses(of: kind, average, positive: positive)
  }
}

/// Matthews' correlation of true and predicted classes; 0 where either is constant.
///
/// R_K = cov(y, p) / sqrt(cov(y, y) cov(p, p)) over the classes' indicators. Source: Gorodkin, "Comparing two
/// K-category assignments by a K-category correlation coefficient", Computational Biology and Chemistry 28, 2004.
public struct MatthewsCorrelation: ConfusionMetric, Hashable {
  /// The id it is selected by.
  public let id = "mcc"
  /// The title of its column.
  public let title = "MCC"
  /// The values it can take.
  public let range = -1.0...1.0

  /// Makes the metric.
  public init() {}

  /// Its value for the counted rows.
  public func score(_ margins: ConfusionMargins, positive: Int) -> Double? {
    guard margins.total > 0 else { return nil }
    let total = Double(margins.total)
    let truth = margins.support.map(Double.init)
    let predicted = margins.predicted.map(Double.init)
    let covariance = Double(margins.correct) * total - zip(truth, predicted).map { $0 * $1 }.reduce(0, +)
    let truthVariance = total * total - truth.map { $0 * $0 }.reduce(0, +)
    let predictedVariance = total * total - predicted.map { $0 * $0 }.reduce(0, +)
    guard truthVariance > 0, predictedVariance > 0 else { return 0 }
    return covariance / (truthVariance.squareRoot() * predictedVariance.squareRoot())
  }
}
