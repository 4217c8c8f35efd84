/// A recipe for a model: its stored properties are its hyperparameters, and encoding it yields its settings.
///
/// Recipe and model are two types, so that "not fitted" cannot be written.
public protocol ClassifierPlugin: Codable, Sendable {
  associatedtype Model: Classifier

  /// What a user reads of it.
  static var card: PluginCard { get }

  /// The recipe with its default settings.
  init()

  /// Throws `ConfigurationError` naming the setting, its value and what it takes. Needed only where settings depend on
  /// each other: what `@Setting` declares is checked without it.
  func validate() throws

  /// Throws `TrainingError` where rows of this shape are nothing it could learn from, whatever is in them. Needed only
  /// where the needs of its card do not say so.
  func check(_ shape: FeatureShape) throws

  /// Learns from the training rows, and from nothing else.
  ///
  /// Random numbers come from `context.seed` alone. Throws `CancellationError` when cancelled, `TrainingError` when
  /// these examples cannot be learned from; a throw costs this trial only.
  func fit(_ examples: Examples, context: FitContext) throws -> Model
}

extension ClassifierPlugin {
  /// Accepts every setting within its domain.
  public func validate() throws { try checkSettings() }

  /// Accepts every shape.
  public func check(_ shape: FeatureShape) throws {}
}

/// A fitted model: it can only predict. One that is `Codable` too can be saved, and loaded again.
public protocol Classifier: Sendable {
  /// One score per row and class (features.count x classes); the same row gives the same scores in any company.
  ///
  /// Throws where a prediction cannot be made, which costs the trial.
  func predict(_ features: Features) throws -> Predictions
  /// The number of learned numbers, or nil where that means nothing.
  var parameterCount: Int? { get }
  /// The bytes its learned numbers take in memory, or nil where that is not known.
  var byteCount: Int? { get }
}

extension Classifier {
  /// Not known.
  public var parameterCount: Int? { nil }
  /// Not known.
  public var byteCount: Int? { nil }
}
