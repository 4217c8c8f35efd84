import BakeoffCore
import Foundation

/// The program beside the tests whose workers run the misbehaving plugin.
let fixture = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
  .appendingPathComponent("WorkerFixture").path

/// A mark that processes inherit in their environment, so that a test can tell those it caused.
struct ProcessMark: Sendable {
  private let value = "BAKEOFF_TEST_MARK=\(UUID().uuidString)"

  /// What to put before a program and its arguments to mark it.
  var environment: [String] { ["/usr/bin/env", value] }

  /// The processes with this mark that have not ended.
  var processes: [Int32] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap { Int32($0) }.filter { process in
      let environment = FileHandle(forReadingAtPath: "/proc/\(process)/environ").flatMap { try? $0.readToEnd() }
      return environment.map { String(decoding: $0, as: UTF8.self).contains(value) } ?? false
    }
  }
}

/// The bits of the scores of a trial; nil where it has none.
func bits(_ trial: Trial) -> [UInt32]? {
  if case .ok(let predictions, _) = trial.outcome { predictions.scores.map(\.bitPattern) } else { nil }
}

/// The kind of failure of a trial; nil where it has scores.
func kind(_ trial: Trial) -> TrialFailure.Kind? {
  if case .failed(let failure) = trial.outcome { failure.kind } else { nil }
}

/// A folder of the test's own, removed at its end.
func withTemporaryFolder<Result>(_ body: (String) async throws -> Result) async throws -> Result {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("bakeoff-test-\(UUID().uuidString)").path
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  return try await body(folder)
}

/// Starts a program with its output in a file; nil where it cannot be started. Foundation's `Process` will not do: it
/// waits for every process that was started at the same moment.
func spawn(_ words: [String], output: String) -> pid_t? {
  var actions = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
  var arguments = words.map { strdup($0) } + [nil]
  defer { for argument in arguments { free(argument) } }
  var process: pid_t = 0
  return posix_spawnp(&process, words[0], &actions, nil, &arguments, environ) == 0 ? process : nil
}
