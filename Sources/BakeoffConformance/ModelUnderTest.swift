import BakeoffCatalog
import BakeoffCore
import BakeoffExecution

/// What the contract asks of a model of any kind: a plugin in Swift, or a program in another language.
public protocol ModelUnderTest: Sendable {
  /// What a user reads of it.
  var card: PluginCard { get }
  /// Every setting with its default value.
  var defaults: Settings { get }
  /// Whether it reads the very memory its rows are in, and not a copy.
  var readsSharedMemory: Bool { get }
  /// Whether it says that its scores are probabilities; nil where it says nothing beforehand.
  var givesProbabilities: Bool? { get }

  /// The settings the model has once `changes` are made to its defaults, read back from the model itself.
  ///
  /// Throws `ConfigurationError` for changes it refuses.
  func configured(_ changes: Settings) throws -> Settings

  /// What the model says of `problem.test` after learning from `problem.training`, its defaults changed by `settings`.
  ///
  /// Cancelling the task cancels the fit, as a time limit or an interrupt would.
  func answer(_ problem: ConformanceProblem, settings: Settings, seed: UInt64, threads: Int) async -> ModelAnswer

  /// The answer of the model once it has been saved and loaded again; nil where it cannot be saved.
  func answerOnceLoaded(_ problem: ConformanceProblem, settings: Settings, seed: UInt64) async -> ModelAnswer?
}

extension ModelUnderTest {
  /// It does.
  public var readsSharedMemory: Bool { true }

  /// Nothing is said beforehand.
  public var givesProbabilities: Bool? { nil }

  /// It cannot be saved.
  public func answerOnceLoaded(
    _ problem: ConformanceProblem, settings: Settings, seed: UInt64
  ) async -> ModelAnswer? { nil }
}

/// How a model answered a problem.
public enum ModelAnswer: Sendable, Hashable {
  /// What it predicted, unchecked.
  case predictions(Predictions)
  /// It said, in one line, that it cannot learn from these rows or cannot predict those.
  case refused(String)
  /// It gave up because it was told to.
  case cancelled
  /// Anything else, such as a crash or an error nobody knows; one line.
  case failed(String)
}

/// Rows to learn from and rows to predict.
public struct ConformanceProblem: Sendable {
  /// The rows to learn from.
  public var training: Examples
  /// The rows to predict, of the same shape.
  public var test: Features
  /// The true class of each row of `test`; never handed to a model.
  let truth: [Int]
}
