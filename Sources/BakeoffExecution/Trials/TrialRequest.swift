import BakeoffCatalog
import BakeoffCore

/// One trial to run: everything an executor has to know, whether or not it is a cell of a table.
///
/// It has no test labels; a model can therefore not be told them by mistake.
public struct TrialRequest: Sendable, Identifiable {
  /// Tells it from the others of a session; the asker's choice.
  public let id: Int
  /// What log files call it, such as `mlp-0-3`.
  public let label: String
  /// The model with its settings.
  public let model: ConfiguredModel
  /// The rows to learn from, and those to predict, among the features of the session.
  public let split: Split
  /// The class of each row to learn from, 0..<classCount.
  public let trainingLabels: [Int]
  /// The number of classes.
  public let classCount: Int
  /// The seed of the fit.
  public let seed: UInt64
  /// Where the fitted model is kept; nil to keep none.
  public let keep: KeptModel?
  /// Whether its failure is no reason to stop other trials, as that of one configuration among many.
  public let mayFail: Bool

  /// Makes a request; traps unless there is a label for each training row.
  public init(
    id: Int, label: String, model: ConfiguredModel, split: Split, trainingLabels: [Int], classCount: Int, seed: UInt64,
    keep: KeptModel? = nil, mayFail: Bool = false
  ) {
    precondition(split.training.count == trainingLabels.count, "one label a training row")
    self.id = id
    self.label = label
    self.model = model
    self.split = split
    self.trainingLabels = trainingLabels
    self.classCount = classCount
    self.seed = seed
    self.keep = keep
    self.mayFail = mayFail
  }
}

/// What happens while trials run.
public enum TrialEvent: Sendable {
  /// The trial with this id began.
  case started(TrialRequest.ID)
  /// The trial with this id has come this far.
  case progressed(TrialRequest.ID, FitProgress)
  /// The trial with this id is over: how it ended, and its learning curve, the first 999 reports of its progress and the last.
  case finished(TrialRequest.ID, TrialOutcome, curve: [FitProgress])
  /// Something a person should know of where trials run, in one line.
  case note(String)
  /// No trial can run there; those that are not over are told of as skipped.
  case unavailable(ExecutorUnavailable)
}
