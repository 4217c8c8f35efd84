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
