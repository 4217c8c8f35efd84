import BakeoffCore
import BakeoffFiles
import Foundation

/// What an array of tasks is.
package struct ArrayDescription: Codable, Sendable {
  /// Its name among the scheduler's jobs.
  let name: String
  /// The program and arguments that run a task and a worker.
  let program: [String]
  /// Trials that a task runs at the same time.
  let width: Int
  /// The keys of the trials of each task.
  package let keys: [[String]]

  /// Reads the description of an array. Throws where it cannot be read.
  package init(of job: JobFolder) throws {
    self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: URL(fileURLWithPath: job.description)))
  }

  init(name: String, program: [String], width: Int, keys: [[String]]) {
    self.name = name
    self.program = program
    self.width = width
    self.keys = keys
  }
}

/// One trial as a task finds it.
package struct ClusterTrial: Codable, Sendable {
  /// What it is known by: the same for the same trial, whoever asks.
  package let key: String
  /// What log files call it.
  package let label: String
  /// The worker's request as JSON, without rows and without the file of scores.
  let request: String
  /// What its rows are known by.
  let split: String
  /// The program that answers; nil for a plugin, which a worker of ours runs.
  let command: [String]?
  /// The variables that the program asks for; nil for a plugin, whose worker gets all.
  let variables: [String]?
  /// How the rows of a program are prepared, and what it needs of them.
  let preparation: String?
  let needs: Set<ModelNeed>
  /// Whether it works on a copy of the features of its own.
  let hasOwnFeatures: Bool
  /// Seconds and bytes; nil for any.
  let timeLimit: Double?
  let memoryLimit: Int?
}

extension TrialRequest {
  /// What a trial is known by in a shared folder: a digest of all that its numbers and its limits depend on.
  /// `preparation` is what its key says of how rows are prepared, `source` the digest of the files of a program.
  func key(
    split digest: String, features: String, preparation: String?, source: String, limits: TrialLimits
  ) -> String {
    let parts = [
      "1", features, digest, "\(classCount)", "\(seed)", model.card.id, model.card.version,
      SettingValue.object(model.settings).json, source,
      preparation ?? "", "\(limits.timeLimit?.seconds ?? 0)",
      "\(limits.memoryLimit ?? 0)", keep == nil ? "" : "kept",
    ]
    return String(sha256(parts.joined(separator: "\n").utf8).prefix(32))
  }
}
