import BakeoffFiles
import Foundation

/// Runs one command and says how it ended: a supervised process of this machine, or somebody else's scheduler.
public protocol Launcher: Sendable {
  /// Runs the command to its end and calls `onLine` with each line it writes to standard output, without its end.
  ///
  /// Cancelling the task ends the command and all it has started. Returns nil where whoever watched it is gone.
  func run(_ launch: Launch, onLine: @escaping @Sendable (Data) -> Void) async -> LaunchReport?
}

/// A command to run: what a launcher has to know.
public struct Launch: Sendable {
  /// The program and its arguments.
  public let command: [String]
  /// What stands on its standard input: one line of JSON, with the labels of the training rows.
  public let input: [UInt8]
  /// A folder of this trial alone, which only its owner may enter; removed when the trial is over.
  public let folder: String
  /// The file that takes what it prints besides events.
  public let log: String
  /// How many threads it may keep busy.
  public let threads: Int
  /// What it may take; the launcher enforces it.
  public let limits: TrialLimits
  /// The variables it gets besides those of `environment`; nil for all that this process has.
  public var inherited: [String: String]?

  /// How the libraries that numeric programs use are told their number of threads.
  public var environment: [String: String] {
    let names = ["OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"]
    return Dictionary(uniqueKeysWithValues: names.map { ($0, "\(threads)") })
  }

  /// A folder in which a program may leave what it likes; made when it is started, and removed with the trial's.
  var temporaryFolder: String { "\(folder)/tmp" }

  /// Writes the input to a file that only its owner may read, for a scheduler that delivers standard input from a file,
  /// and returns its path. Throws where it cannot be written.
  ///
  /// This is the only place where training labels rest on a disk; the file goes with the trial's folder. Test labels are
  /// in no launch at all.
  public func writeInput() throws -> String {
    let path = "\(folder)/request.json"
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw StartFailure(description: "\(path): \(systemErrorDescription())") }
    defer { close(descriptor) }
    guard writeAll(input, to: descriptor) else {
      throw StartFailure(description: "\(folder): no room for the request; name another folder in TMPDIR")
    }
    return path
  }
}

/// How a command ended and what it took.
public struct LaunchReport: Codable, Sendable, Equatable {
  /// Why a command was not left to finish.
  public enum Intervention: String, Codable, Sendable {
    /// It took too long.
    case timeLimit
    /// It took too much memory.
    case memoryLimit
    /// It was cancelled.
    case order
  }

  /// Why it was stopped; nil where it left by itself.
  public var intervention: Intervention?
  /// The status it left with; nil where a signal ended it.
  public var exitStatus: Int32?
  /// The signal that ended it.
  public var signal: Int32?
  /// Why it could not be started.
  public var startFailure: String?
  /// CPU seconds of all its processes.
  public var cpuSeconds = 0.0
  /// Seconds from its start to its end.
  public var wallSeconds = 0.0
  /// The most bytes all its processes together had in use.
  public var peakMemoryBytes = 0
  /// What it printed last, on one line.
  public var lastLogLine: String?

  /// The report of a command that left with `exitStatus`, or could not be started.
  public init(exitStatus: Int32? = nil, startFailure: String? = nil) {
    self.exitStatus = exitStatus
    self.startFailure = startFailure
  }
}
