import BakeoffCore
import BakeoffFiles
import Foundation

/// Where the model that a trial fits is kept, and what is noted with it of the data it learns from.
public struct KeptModel: Hashable, Sendable, Codable {
  /// The file it is written to.
  public let path: String
  /// The name of the data set.
  let dataset: String
  /// The name of each class of the data set.
  let classNames: [String]
  /// The index of the class told from the rest; nil for every class.
  let positive: Int?
  /// What held the classes; nil where nothing else could.
  let target: String?

  /// A model of `dataset` for `task`, kept in the file at `path`.
  public init(path: String, of dataset: Dataset, task: ClassificationTask) {
    self.path = path
    self.dataset = dataset.name
    classNames = dataset.classNames
    positive = task.positive
    target = dataset.target
  }

  /// The same model in another file.
  package func moved(to path: String) -> KeptModel { KeptModel(self, path: path) }

  private init(_ other: KeptModel, path: String) {
    self.path = path
    dataset = other.dataset
    classNames = other.classNames
    positive = other.positive
    target = other.target
  }

  /// Writes a model that `model` has fitted on `training`, whole or not at all. Throws where it cannot be saved or written.
  package func write(_ classifier: any Classifier, by model: ConfiguredModel, on training: Examples) throws {
    let saved = SavedModel(
      classifier, by: model, on: training, dataset: dataset, classNames: classNames,
      task: ClassificationTask(positive: positive), target: target)
    try Data(saved.json()).write(to: URL(fileURLWithPath: path), options: .atomic)
  }
}
