import BakeoffCore

/// Predicts the most frequent class of the training rows, whatever the features: the floor every model has to beat.
///
/// Its probabilities are the class frequencies. Source: scikit-learn, `DummyClassifier(strategy="prior")`.
public struct MajorityClass: ClassifierPlugin {
  /// What a user reads of it.
  public static let card = PluginCard(
    id: "majority-class", title: "Majority class", version: "1",
    summary: "Always the most frequent class: the floor every model has to beat.",
    reference: "scikit-learn DummyClassifier(strategy=\"prior\")", isBaseline: true)

  /// It has no settings.
  public init() {}

  /// Counts the classes.
  public func fit(_ examples: Examples, context: FitContext) throws -> ClassFrequencies {
    guard examples.count > 0 else { throw TrainingError("there are no rows to learn from") }
    let total = Float(examples.count)
    return ClassFrequencies(frequencies: examples.classCounts.map { Float($0) / total })
  }
}

/// The share each class had among the training rows.
public struct ClassFrequencies: Classifier, Codable {
  /// One share a class; they sum to 1.
  public let frequencies: [Float]

  /// One number a class.
  public var parameterCount: Int? { frequencies.count }
  /// Four bytes a learned number.
  public var byteCount: Int? { parameterCount.map { $0 * MemoryLayout<Float>.stride } }

  /// The same shares for every row.
  public func predict(_ features: Features) -> Predictions {
    let scores = (0..<features.count).flatMap { _ in frequencies }
    return Predictions(kind: .probabilities, classCount: frequencies.count, scores: scores)
  }
}
