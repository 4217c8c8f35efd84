import BakeoffCore
import BakeoffExecution
import BakeoffHarness
import Foundation

/// The program beside the tests whose workers run the misbehaving plugin.
let fixture = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
  .appendingPathComponent("WorkerFixture").path

/// A folder for `--shared-dir`, removed at the end.
func withSharedFolder<Result>(_ body: (String) async throws -> Result) async throws -> Result {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("bakeoff-shared-\(UUID().uuidString)").path
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  return try await body(folder)
}

/// The bits of the scores of a trial; nil where it has none.
func bits(_ trial: Trial) -> [UInt32]? {
  if case .ok(let predictions, _) = trial.outcome { predictions.scores.map(\.bitPattern) } else { nil }
}

/// The failure of a trial; nil where it has scores.
func failure(_ trial: Trial) -> TrialFailure? {
  if case .failed(let failure) = trial.outcome { failure } else { nil }
}
