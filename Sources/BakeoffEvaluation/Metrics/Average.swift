import BakeoffCore

/// How the values of several classes become one number.
public enum Average: String, Sendable, Hashable, Codable, CaseIterable {
  /// The plain mean over the classes.
  case macro
  /// From true positives, false positives and false negatives summed over the classes.
  case micro
  /// The mean weighted by the classes' true rows.
  case weighted
  /// The positive class alone.
  case binary

  /// What a task is averaged by unless told otherwise: the positive class where there is one, all classes alike elsewhere.
  public init(for task: ClassificationTask) {
    switch task {
    case .multiclass: self = .macro
    case .binary: self = .binary
    }
  }

  /// Throws where this average means nothing for a task of so many classes: `binary` for other than two.
  public func validate(classCount: Int) throws(ConfigurationError) {
    guard self == .binary, classCount != 2 else { return }
    throw ConfigurationError(
      "the binary average needs two classes, the task has \(classCount); use macro, micro or weighted, or a binary task"
    )
  }
}
