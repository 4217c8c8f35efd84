import BakeoffCore

/// What a supervisor is told, as one line of JSON on its standard input; the worker's request is the next line.
///
/// After these two lines the input stays open: a further line asks it to end the trial, and its end says that the
/// command is gone, however it went.
struct SupervisionOrders: Codable, Sendable {
  /// The program of the worker and its arguments.
  let command: [String]
  /// Every variable the worker gets; nil for those of the supervisor.
  let environment: [String: String]?
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

  /// The orders for a command whose processes carry `mark` in their environment.
  init(_ launch: Launch, mark: ProcessMark) {
    command = launch.command
    environment = launch.inherited.map { inherited in
      let own = launch.environment.merging([mark.name: mark.value, "TMPDIR": launch.temporaryFolder]) { $1 }
      return inherited.merging(own) { $1 }
    }
    log = launch.log
    folder = launch.folder
    timeLimit = launch.limits.timeLimit?.seconds
    memoryLimit = launch.limits.memoryLimit
    grace = launch.limits.grace.seconds
  }
}
