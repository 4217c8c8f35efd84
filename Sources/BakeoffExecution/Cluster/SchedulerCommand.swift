import BakeoffCore
import Foundation
import Subprocess

/// How a program of a scheduler ended.
struct CommandEnding: Sendable {
  /// The status it left with; nil where it was killed, as after too long a time.
  let status: Int32?
  let output: String
  let errors: String

  /// What it complained of: the first line that speaks of an error, or else the first of all.
  var complaint: String {
    let lines = (errors.isEmpty ? output : errors).split(whereSeparator: \.isNewline)
    let line = lines.first { $0.contains("fatal: ") } ?? lines.first { $0.contains("error") } ?? lines.first
    return line.map { String($0.prefix(300)) } ?? "it said nothing"
  }
}

/// Runs a program of a scheduler, for at most `limit`. Throws `SchedulerProblem` where it cannot be started.
func runSchedulerCommand(_ words: [String], limit: Duration = .seconds(60)) async throws -> CommandEnding {
  do {
    return try await withThrowingTaskGroup(of: CommandEnding?.self) { group in
      group.addTask {
        // Whatever language the user speaks, what it says is compared with what it is known to say.
        let result = try await Subprocess.run(
          words[0].hasPrefix("/") ? .path(.init(words[0])) : .name(words[0]),
          arguments: Arguments(Array(words.dropFirst())),
          environment: .inherit.updating(["LC_ALL": "C"]), output: .string(limit: 64 << 20, encoding: UTF8.self),
          error: .string(limit: 1 << 20, encoding: UTF8.self))
        let status: Int32? = if case .exited(let code) = result.terminationStatus { code } else { nil }
        return CommandEnding(
          status: status, output: result.standardOutput, errors: result.standardError)
      }
      group.addTask {
        try await Task.sleep(for: limit)
        return nil
      }
      defer { group.cancelAll() }
      return try await group.next().flatMap { $0 }
        ?? CommandEnding(status: nil, output: "", errors: "\(words[0]) did not answer within \(limit)")
    }
  } catch {
    throw SchedulerProblem("\(words[0]) cannot be run here: is it installed, and on PATH?", isTemporary: false)
  }
}
