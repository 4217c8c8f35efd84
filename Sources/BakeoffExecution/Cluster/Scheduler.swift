/// Somebody's queue of jobs, such as Slurm: it takes arrays of tasks and runs each on some machine, some time.
///
/// Whether a trial succeeded is never asked of it; its word tells only whether it is worth waiting.
public protocol Scheduler: Sendable {
  /// What messages call it, such as `Slurm`.
  var name: String { get }
  /// The variable of the environment that tells a task its number in its array, from 0; nil where every task is by itself.
  var taskVariable: String? { get }
  /// The most tasks that one array may have. Throws `SchedulerProblem`.
  func largestArray() async throws -> Int
  /// Hands over an array of tasks and returns the id the scheduler gives it. Throws `SchedulerProblem`.
  func submit(_ array: TaskArray) async throws -> String
  /// The id of an array that was handed over under this name but whose id was never heard; nil where none is known.
  func id(of name: String) async throws -> String?
  /// What it knows of the tasks of these arrays; a task it does not list is over. Nil from one that cannot tell. Throws
  /// `SchedulerProblem`.
  func tasks(of ids: [String]) async throws -> [SchedulerTask: TaskStatus]?
  /// Cancels whole arrays. Throws `SchedulerProblem`.
  func cancel(_ ids: [String]) async throws
  /// Cancels single tasks. Throws `SchedulerProblem`.
  func cancel(_ tasks: [SchedulerTask]) async throws
}

/// Tasks to be handed over together.
public struct TaskArray: Sendable, Hashable {
  /// A name that no other array has.
  public let name: String
  /// The script that every task runs; it reads the task's number from `taskVariable`.
  public let script: String
  /// The number of tasks; they count from 0.
  public let count: Int
  /// The folder that takes what a task prints.
  public let logFolder: String
}

/// One task of an array.
public struct SchedulerTask: Sendable, Hashable {
  /// The id of the array.
  public let array: String
  /// Which of its tasks, from 0.
  public let index: Int

  /// Names a task.
  public init(array: String, index: Int) {
    self.array = array
    self.index = index
  }
}

/// What a scheduler says of a task.
public struct TaskStatus: Sendable, Hashable {
  /// How a task stands.
  public enum State: String, Sendable {
    /// It is yet to run, for the first time or again.
    case waiting
    /// It runs.
    case running
    /// It left by itself with status 0.
    case completed
    /// It left otherwise, or something other than the scheduler killed it.
    case failed
    /// Somebody cancelled it.
    case cancelled
    /// It took longer than the scheduler allows it.
    case timedOut
    /// It took more memory than the scheduler allows it.
    case outOfMemory
    /// Its machine was lost.
    case nodeLost
    /// Others needed its place.
    case preempted

    /// Whether it may still run.
    var isAlive: Bool { self == .waiting || self == .running }
  }

  /// How it stands.
  public var state: State
  /// How often it was begun anew.
  public var restarts: Int
  /// Why it waits, in the scheduler's words; empty where it does not say.
  public var reason: String

  /// Whether it waits for somebody to release it.
  public var isHeld: Bool

  /// Makes a status.
  public init(_ state: State, restarts: Int = 0, reason: String = "", isHeld: Bool = false) {
    self.state = state
    self.restarts = restarts
    self.reason = reason
    self.isHeld = isHeld
  }
}

/// Why a scheduler did not do as it was asked, in one line.
public struct SchedulerProblem: Error, Sendable, CustomStringConvertible {
  /// What it said.
  public let description: String
  /// Whether it may do so later.
  public let isTemporary: Bool

  /// Makes a problem.
  public init(_ description: String, isTemporary: Bool) {
    self.description = description
    self.isTemporary = isTemporary
  }
}

/// Why no trial can run where it was to: in one line what, where, and what to do.
public struct ExecutorUnavailable: Error, Sendable, Hashable, CustomStringConvertible {
  /// The line.
  public let description: String

  /// Makes an error.
  public init(_ description: String) { self.description = description }
}
