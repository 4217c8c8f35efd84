import BakeoffCore
import Foundation

/// One line of JSON that a worker says on its standard output.
package enum WorkerEvent: Sendable, Equatable {
  /// Training has come this far.
  case progress(FitProgress)
  /// The scores are written.
  case done(WorkerAnswer)
  /// There are none, and why.
  case failed(WorkerFailure)
}

extension WorkerEvent {
  /// The event a line holds; nil where it holds none.
  package init?(line: Data) {
    guard let event = try? JSONDecoder().decode(Self.self, from: line) else { return nil }
    self = event
  }
}

/// Why a worker has no scores.
package struct WorkerFailure: Codable, Sendable, Equatable {
  /// One line.
  let message: String
  /// Whether the plugin answered with something that is no prediction, and did not say itself why it has none.
  var isMalformed: Bool?

  enum CodingKeys: String, CodingKey {
    case message
    case isMalformed = "malformed"
  }

  /// The failure of the trial.
  var trialFailure: TrialFailure { TrialFailure(isMalformed == true ? .malformed : .failed, message) }
}

/// What a worker says of the scores it has written.
package struct WorkerAnswer: Codable, Sendable, Equatable {
  let kind: Predictions.Kind
  let fitSeconds: Double
  let predictSeconds: Double
  var parameters: Int?
  var modelBytes: Int?
  var latencyP50Seconds: Double?
  var latencyP95Seconds: Double?

  enum CodingKeys: String, CodingKey {
    case kind, parameters
    case fitSeconds = "fit_seconds"
    case predictSeconds = "predict_seconds"
    case modelBytes = "model_bytes"
    case latencyP50Seconds = "latency_p50_seconds"
    case latencyP95Seconds = "latency_p95_seconds"
  }

  /// What is said of scores that cost this much.
  init(kind: Predictions.Kind, costs: TrialCosts) {
    self.kind = kind
    fitSeconds = costs.fitSeconds
    predictSeconds = costs.predictSeconds
    parameters = costs.parameterCount
    modelBytes = costs.modelBytes
    latencyP50Seconds = costs.latencyP50Seconds
    latencyP95Seconds = costs.latencyP95Seconds
  }

  /// The costs as far as the worker knows them.
  var costs: TrialCosts {
    TrialCosts(
      fitSeconds: fitSeconds, predictSeconds: predictSeconds, parameterCount: parameters, modelBytes: modelBytes,
      latencyP50Seconds: latencyP50Seconds, latencyP95Seconds: latencyP95Seconds)
  }
}

extension WorkerEvent: Codable {
  private enum Name: String, Codable { case progress, done, failed }
  private enum CodingKeys: String, CodingKey { case event }

  /// Reads an event from the keys beside `event`.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    switch try container.decode(Name.self, forKey: .event) {
    case .progress: self = .progress(try FitProgress(from: decoder))
    case .done: self = .done(try WorkerAnswer(from: decoder))
    case .failed: self = .failed(try WorkerFailure(from: decoder))
    }
  }

  /// Writes the event and what belongs to it into one object.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .progress(let progress):
      try container.encode(Name.progress, forKey: .event)
      try progress.encode(to: encoder)
    case .done(let answer):
      try container.encode(Name.done, forKey: .event)
      try answer.encode(to: encoder)
    case .failed(let failure):
      try container.encode(Name.failed, forKey: .event)
      try failure.encode(to: encoder)
    }
  }
}
