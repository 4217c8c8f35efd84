/// A way to make rows ready for models, learned from the training rows of a split alone and applied to both sides of it.
///
/// It is part of a model's recipe: of the key of its trials, of what is saved, and of what `predict` does first.
public protocol Preparation: Sendable {
  associatedtype Fitted: FittedPreparation

  /// The name it is selected by.
  var id: String { get }
  /// What it was set to, by name.
  var settings: [String: SettingValue] { get }
  /// Changes whenever the same settings and rows may give other values.
  var version: Int { get }
  /// The version for rows like these: another than `version` where only some rows come out differently than they did.
  func version(for features: Features) -> Int

  /// Whether rows like these are changed; what is left as it is needs no preparation, and its trials no other key.
  func changes(_ features: Features) -> Bool

  /// Throws `ConfigurationError` where rows like these, prepared so, are nothing for a model with these needs.
  func check(_ features: Features, for needs: Set<ModelNeed>) throws

  /// Learns from the training rows. Throws `TrainingError` where nothing is left of them.
  func fit(_ training: Examples, for needs: Set<ModelNeed>) throws -> Fitted
}

/// A preparation with what it has learned; it is saved with the model.
public protocol FittedPreparation: Codable, Sendable {
  /// The same rows, prepared (features.count rows of a shape that is always the same).
  ///
  /// A row comes out the same in any company. Throws `ConfigurationError` where they lack a column it was fitted on.
  func apply(_ features: Features) throws -> Features

  /// What it does, for a person, such as `standardised 13 columns`.
  var summary: String { get }
}

extension Preparation {
  /// None.
  public var settings: [String: SettingValue] { [:] }
  /// 1.
  public var version: Int { 1 }
  /// That of all rows.
  public func version(for features: Features) -> Int { version }
  /// Accepts all.
  public func check(_ features: Features, for needs: Set<ModelNeed>) throws {}

  /// How a user writes it, such as `standardise:categories=10`.
  public var specifier: String {
    let pairs = settings.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    return pairs.isEmpty ? id : "\(id):\(pairs.joined(separator: ","))"
  }

  /// What the key of a trial on rows like these says of it.
  package func keyText(for features: Features) -> String { "\(specifier) \(version(for: features))" }
}

/// A fitted model together with what its rows go through first.
public struct PreparedModel: Classifier {
  /// What rows go through first.
  public let preparation: any FittedPreparation
  /// The model of the prepared rows.
  public let model: any Classifier

  /// Joins the two.
  public init(_ preparation: any FittedPreparation, _ model: any Classifier) {
    self.preparation = preparation
    self.model = model
  }

  /// What the model says of the prepared rows.
  public func predict(_ features: Features) throws -> Predictions { try model.predict(preparation.apply(features)) }
  /// That of the model.
  public var parameterCount: Int? { model.parameterCount }
  /// That of the model.
  public var byteCount: Int? { model.byteCount }
}
