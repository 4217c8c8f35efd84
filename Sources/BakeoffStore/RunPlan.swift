import BakeoffCore
import Foundation

/// What a run sets out to do, and all that is needed to print its leaderboard again without the data.
public struct RunPlan: Sendable, Hashable {
  /// What is predicted.
  public let task: ClassificationTask
  /// The class names of the task.
  public let classNames: [String]
  /// The models, in the order they were selected.
  public let models: [PlannedModel]
  /// The splits every model is tried on.
  public let splits: [Split]
  /// For each split, the labels of its test rows.
  public let truths: [Truth]
  /// Whatever else the caller wants to print again, as JSON; the store only keeps it.
  public let details: String

  /// Makes a plan; traps unless there is a label for each test row of each split.
  public init(
    task: ClassificationTask, classNames: [String], models: [PlannedModel], splits: [Split], truths: [Truth],
    details: String
  ) {
    precondition(splits.map(\.test.count) == truths.map(\.labels.count), "one label a test row")
    self.task = task
    self.classNames = classNames
    self.models = models
    self.splits = splits
    self.truths = truths
    self.details = details
  }

  /// How many trials there will be.
  public var trialCount: Int { models.count * splits.count }
}

/// A model as it entered a run.
public struct PlannedModel: Sendable, Hashable, Codable {
  /// The name in the leaderboard, unique in the run.
  public let name: String
  /// The id of its plugin.
  public let plugin: String
  /// The version of its plugin.
  public let version: String
  /// The full name of its plugin.
  public let title: String
  /// Every setting, defaults included.
  public let settings: [String: SettingValue]

  /// Makes a model of a plan.
  public init(name: String, plugin: String, version: String, title: String, settings: [String: SettingValue]) {
    self.name = name
    self.plugin = plugin
    self.version = version
    self.title = title
    self.settings = settings
  }
}
