import BakeoffCatalog
import BakeoffCore
import BakeoffExecution

/// Holds a plugin against the whole contract; a test of a plugin is one line:
///
///     let report = await conformance(of: LogisticRegression.self)
///     #expect(report.failures.isEmpty, "\(report)")
///
/// `settings` change its defaults, for a model whose defaults are too large for toy problems.
public func conformance<Plugin: ClassifierPlugin>(
  of plugin: Plugin.Type, settings: Settings = [:], limits: ConformanceLimits = ConformanceLimits()
) async -> ConformanceReport {
  await conformance(of: CatalogModel(CatalogEntry(plugin)), settings: settings, limits: limits)
}

/// Holds a model of any kind against the whole contract.
public func conformance(
  of model: any ModelUnderTest, settings: Settings = [:], limits: ConformanceLimits = ConformanceLimits()
) async -> ConformanceReport {
  await conformance(of: model, settings: settings, limits: limits, onStep: { _ in })
}

/// Holds a model of any kind against these rules of the contract; `onStep` is called as they begin and end.
public func conformance(
  of model: any ModelUnderTest, settings: Settings = [:], limits: ConformanceLimits = ConformanceLimits(),
  checks: [ConformanceCheck] = ConformanceCheck.all, onStep: (ConformanceStep) throws -> Void
) async rethrows -> ConformanceReport {
  try onStep(.begun(nil, number: 0, of: checks.count))
  let subject = await ConformanceSubject(model, settings: settings, limits: limits)
  var results: [ConformanceResult] = []
  for check in checks {
    try onStep(.begun(check, number: results.count + 1, of: checks.count))
    let result = ConformanceResult(check: check, verdict: await verdict(check, on: subject))
    try onStep(.ended(result))
    results.append(result)
  }
  return ConformanceReport(model: model.card.id, results: results)
}

/// How far a model is held against the contract.
public enum ConformanceStep: Sendable {
  /// This rule is tried next, the `number`th from 1 of so many; nil, and 0, while rows are looked for that the model learns from.
  case begun(ConformanceCheck?, number: Int, of: Int)
  /// A rule has its verdict.
  case ended(ConformanceResult)
}

/// How long the contract lets a model take; generous, because machines are busy.
public struct ConformanceLimits: Hashable, Sendable {
  /// How long any one toy problem may take before it is cancelled.
  public var problem: Duration
  /// How long a fit may go on once it is cancelled.
  public var grace: Duration

  /// Makes limits.
  public init(problem: Duration = .seconds(120), grace: Duration = .seconds(3)) {
    self.problem = problem
    self.grace = grace
  }
}

private func verdict(_ check: ConformanceCheck, on subject: ConformanceSubject) async -> Verdict {
  do {
    try await check.run(subject)
    return .passed
  } catch Finding.broken(let found) {
    return .failed(found)
  } catch Finding.notApplicable(let reason) {
    return .notApplicable(reason)
  } catch {
    return .failed(oneLine(error))
  }
}
