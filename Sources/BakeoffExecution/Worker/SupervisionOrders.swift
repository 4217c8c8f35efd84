import BakeoffCore

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

  init(_ launch: Launch) {
    command = launch.command
    log = launch.log
    folder = launch.folder
    timeLimit = launch.limits.timeLimit?.seconds
    memoryLimit = launch.limits.memoryLimit
    grace = launch.limits.grace.seconds
  }
}
