import BakeoffCatalog
import BakeoffCore
import BakeoffDatasets
import BakeoffEvaluation
import BakeoffExecution
import BakeoffHarness
import Synchronization
import Testing

/// Predicts the class whose training rows have the nearest mean of the first feature.
private struct NearestMean: ClassifierPlugin {
  static let card = PluginCard(id: "nearest-mean", title: "Nearest mean", version: "1", summary: "", reference: "")

  func fit(_ examples: Examples, context: FitContext) -> Means {
    let values = examples.features.floats()
    let width = examples.features.shape.count
    var sums = Array(repeating: Float(0), count: examples.classCount)
    for (row, label) in examples.labels.enumerated() { sums[label] += values[row * width] }
    context.report(FitProgress(epoch: 1, epochs: 1, loss: 0.5))
    return Means(means: zip(sums, examples.classCounts).map { $0 / Float(max(1, $1)) })
  }
}

private struct Means: Classifier {
  let means: [Float]

  func predict(_ features: Features) -> Predictions {
    let width = features.shape.count
    let values = features.floats()
    let scores = (0..<features.count).flatMap { row in means.map { -abs(values[row * width] - $0) } }
    return Predictions(kind: .margins, classCount: means.count, scores: scores)
  }
}

/// Always the first class.
private struct First: ClassifierPlugin {
  static let card = PluginCard(id: "first", title: "First", version: "1", summary: "", reference: "", isBaseline: true)
  func fit(_ examples: Examples, context: FitContext) -> Means {
    Means(means: (0..<examples.classCount).map { $0 == 0 ? 0 : 1e6 })
  }
}

private func lines(_ count: Int = 30) throws -> Dataset {
  try Dataset(
    name: "lines", rows: (0..<count).map { [Float($0 % 3) * 10 + Float($0) / 100, 1] },
    classes: (0..<count).map { ["low", "middle", "upper"][$0 % 3] })
}

@Test func aLibraryComparesWithoutCommandAndStore() async throws {
  let comparison = try Comparison(of: [First(), NearestMean()], on: try lines())
  let record = await comparison.run()
  let leaderboard = try record.leaderboard(metrics: [Accuracy()])
  #expect(leaderboard.rows.map(\.competitor.name) == ["nearest-mean", "first"])
  #expect(leaderboard.rows.map { $0.scores[0].mean } == [1, 1.0 / 3])
  #expect(record.trials.count == 10 && record.number == nil && record.ended != nil)
  #expect(record.description.resamplingSetup?.settings == ["folds": .integer(5), "repeats": .integer(1)])
  #expect(record.competitors.map(\.title) == ["First", "Nearest mean"])
  // A learning curve of each trial, of the model that reports.
  #expect(record.trials.map(\.curve.count) == record.trials.map { $0.model == 1 ? 1 : 0 })
}

@Test func theSameSeedGivesTheSameSplitsAndAnotherGivesOthers() throws {
  let data = try lines()
  let splits = try [0, 0, 1].map { try Comparison(of: [First()], on: data, seed: $0).experiment.splits }
  #expect(splits[0] == splits[1] && splits[0] != splits[2])
}

@Test func aLimitDrawsByClassShareAndNoHoldOutRow() throws {
  let models = [try ConfiguredModel(First(), named: "first")]
  let comparison = try Comparison(of: models, on: try lines(300), limit: 30)
  let used = Set(comparison.experiment.splits.flatMap { $0.training + $0.test })
  #expect(used.count == 30 && comparison.description.rows == 30)
  #expect((0..<3).allSatisfy { label in used.count { $0 % 3 == label } == 10 })
}

@Test func whatCannotBeComparedIsSaidByValueAndNotByFlag() throws {
  let models = [try ConfiguredModel(First(), named: "first")]
  #expect(throws: ConfigurationError("two models are named first; give one of them another name")) {
    try Comparison(of: models + models, on: try lines())
  }
  let error = #expect(throws: ConfigurationError.self) {
    try Comparison(of: models, on: try lines(), average: .binary)
  }
  #expect(error?.description.hasPrefix("average binary: ") == true)
  let record = try Comparison(of: models, on: try lines()).record
  let unknown = #expect(throws: ConfigurationError.self) {
    try record.leaderboard(metrics: [Accuracy()], sortedBy: "acuracy")
  }
  #expect(
    unknown?.description == "sort acuracy is not among the metrics shown; did you mean accuracy?; they are accuracy")
}

@Test(arguments: [
  ([] as [[Float]], [] as [String], "the rows: expected at least one row"),
  ([[1], [2]], ["a"], "the classes: expected 2"),
  ([[1, 2], [3]], ["a", "b"], "row 1: expected 2 numbers, found 1"),
  ([[1], [.nan]], ["a", "b"], "row 1: expected finite"),
])
func arraysThatAreNoDataSetAreRefused(rows: [[Float]], classes: [String], message: String) {
  let error = #expect(throws: DatasetError.self) { try Dataset(name: "mine", rows: rows, classes: classes) }
  #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
}

@Test func ownArraysHaveAChecksumOfAllThatMatters() throws {
  func sum(_ rows: [[Float]], _ classes: [String]) throws -> String {
    try Dataset(name: "n", rows: rows, classes: classes).provenance.sha256
  }
  let sums = [
    try sum([[1, 2], [3, 4]], ["a", "b"]), try sum([[1, 2], [3, 5]], ["a", "b"]),
    try sum([[1, 2], [3, 4]], ["b", "a"]),
    try sum([[1, 2], [3, 4]], ["a", "c"]), try sum([[1], [2], [3], [4]], ["a", "b", "a", "b"]),
  ]
  #expect(Set(sums).count == sums.count && sums[0].count == 64)
  #expect(try sum([[1, 2], [3, 4]], ["a", "b"]) == sums[0])
}

@Test func withoutMNISTTheDigitsStandInAndItIsSaid() async throws {
  let datasets = try Registry("data set", standardDatasets)
  let context = LoadContext(dataDirectories: [], cacheDirectory: "/no/such/cache", mayDownload: false)
  let loaded = try await datasets.load(nil, context)
  #expect(loaded.dataset.name == "synthetic-digits" && loaded.notice?.contains("MNIST was unavailable") == true)
  #expect(!loaded.tried.isEmpty)
  let asked = try await datasets.load("synthetic-digits:rows=50", context)
  #expect(asked.notice == nil && asked.dataset.trainingCount == 50)
  await #expect(throws: DatasetError.self) { try await datasets.load("mnist", context) }
}

@Test func executorsAreSelectedByName() throws {
  let executors = try Registry("executor", standardExecutors)
  #expect(executors.ids == ["process", "in-process", "slurm", "command"])
  #expect(try executors.entry("in-process").make(ExecutorOptions(jobs: 2)) is InProcessExecutor)
  #expect(try executors.entry("process").make(ExecutorOptions(jobs: 2)) is ProcessExecutor)
  #expect(executors.entries.map(\.enforcesLimits) == [true, false, true, true])
  #expect(throws: ConfigurationError.self) { try executors.entry("proces") }
}

/// Keeps what it was given to learn from, by the name in its settings.
private struct Recording: ClassifierPlugin {
  static let card = PluginCard(id: "recording", title: "Recording", version: "1", summary: "", reference: "")
  static let seen = Mutex<[String: [[Float]]]>([:])
  @Setting("under which name rows are kept", .text)
  var name = ""

  func fit(_ examples: Examples, context: FitContext) -> Means {
    Self.seen.withLock { $0[name, default: []].append(examples.features.floats()) }
    return Means(means: Array(repeating: 0, count: examples.classCount))
  }
}

/// The rows of the first test fold are changed beyond measure; what is learned from in that split stays as it was.
@Test func whatIsLearnedFromDoesNotDependOnTestRows() async throws {
  let rows = (0..<30).map { [Float($0), Float($0 % 7) * 1000] }
  let classes = (0..<30).map { "\($0 % 2)" }
  func trained(_ name: String, changing changed: Set<Int>) async throws -> (training: [[Float]], test: Set<Int>) {
    let values = rows.enumerated().map { changed.contains($0.offset) ? [-1e30, 1e30] : $0.element }
    var plugin = Recording()
    plugin.name = name
    let comparison = try Comparison(
      of: [plugin], on: try Dataset(name: "rows", rows: values, classes: classes),
      resampling: Holdout(testFraction: 0.3, repeats: 1))
    _ = await comparison.run(by: InProcessExecutor(jobs: 1))
    return (Recording.seen.withLock { $0[name] ?? [] }, Set(comparison.experiment.splits[0].test))
  }
  let before = try await trained("before", changing: [])
  let after = try await trained("after", changing: before.test)
  #expect(before.test == after.test && before.training.count == 1)
  #expect(before.training == after.training)
  let values = before.training[0]
  #expect(abs(values.reduce(0, +)) < 1e-3 && values.allSatisfy { abs($0) < 3 }, "they are standardised")
}

/// Needs what a plain table has not.
private struct Pictures: ClassifierPlugin {
  static let card = PluginCard(
    id: "pictures", title: "Pictures", version: "1", summary: "", reference: "", needs: [.images])
  func fit(_ examples: Examples, context: FitContext) -> Means { Means(means: []) }
}

@Test func aModelThatCannotLearnFromTheDataIsAnErrorByNameAndLeftOutOfAll() throws {
  let catalog = try Registry("model", [CatalogEntry(First.self), CatalogEntry(Pictures.self)])
  let all = try Comparison(of: catalog.models(["all"]), on: try lines())
  #expect(all.experiment.models.map(\.name) == ["first"])
  #expect(all.description.data?.leftOut.map(\.name) == ["pictures"])
  #expect(all.description.data?.classCounts == [10, 10, 10])
  let error = #expect(throws: ConfigurationError.self) {
    try Comparison(of: catalog.models(["first", "pictures"]), on: try lines())
  }
  #expect(error?.description.contains("pictures cannot learn from this data: it needs images") == true)
}

@Test func preparationsAreSaidOnceForTheModelsTheyAreFor() throws {
  let catalog = try Registry("model", [CatalogEntry(First.self), CatalogEntry(NearestMean.self)])
  let models = try catalog.models(
    ["first", "nearest-mean", "raw=nearest-mean"], settings: [SettingChange("raw.prepare=none")])
  let data = try #require(try Comparison(of: models, on: try lines()).description.data)
  #expect(data.preparations.map(\.models) == [["first", "nearest-mean"]])
  #expect(data.preparations[0].summary == "standardised 1 column; dropped 1 constant column (2)")
}

/// Pixels are not prepared, so that standardising them would do nothing: that is refused and not passed over.
@Test func aPreparationThatWouldDoNothingIsRefused() throws {
  let pixels = Dataset(
    name: "pixels",
    examples: Examples(
      features: Features(shape: FeatureShape(features: 2), bytes: (0..<60).map { UInt8($0 * 4) }),
      labels: (0..<30).map { $0 % 3 }, classCount: 3), trainingCount: 30, classNames: ["low", "middle", "upper"],
    provenance: Provenance(source: "made here", version: "1", sha256: "", licence: ""))
  let catalog = try Registry("model", [CatalogEntry(First.self), CatalogEntry(NearestMean.self)])
  for asked in ["standardise", "encode", "auto:categories=10"] {
    let error = #expect(throws: ConfigurationError.self) {
      try Comparison(of: catalog.models(["nearest-mean"], prepare: asked), on: pixels)
    }
    #expect(error?.description.contains("prepare=\(asked) would do nothing, as the rows are pixels") == true)
  }
  let one = #expect(throws: ConfigurationError.self) {
    let settings = [try SettingChange("nearest-mean.prepare=robust")]
    _ = try Comparison(of: catalog.models(["first", "nearest-mean"], settings: settings), on: pixels)
  }
  #expect(one?.description.contains("where the columns are no pixels, pixels=no says so") == true)
  for usual in ["auto", "none"] {
    #expect(
      try Comparison(of: catalog.models(["nearest-mean"], prepare: usual), on: pixels).experiment.models.count == 1)
  }
}
