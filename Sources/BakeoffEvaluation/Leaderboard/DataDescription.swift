import BakeoffCore

/// What was learned from, as far as it is no figure: the target, its classes, and what was done to the data.
public struct DataDescription: Hashable, Sendable, Codable {
  /// What holds the classes, such as `column species`; nil where the data set has only that.
  public let target: String?
  /// How many of the rows used each class of the task has.
  public let classCounts: [Int]
  /// What was found, changed or left out when the data was read, a line each.
  public let notes: [String]
  /// What preparing does, on all rows used, and the models it is done for; nothing for rows taken as they are.
  public let preparations: [PreparationDescription]
  /// The models that were not run because they cannot learn from such data.
  public let leftOut: [LeftOutModel]
  /// The rows the data set holds out itself, which no split has; nil where a split tests them.
  public let heldOut: Int?

  /// Makes a description.
  public init(
    target: String? = nil, classCounts: [Int], notes: [String] = [], preparations: [PreparationDescription] = [],
    leftOut: [LeftOutModel] = [], heldOut: Int? = nil
  ) {
    self.target = target
    self.classCounts = classCounts
    self.notes = notes
    self.preparations = preparations
    self.leftOut = leftOut
    self.heldOut = heldOut
  }
}

/// How the rows of some models are prepared.
public struct PreparationDescription: Hashable, Sendable, Codable {
  /// The preparation, as a user writes it.
  public let preparation: String
  /// What it does, such as `standardised 13 columns`.
  public let summary: String
  /// The names of the models it is done for.
  public let models: [String]

  /// Makes a description.
  public init(preparation: String, summary: String, models: [String]) {
    self.preparation = preparation
    self.summary = summary
    self.models = models
  }
}

/// A model that was not run, and why.
public struct LeftOutModel: Hashable, Sendable, Codable {
  /// Its name.
  public let name: String
  /// Why, as the end of a sentence.
  public let reason: String

  /// Makes a record.
  public init(name: String, reason: String) {
    self.name = name
    self.reason = reason
  }
}
