/// What is predicted: every class of the data set, or one class against the rest.
public enum ClassificationTask: Hashable, Sendable {
  /// Every class.
  case multiclass
  /// The class with this index against all others; the positive class becomes label 1, the rest label 0.
  case binary(positive: Int)

  /// The task that tells `positive` from the rest, or every class apart where it is nil.
  public init(positive: Int?) { self = positive.map { .binary(positive: $0) } ?? .multiclass }

  /// The class of the data set told from the rest, by its index; nil where every class is told apart.
  public var positive: Int? {
    if case .binary(let positive) = self { positive } else { nil }
  }

  /// The label of the positive class among those of the task; nil where every class is told apart.
  public var positiveLabel: Int? { positive.map { _ in 1 } }

  /// The labels of the task for labels of the data set.
  public func labels(_ labels: [Int]) -> [Int] {
    switch self {
    case .multiclass: labels
    case .binary(let positive): labels.map { $0 == positive ? 1 : 0 }
    }
  }

  /// The class names of the task for those of the data set.
  public func classNames(_ names: [String]) -> [String] {
    switch self {
    case .multiclass: names
    case .binary(let positive): ["not \(names[positive])", names[positive]]
    }
  }

  /// The examples of the task for those of the data set.
  public func examples(_ examples: Examples) -> Examples {
    switch self {
    case .multiclass: examples
    case .binary: Examples(features: examples.features, labels: labels(examples.labels), classCount: 2)
    }
  }
}
