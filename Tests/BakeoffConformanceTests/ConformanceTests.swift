import BakeoffCatalog
import BakeoffCore
import BakeoffExecution
import BakeoffConformance
import Testing

private let limits = ConformanceLimits(grace: .seconds(1))

private func report(_ fault: Fault) async -> ConformanceReport {
  await conformance(
    of: NearestCentroid.self, settings: ["fault": .text(fault.rawValue)],
    limits: fault == .none ? ConformanceLimits() : limits)
}

/// The rule each fault breaks.
private let broken: [Fault: String] = [
  .forgetsASetting: "settings-round-trip", .checksNoRange: "setting-range", .noRows: "no-rows",
  .oneClass: "one-class", .absentClass: "absent-class", .oneRow: "one-row", .constantFeatures: "constant-features",
  .manyClasses: "class-counts", .longSides: "shapes", .plainVectors: "shapes", .overfullProbabilities: "scores",
  .clockForSeed: "same-seed", .countsThreads: "threads", .centresBatches: "batches", .looksAtRowNumbers: "batches",
  .writesToFeatures: "inputs-unchanged", .forgetsOnceSaved: "saving",
  .favoursOneClass: "relabelling", .onlyCounts: "learns",
  .ignoresCancellation: "cancellation", .handsOutHalfAModel: "cancellation",
]

@Test func aGoodModelKeepsEveryRule() async {
  let report = await report(.none)
  #expect(report.results.allSatisfy { $0.verdict == .passed }, "\(report)")
  #expect(report.results.map(\.check.id) == ConformanceCheck.all.map(\.id))
}

@Test(arguments: Fault.allCases.filter { $0 != .none })
func aFaultBreaksItsRuleAndNoOther(fault: Fault) async throws {
  let report = await report(fault)
  let rule = try #require(broken[fault])
  #expect(report.failures.map(\.check.id) == [rule], "\(report)")
}

@Test func everyRuleIsBrokenByAFaultOfItsOwn() {
  let rules = Set(broken.values).union(["unknown-setting"])
  #expect(rules == Set(ConformanceCheck.all.map(\.id)))
  #expect(Set(broken.keys).union([.none]) == Set(Fault.allCases))
}

/// A model that lets misspelt settings pass.
private struct Lenient: ModelUnderTest {
  let model = CatalogModel(CatalogEntry(NearestCentroid.self))
  var card: PluginCard { model.card }
  var defaults: Settings { model.defaults }

  func configured(_ changes: Settings) throws -> Settings {
    try model.configured(changes.filter { defaults[$0.key] != nil })
  }

  func answer(_ problem: ConformanceProblem, settings: Settings, seed: UInt64, threads: Int) async -> ModelAnswer {
    await model.answer(problem, settings: settings, seed: seed, threads: threads)
  }
}

/// A model that promises what it does not give.
private struct Boastful: ModelUnderTest {
  let model = CatalogModel(CatalogEntry(NearestCentroid.self))
  let givesProbabilities: Bool?
  var card: PluginCard { model.card }
  var defaults: Settings { model.defaults }

  func configured(_ changes: Settings) throws -> Settings { try model.configured(changes) }

  func answer(_ problem: ConformanceProblem, settings: Settings, seed: UInt64, threads: Int) async -> ModelAnswer {
    await model.answer(problem, settings: settings, seed: seed, threads: threads)
  }
}

@Test func scoresOfAnotherKindThanPromisedAreFound() async {
  let kept = await conformance(of: Boastful(givesProbabilities: true))
  let broken = await conformance(of: Boastful(givesProbabilities: false))
  #expect(kept.failures.isEmpty, "\(kept)")
  #expect(broken.failures.map(\.check.id) == ["scores"], "\(broken)")
}

@Test func aModelThatAcceptsUnknownSettingsIsFound() async {
  let report = await conformance(of: Lenient())
  #expect(report.failures.map(\.check.id) == ["unknown-setting"], "\(report)")
}

/// A model that learns nothing at all.
private struct Refusing: ClassifierPlugin {
  static let card = PluginCard(id: "refusing", title: "", version: "1", summary: "", reference: "")

  func fit(_ examples: Examples, context: FitContext) throws -> CentroidModel {
    throw TrainingError("it learns nothing")
  }
}

@Test func aModelThatRefusesEverythingDoesNotPass() async {
  let report = await conformance(of: Refusing.self)
  #expect(report.failures.map(\.check.id) == ["learns"], "\(report)")
  #expect(report.description.contains("it learns nothing"))
}

@Test func aReportFitsEightyColumnsAndSaysWhatToDo() async {
  let report = await report(.oneRow)
  let lines = report.description.split(separator: "\n")
  #expect(lines.allSatisfy { $0.count <= 80 })
  #expect(lines.count { $0.hasPrefix("pass  ") } == ConformanceCheck.all.count - 1)
  #expect(lines.count { $0.hasPrefix("FAIL  One row to learn from") } == 1)
  #expect(lines.contains { $0.hasPrefix("      To do: ") })
  #expect(lines.last?.hasSuffix("pass, 1 fail, 0 n/a") == true)
}
