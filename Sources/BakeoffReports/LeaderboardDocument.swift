import BakeoffCore
import BakeoffEvaluation
import Foundation

/// A result file as it is read back: the contract `bakeoff.leaderboard/1` (Documentation/ResultFormat.md).
public struct LeaderboardDocument: Hashable, Sendable, Decodable {
  /// The name of the contract, in every file that follows it.
  public static let schema = "bakeoff.leaderboard/1"

  /// The data the models were compared on.
  public struct DataSet: Hashable, Sendable, Decodable {
    public let name: String
    public let rows: Int
    public let classes: Int
    public let classNames: [String]
    public let sha256: String

    private enum CodingKeys: String, CodingKey {
      case name, rows, classes, sha256
      case classNames = "class_names"
    }
  }

  /// One model.
  public struct Row: Hashable, Sendable, Decodable {
    public let rank: Int
    public let model: String
    public let settings: [String: SettingValue]
    public let trials: Int
    public let ok: Int
    public let metrics: [String: Measure]
    public let fitSeconds: Measure
    public let predictSeconds: Measure
    public let parameters: Int?
    /// By `Cost.key`; nil in files of versions before there were any.
    public let costs: [String: Measure]?
    /// Nil in files of versions before there was a store.
    public let cached: Int?
    public let undefinedCells: Int
    public let failures: [Failure]

    private enum CodingKeys: String, CodingKey {
      case rank, model, settings, trials, ok, metrics, parameters, costs, cached, failures
      case fitSeconds = "fit_seconds"
      case predictSeconds = "predict_seconds"
      case undefinedCells = "undefined_cells"
    }
  }

  /// A split without scores.
  public struct Failure: Hashable, Sendable, Decodable {
    public let split: Int
    public let kind: TrialFailure.Kind
    public let message: String
  }

  public let schema: String
  public let dataset: DataSet
  public let task: String
  public let resampling: String
  public let seed: UInt64
  public let average: Average
  public let sortedBy: String
  public let notice: String?
  public let environment: RunEnvironment
  public let rows: [Row]

  private enum CodingKeys: String, CodingKey {
    case schema, dataset, task, resampling, seed, average, notice, environment, rows
    case sortedBy = "sorted_by"
  }

  /// Reads a result file. Throws `DatasetError.malformed` naming `name` where it does not follow the contract.
  public init(parsing json: String, name: String) throws(DatasetError) {
    let document = Result { try JSONDecoder().decode(LeaderboardDocument.self, from: Data(json.utf8)) }
    switch document {
    case .success(let document) where document.schema == Self.schema: self = document
    case .success(let document): throw Self.malformed(name, found: "the schema \(document.schema)")
    case .failure(let error): throw Self.malformed(name, found: "other JSON (\(error))")
    }
  }

  private static func malformed(_ name: String, found: String) -> DatasetError {
    .malformed(
      place: name, expected: "the schema \(schema)", found: oneLine(found),
      remedy: "write it with bakeoff compare --format json")
  }
}
