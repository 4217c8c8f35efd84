/// What the true classes are, and which of them counts as positive.
public struct Truth: Hashable, Sendable {
  /// The true class of each row, 0..<classCount.
  public let labels: [Int]
  /// The number of classes of the task.
  public let classCount: Int
  /// The positive class where the task is one class against the rest.
  public let positive: Int?

  /// Makes a truth.
  public init(labels: [Int], classCount: Int, positive: Int? = nil) {
    self.labels = labels
    self.classCount = classCount
    self.positive = positive
  }
}

/// A figure of merit computed from predictions and truth; it never sees a model.
public protocol Metric: Sendable {
  /// The name it is selected by and its key in results, such as `f1`.
  var id: String { get }
  /// The heading of its column.
  var title: String { get }
  /// Which way is better.
  var direction: MetricDirection { get }
  /// The values it can take.
  var range: ClosedRange<Double> { get }
  /// Whether it is the mean of one number a row, so that it says as much of a single row as of many.
  var isMeanOfRows: Bool { get }
  /// The value for these predictions (truth.labels.count rows); nil where it is not defined for them, as log-loss is
  /// not for margins.
  func score(_ predictions: Predictions, truth: Truth) -> Double?
}

extension Metric {
  /// That it is not.
  public var isMeanOfRows: Bool { false }
}

/// Which way a metric is better.
public enum MetricDirection: String, Sendable, Codable {
  /// A higher score is better, as of accuracy.
  case higherIsBetter
  /// A lower score is better, as of log-loss.
  case lowerIsBetter
}
