import BakeoffCore
import Foundation

/// Any program that takes a script and prints an id: `qsub`, `bsub`, or a few lines around `ssh`.
///
/// It says nothing of its jobs, so results and the signs of life that tasks leave in the shared folder are all there is.
public struct SubmitCommand: Scheduler {
  /// What messages call it.
  public let name: String
  /// Each task is a job of its own; that of a job this command itself may run in has nothing to say.
  public let taskVariable: String? = nil
  private let submitting: String
  private let cancelling: String?

  /// `submitting` is a line for the shell; the script's path is added at its end. `cancelling` is one to which the ids of
  /// jobs are added; without it jobs see by a file that they are not wanted any more.
  public init(_ submitting: String, cancelling: String? = nil) {
    self.submitting = submitting
    self.cancelling = cancelling
    name = "`\(submitting)`"
  }

  /// Each task is a job of its own.
  public func largestArray() async throws -> Int { 1 }

  /// Runs the line, and takes the last word of the first line it prints for the id.
  public func submit(_ array: TaskArray) async throws -> String {
    let ending = try await runSchedulerCommand(["/bin/sh", "-c", "\(submitting) \"$0\"", array.script])
    guard ending.status == 0 else { throw SchedulerProblem("\(name): \(ending.complaint)", isTemporary: true) }
    let words = ending.output.split(whereSeparator: \.isNewline).first?.split(separator: " ") ?? []
    return words.last.map(String.init) ?? array.name
  }

  /// It cannot tell.
  public func id(of name: String) async throws -> String? { nil }

  /// It cannot tell.
  public func tasks(of ids: [String]) async throws -> [SchedulerTask: TaskStatus]? { nil }

  /// Runs the line that cancels, where there is one.
  public func cancel(_ ids: [String]) async throws {
    guard let cancelling, !ids.isEmpty else { return }
    let ending = try await runSchedulerCommand(["/bin/sh", "-c", "\(cancelling) \"$@\"", "sh"] + ids)
    guard ending.status == 0 else {
      throw SchedulerProblem("`\(cancelling)`: \(ending.complaint)", isTemporary: true)
    }
  }

  /// Cancels the jobs, each of which is one task.
  public func cancel(_ tasks: [SchedulerTask]) async throws { try await cancel(tasks.map(\.array)) }
}
