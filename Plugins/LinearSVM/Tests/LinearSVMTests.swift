import BakeoffCore
import LinearSVMPlugin
import Synchronization
import Testing

/// Classes as clouds around random points, far enough apart to be told by a line.
private func clouds(rows: Int, shape: FeatureShape, classes: Int) -> Examples {
  var generator = SeededGenerator(seed: 1)
  let centers = (0..<classes * shape.count).map { _ in Int.random(in: 0...200, using: &generator) }
  let labels = (0..<rows).map { $0 % classes }
  let bytes = labels.flatMap { label in
    (0..<shape.count).map { UInt8(centers[label * shape.count + $0] + Int.random(in: 0...55, using: &generator)) }
  }
  return Examples(features: Features(shape: shape, bytes: bytes), labels: labels, classCount: classes)
}

private let context = FitContext(seed: 0)

private func accuracy(_ plugin: LinearSVM, _ examples: Examples) throws -> Double {
  let labels = try plugin.fit(examples, context: context).predict(examples.features).labels
  return Double(zip(labels, examples.labels).count { $0 == $1 }) / Double(labels.count)
}

// Any shape, any number of classes, and batches that do not divide the rows.
@Test(arguments: [(2, 7, 1, 5), (1, 30, 1, 2), (4, 3, 3, 18)], [32, 1000])
func classesThatALineSeparatesAreLearned(
  shape: (height: Int, width: Int, channels: Int, classes: Int), batchSize: Int
) throws {
  let features = FeatureShape(height: shape.height, width: shape.width, channels: shape.channels)
  var plugin = LinearSVM()
  plugin.batchSize = batchSize
  plugin.epochs = batchSize > 100 ? 500 : 40
  #expect(try accuracy(plugin, clouds(rows: 333, shape: features, classes: shape.classes)) > 0.97)
}

@Test func marginsAreGivenAndNoProbabilities() throws {
  let examples = clouds(rows: 60, shape: FeatureShape(height: 2, width: 3), classes: 3)
  let model = try LinearSVM().fit(examples, context: context)
  #expect(try model.predict(examples.features).kind == .margins)
  #expect(model.parameterCount == 7 * 3)
}

@Test func aClassWithoutRowsIsNotPredicted() throws {
  let all = clouds(rows: 120, shape: FeatureShape(features: 20), classes: 4)
  let examples = all.selecting((0..<all.count).filter { all.labels[$0] != 2 })
  let predictions = try LinearSVM().fit(examples, context: context).predict(examples.features)
  #expect(!predictions.labels.contains(2))
}

@Test func scalingTheFeaturesChangesNextToNothing() throws {
  let examples = clouds(rows: 200, shape: FeatureShape(features: 12), classes: 3)
  let scaled = Features(shape: examples.features.shape, floats: examples.features.floats().map { $0 * 4096 })
  let plain = Features(shape: examples.features.shape, floats: examples.features.floats())
  var plugin = LinearSVM()
  plugin.epochs = 60
  for features in [plain, scaled] {
    #expect(try accuracy(plugin, Examples(features: features, labels: examples.labels, classCount: 3)) > 0.97)
  }
}

@Test func theSeedDecidesEveryNumber() throws {
  let examples = clouds(rows: 100, shape: FeatureShape(height: 3, width: 4), classes: 3)
  let scores = try [(1, 1), (1, 2), (2, 1)].map { seed, threads in
    try LinearSVM().fit(examples, context: FitContext(seed: UInt64(seed), threads: threads))
      .predict(examples.features).scores
  }
  #expect(scores[0] == scores[1])
  #expect(scores[0] != scores[2])
}

@Test func theLossOfEveryEpochIsReportedAndFalls() throws {
  let losses = Mutex<[Double]>([])
  let listening = FitContext(seed: 0, onProgress: { progress in losses.withLock { $0.append(progress.loss) } })
  var plugin = LinearSVM()
  plugin.minimumSteps = 0
  _ = try plugin.fit(clouds(rows: 300, shape: FeatureShape(features: 9), classes: 3), context: listening)
  let reported = losses.withLock { $0 }
  #expect(reported.count == LinearSVM().epochs)
  #expect(reported[reported.count - 1] < reported[0] / 2)
}

@Test func divergenceNamesTheEpochAndTheRemedy() throws {
  var plugin = LinearSVM()
  plugin.learningRate = 1e30
  plugin.alpha = 1e10
  let error = #expect(throws: TrainingError.self) {
    try plugin.fit(clouds(rows: 100, shape: FeatureShape(features: 5), classes: 2), context: context)
  }
  #expect(error?.description.contains("in epoch 1; try a learningRate below 1e+30") == true)
}

@Test func cancellationEndsTheFit() {
  let examples = clouds(rows: 50, shape: FeatureShape(features: 4), classes: 2)
  #expect(throws: CancellationError.self) {
    try LinearSVM().fit(examples, context: FitContext(seed: 0, isCancelled: { true }))
  }
}

@Test func noRowsAndFeaturesThatAreNotNumbersAreRefused() {
  let shape = FeatureShape(features: 1)
  for floats in [[], [Float.nan]] {
    let examples = Examples(
      features: Features(shape: shape, floats: floats), labels: floats.map { _ in 0 }, classCount: 2)
    #expect(throws: TrainingError.self) { try LinearSVM().fit(examples, context: context) }
  }
}

@Test func settingsOutOfRangeAreNamed() throws {
  try LinearSVM().validate()
  let changes: [(String, (inout LinearSVM) -> Void)] = [
    ("alpha", { $0.alpha = 0 }), ("alpha", { $0.alpha = .nan }), ("epochs", { $0.epochs = 0 }),
    ("batchSize", { $0.batchSize = 0 }), ("learningRate", { $0.learningRate = -1 }),
    ("learningRate", { $0.learningRate = .infinity }), ("batchSize", { $0.batchSize = .max }),
  ]
  for (name, change) in changes {
    var plugin = LinearSVM()
    change(&plugin)
    let error = #expect(throws: ConfigurationError.self) { try plugin.validate() }
    #expect(error?.description.contains("linear-svm.\(name)=") == true)
  }
}
