import BakeoffCatalog
import BakeoffCore
import BakeoffDatasets
import Foundation

/// Everything a worker needs for one trial: one JSON object on its standard input.
///
/// The labels of the training rows stand in it, and not in a file, so that no worker finds another fold's; those of the
/// test rows stand nowhere. See Documentation/WorkerProtocol.md.
struct WorkerRequest: Codable, Sendable {
  /// The version of the protocol this program speaks.
  static let currentProtocol = "bakeoff.worker/1"

  var version = currentProtocol
  let plugin: String
  var settings: Settings
  let seed: UInt64
  let threads: Int
  /// Seconds from its start after which the worker is asked to leave; nil for any.
  let timeLimit: Double?
  let classCount: Int
  var features: FeatureFile
  /// How the worker prepares rows before it learns; nil for rows that are to be taken as they are.
  var preparation: String?
  var trainingRows: [Int]
  var trainingLabels: [Int]
  var testRows: [Int]
  /// The file the scores are to be written to.
  var predictions: String
  /// A file whose one byte says how many threads a worker of this program may keep busy at any time, beyond `threads`;
  /// nil for no more than those. Programs get none: what their libraries compute may depend on the number.
  var cores: String?
  /// Where a worker of this program keeps the fitted model; nil to keep none.
  var keep: KeptModel?

  /// The file that holds every row of the data set, and how to read it.
  struct FeatureFile: Codable, Sendable {
    var path: String
    let element: FeatureBuffer.Element
    let shape: FeatureShape
    /// What the columns are, where the rows are those of a table that is not prepared yet.
    var table: FeatureTable?
  }

  enum CodingKeys: String, CodingKey {
    case version = "protocol"
    case plugin, settings, seed, threads, features, preparation, predictions, keep, cores
    case timeLimit = "time_limit"
    case classCount = "class_count"
    case trainingRows = "training_rows"
    case trainingLabels = "training_labels"
    case testRows = "test_rows"
  }
}

extension WorkerRequest {
  /// The training rows and the features of the test rows, out of the mapped file. Throws `DatasetError`, or
  /// `ConfigurationError` where rows and file do not fit together.
  func mappedData() throws -> (training: Examples, test: Features) {
    let array = try NPYArray(mapping: features.path)
    guard let buffer = array.featureBuffer(as: features.element), buffer.count % features.shape.count == 0,
      features.table.map({ $0.columns.count == features.shape.count }) ?? true
    else { throw ConfigurationError("\(features.path): not \(features.shape) values of type \(features.element)") }
    let all = Features(shape: features.shape, buffer: buffer, table: features.table)
    guard trainingRows.count == trainingLabels.count, threads >= 1,
      trainingLabels.allSatisfy({ 0..<classCount ~= $0 }),
      (trainingRows + testRows).allSatisfy({ 0..<all.count ~= $0 })
    else { throw ConfigurationError("the request's rows, labels and classes do not fit together") }
    return (
      Examples(features: all.selecting(trainingRows), labels: trainingLabels, classCount: classCount),
      all.selecting(testRows)
    )
  }
}
