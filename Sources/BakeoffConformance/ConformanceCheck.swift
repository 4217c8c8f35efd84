/// One rule of the contract every model keeps, as a value that can be run.
public struct ConformanceCheck: Sendable {
  /// Its name in reports: lower-case words joined by hyphens.
  public let id: String
  /// The rule in one sentence.
  public let title: String
  /// What to do where it is broken.
  public let remedy: String
  /// Returns where the rule is kept, throws a `Finding` where it is not or does not apply.
  let run: @Sendable (ConformanceSubject) async throws -> Void

  init(
    _ id: String, _ title: String, remedy: String, run: @escaping @Sendable (ConformanceSubject) async throws -> Void
  ) {
    self.id = id
    self.title = title
    self.remedy = remedy
    self.run = run
  }

  /// The whole contract, in the order it is reported. Saving and loading joins it when a model can be saved.
  public static let all = settingsChecks + dataChecks + predictionChecks + learningChecks + [cancellationCheck]

  /// What a model that is being written has to keep first: it takes its settings, gives scores, gives the same ones again, and
  /// learns. They take a handful of fits, and all rules some fifty.
  public static let essential = all.filter { essentialIDs.contains($0.id) }

  private static let essentialIDs: Set = ["settings-round-trip", "unknown-setting", "scores", "same-seed", "learns"]
}

/// Why a rule does not count as kept; one line.
enum Finding: Error {
  case broken(String)
  case notApplicable(String)
}

/// Throws a finding unless the rule holds.
func require(_ holds: Bool, _ found: @autoclosure () -> String) throws {
  if !holds { throw Finding.broken(found()) }
}
