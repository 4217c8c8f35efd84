import Foundation

/// What a supervisor is told, as one line of JSON on its standard input; the worker's request is the next line.
///
/// After these two lines the input stays open: a further line asks it to end the trial, and its end says that the
/// command is gone, however it went.
struct SupervisionOrders: Codable, Sendable {
  /// The program of the worker and its arguments.
  let command: [String]
  /// The file that takes what the worker prints.
  let log: String
  /// A folder for the request while it is read.
  let folder: String
  /// Seconds; nil for any.
  let timeLimit: Double?
  /// Bytes; nil for any.
  let memoryLimit: Int?
  /// Seconds between asking a worker to leave and killing it.
  let grace: Double
}

/// What a supervisor says at the end, as the last line of its standard output.
struct SupervisionReport: Codable, Sendable, Equatable {
  /// Why a worker was not left to finish.
  enum Intervention: String, Codable, Sendable {
    case timeLimit
    case memoryLimit
    case order
  }

  /// Why the worker was stopped; nil where it left by itself.
  var intervention: Intervention?
  /// The status it left with; nil where a signal ended it.
  var exitStatus: Int32?
  /// The signal that ended it.
  var signal: Int32?
  /// Why it could not be started.
  var startFailure: String?
  /// CPU seconds of all its processes.
  var cpuSeconds = 0.0
  /// Seconds from its start to its end.
  var wallSeconds = 0.0
  /// The most bytes all its processes together had in use.
  var peakMemoryBytes = 0
  /// The last line it printed that is not blank.
  var lastLogLine: String?
}
