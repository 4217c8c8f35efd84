import BakeoffCore
import BakeoffTraining
import CNNPlugin
import Foundation
import Synchronization
import Testing

/// Images of noise with a bright stroke, somewhere: across for class 0, down for class 1, and so on by slope.
private func strokes(_ shape: FeatureShape, classCount: Int, rows: Int, seed: UInt64) -> Examples {
  let slopes = [(0, 1), (1, 0), (1, 1), (1, -1), (0, 0), (2, 1)]
  var generator = SeededGenerator(seed: seed)
  let labels = (0..<rows).map { _ in Int.random(in: 0..<classCount, using: &generator) }
  let floats = labels.flatMap { label in
    var image = (0..<shape.count).map { _ in Float.random(in: 0...0.3, using: &generator) }
    let top = Int.random(in: 2..<shape.height - 5, using: &generator)
    let left = Int.random(in: 4..<shape.width - 5, using: &generator)
    for step in 0..<5 {
      let (y, x) = (top + step * slopes[label].0, left + step * slopes[label].1)
      guard y < shape.height else { break }
      image[(y * shape.width + x) * shape.channels + shape.channels - 1] = 1
    }
    return image
  }
  return Examples(features: Features(shape: shape, floats: floats), labels: labels, classCount: classCount)
}

private func small(_ change: (inout CNN) -> Void = { _ in }) -> CNN {
  var plugin = CNN()
  (plugin.channels, plugin.kernel, plugin.hidden) = ([6, 18], [3], [])
  (plugin.epochs, plugin.minimumSteps) = (3, 0)
  plugin.batchSize = 16
  plugin.learningRate = 0.01
  change(&plugin)
  return plugin
}

private let shape = FeatureShape(height: 14, width: 17)

private func accuracy(_ model: NetworkClassifier, _ examples: Examples) throws -> Double {
  let predicted = try model.predict(examples.features).labels
  return Double(zip(predicted, examples.labels).count { $0 == $1 }) / Double(examples.count)
}

@Test(
  arguments: [
    (FeatureShape(height: 14, width: 17), 2, 3), (FeatureShape(height: 21, width: 13), 3, 2),
    (FeatureShape(height: 16, width: 16, channels: 3), 6, 3), (FeatureShape(height: 18, width: 17), 4, 5),
  ])
func strokesAreLearned(shape: FeatureShape, classCount: Int, kernel: Int) throws {
  let plugin = small {
    $0.kernel = [kernel]
    $0.epochs = 12
  }
  let model = try plugin.fit(
    strokes(shape, classCount: classCount, rows: 603, seed: 1), context: FitContext(seed: 0))
  #expect(try accuracy(model, strokes(shape, classCount: classCount, rows: 200, seed: 2)) > 0.9)
}

@Test func aRowHasTheSameScoresInAnyCompany() throws {
  let examples = strokes(shape, classCount: 3, rows: 300, seed: 1)
  let model = try small().fit(examples, context: FitContext(seed: 0))
  let all = try model.predict(examples.features)
  for rows in [[0], [299, 0, 7], Array(100..<299)] {
    let some = try model.predict(examples.features.selecting(rows))
    #expect(rows.enumerated().allSatisfy { Array(some.row($0)) == Array(all.row($1)) })
  }
  #expect((0..<300).allSatisfy { abs(all.row($0).reduce(0, +) - 1) < 1e-5 })
}

@Test func theSeedAloneDecidesWhatIsPredicted() throws {
  let examples = strokes(shape, classCount: 3, rows: 101, seed: 1)
  func scores(seed: UInt64, threads: Int) throws -> [Float] {
    try small().fit(examples, context: FitContext(seed: seed, threads: threads)).predict(examples.features).scores
  }
  let one = try scores(seed: 4, threads: 1)
  #expect(try (2...5).allSatisfy { try scores(seed: 4, threads: $0) == one })
  #expect(try scores(seed: 4, threads: 1) != scores(seed: 5, threads: 1))
}

@Test func lossIsReportedOnceAnEpochAndFalls() throws {
  let reports = Mutex<[FitProgress]>([])
  let context = FitContext(seed: 0, onProgress: { progress in reports.withLock { $0.append(progress) } })
  _ = try small().fit(strokes(shape, classCount: 2, rows: 301, seed: 1), context: context)
  let progress = reports.withLock { $0 }
  #expect(progress.map(\.epoch) == [1, 2, 3])
  #expect(progress.allSatisfy { $0.epochs == 3 })
  #expect(progress[2].loss < 0.5 * progress[0].loss)
}

@Test func parametersAreCountedWithoutPadding() throws {
  let model = try small().fit(strokes(shape, classCount: 3, rows: 20, seed: 1), context: FitContext(seed: 0))
  // 14x17 -> 12x15 -> 6x7 -> 4x5 -> 2x2.
  #expect(model.parameterCount == (9 + 1) * 6 + (9 * 6 + 1) * 18 + (2 * 2 * 18 + 1) * 3)
}

@Test func windowsOfTwoSidesAndDenseLayersAreBuilt() throws {
  let plugin = small {
    $0.kernel = [5, 2]
    $0.hidden = [20, 7]
  }
  // 14x17 -> 10x13 -> 5x6 -> 4x5 -> 2x2.
  let network = try plugin.makeNetwork(shape: shape, classCount: 3, seed: 0)
  #expect(network.learnedCount == (25 + 1) * 6 + (4 * 6 + 1) * 18 + (72 + 1) * 20 + (20 + 1) * 7 + (7 + 1) * 3)
  #expect(
    try accuracy(
      small { ($0.kernel, $0.hidden, $0.epochs) = ([5, 3], [32], 12) }.fit(
        strokes(shape, classCount: 3, rows: 603, seed: 1), context: FitContext(seed: 0)),
      strokes(shape, classCount: 3, rows: 200, seed: 2)) > 0.9)
}

/// The mean log-loss of a model, and how often it is right.
private func quality(_ model: NetworkClassifier, _ examples: Examples) throws -> (loss: Double, accuracy: Double) {
  let predictions = try model.predict(examples.features)
  let losses = examples.labels.enumerated().map {
    -log(max(Double(predictions.row($0).dropFirst($1).first ?? 0), 1e-9))
  }
  return (losses.reduce(0, +) / Double(examples.count), try accuracy(model, examples))
}

@Test func smoothedProbabilitiesSayAsMuchAsOthers() throws {
  // Without the logits' scale the smoothed model's log-loss is at least -log 0.9 = 0.105 for rows it is sure of.
  let training = strokes(shape, classCount: 2, rows: 1200, seed: 1)
  let test = strokes(shape, classCount: 2, rows: 600, seed: 2)
  let smoothed = try quality(
    small { ($0.smoothing, $0.epochs) = (0.2, 12) }.fit(training, context: FitContext(seed: 0)), test)
  #expect(smoothed.accuracy > 0.98)
  #expect(smoothed.loss < 0.08)
}

@Test func divergenceNamesTheEpochAndTheRemedy() throws {
  let examples = strokes(shape, classCount: 3, rows: 101, seed: 1)
  let error = #expect(throws: TrainingError.self) {
    try small { $0.learningRate = 1e30 }.fit(examples, context: FitContext(seed: 0))
  }
  let description = try #require(error).description
  #expect(description.contains("epoch 1") && description.contains("learningRate"))
}

@Test func cancellationIsNoticed() {
  let examples = strokes(shape, classCount: 3, rows: 101, seed: 1)
  #expect(throws: CancellationError.self) {
    try small().fit(examples, context: FitContext(seed: 0, isCancelled: { true }))
  }
}

@Test func whatIsNotALargeEnoughImageIsRefused() throws {
  func message(_ shape: FeatureShape) throws -> String {
    let features = Features(shape: shape, floats: [Float](repeating: 0, count: 2 * shape.count))
    let examples = Examples(features: features, labels: [0, 1], classCount: 2)
    let error = #expect(throws: TrainingError.self) { try small().fit(examples, context: FitContext(seed: 0)) }
    return try #require(error).description
  }
  #expect(try message(FeatureShape(features: 200)).contains("plain vectors of 200 values"))
  #expect(try message(FeatureShape(height: 9, width: 30)).contains("10x10"))
  #expect(try message(FeatureShape(height: 30, width: 9)).contains("30x9"))
  #expect(throws: Never.self) {
    try small().makeNetwork(shape: FeatureShape(height: 10, width: 10), classCount: 2, seed: 0)
  }
}

@Test func settingsOutOfRangeAreNamed() throws {
  try CNN().validate()
  let wrong: [(String, CNN)] = [
    ("channels", small { $0.channels = [8] }), ("channels", small { $0.channels = [8, 0] }),
    ("kernel", small { $0.kernel = [0] }), ("epochs", small { $0.epochs = 0 }),
    ("batchSize", small { $0.batchSize = 0 }), ("learningRate", small { $0.learningRate = 0 }),
    ("shift", small { $0.shift = -1 }), ("kernel", small { $0.kernel = [3, 3, 3] }),
    ("hidden", small { $0.hidden = [0] }),
    ("smoothing", small { $0.smoothing = 1 }), ("channels", small { $0.channels = [8, .max] }),
    ("kernel", small { $0.kernel = [5, 4_000_000_000_000_000_000] }), ("epochs", small { $0.epochs = .max }),
    ("batchSize", small { $0.batchSize = .max }),
  ]
  for (name, plugin) in wrong {
    let error = #expect(throws: ConfigurationError.self) { try plugin.validate() }
    #expect(try #require(error).description.hasPrefix("cnn.\(name)="))
  }
}
