import BakeoffCore
import MLPPlugin
import Testing

/// Rows of `shape` whose class decides which of their values are large.
private func patterns(_ shape: FeatureShape, classCount: Int, rows: Int, seed: UInt64) -> Examples {
  var generator = SeededGenerator(seed: seed)
  let labels = (0..<rows).map { _ in Int.random(in: 0..<classCount, using: &generator) }
  let floats = labels.flatMap { label in
    (0..<shape.count).map { index in
      Float.random(in: 0...0.3, using: &generator) + (index % classCount == label ? 0.7 : 0)
    }
  }
  return Examples(features: Features(shape: shape, floats: floats), labels: labels, classCount: classCount)
}

private func small(_ change: (inout MLP) -> Void = { _ in }) -> MLP {
  var plugin = MLP()
  plugin.hidden = [20, 12]
  (plugin.epochs, plugin.minimumSteps) = (12, 0)
  plugin.batchSize = 16
  plugin.learningRate = 0.01
  change(&plugin)
  return plugin
}

private func accuracy(_ model: some Classifier, _ examples: Examples) throws -> Double {
  let predicted = try model.predict(examples.features).labels
  return Double(zip(predicted, examples.labels).count { $0 == $1 }) / Double(examples.count)
}

@Test(
  arguments: [
    FeatureShape(features: 13), FeatureShape(height: 4, width: 7), FeatureShape(height: 3, width: 2, channels: 5),
  ], [2, 3, 11])
func patternsOfAnyShapeAndClassCountAreLearned(shape: FeatureShape, classCount: Int) throws {
  let plugin = small { $0.epochs = 30 }
  let model = try plugin.fit(
    patterns(shape, classCount: classCount, rows: 403, seed: 1), context: FitContext(seed: 0))
  #expect(try accuracy(model, patterns(shape, classCount: classCount, rows: 200, seed: 2)) > 0.9)
}

@Test func aModelWithoutHiddenLayersIsSoftmaxRegression() throws {
  let model = try small { $0.hidden = [] }.fit(
    patterns(FeatureShape(features: 9), classCount: 3, rows: 300, seed: 1), context: FitContext(seed: 0))
  #expect(model.parameterCount == (9 + 1) * 3)
}

@Test func aRowHasTheSameScoresInAnyCompany() throws {
  let examples = patterns(FeatureShape(features: 13), classCount: 3, rows: 300, seed: 1)
  let model = try small().fit(examples, context: FitContext(seed: 0))
  let all = try model.predict(examples.features)
  for rows in [[0], [299, 0, 7], Array(100..<299)] {
    let some = try model.predict(examples.features.selecting(rows))
    #expect(rows.enumerated().allSatisfy { Array(some.row($0)) == Array(all.row($1)) })
  }
  #expect((0..<300).allSatisfy { abs(all.row($0).reduce(0, +) - 1) < 1e-5 })
  #expect(try model.predict(examples.features.selecting([])).count == 0)
}

@Test func rowsOfAnotherShapeAreNotPredicted() throws {
  let model = try small().fit(
    patterns(FeatureShape(height: 3, width: 4), classCount: 3, rows: 40, seed: 1), context: FitContext(seed: 0))
  for shape in [FeatureShape(height: 4, width: 3), FeatureShape(features: 5)] {
    let other = Features(shape: shape, floats: [Float](repeating: 0, count: shape.count))
    let error = #expect(throws: TrainingError.self) { try model.predict(other) }
    #expect(try #require(error).description.contains("cannot predict rows of \(shape)"))
  }
}

@Test func theSeedAloneDecidesWhatIsPredicted() throws {
  let examples = patterns(FeatureShape(features: 13), classCount: 3, rows: 101, seed: 1)
  func scores(seed: UInt64, threads: Int) throws -> [Float] {
    try small().fit(examples, context: FitContext(seed: seed, threads: threads)).predict(examples.features).scores
  }
  let one = try scores(seed: 4, threads: 1)
  #expect(try (2...5).allSatisfy { try scores(seed: 4, threads: $0) == one })
  #expect(try scores(seed: 4, threads: 1) != scores(seed: 5, threads: 1))
}

@Test func lossIsReportedOnceAnEpochAndFalls() throws {
  let reports = Recorder()
  let context = FitContext(seed: 0, onProgress: { reports.append($0) })
  _ = try small().fit(patterns(FeatureShape(features: 13), classCount: 3, rows: 101, seed: 1), context: context)
  let progress = reports.values
  #expect(progress.map(\.epoch) == Array(1...12))
  #expect(progress.allSatisfy { $0.epochs == 12 })
  #expect(progress[11].loss < 0.5 * progress[0].loss)
}

@Test func divergenceNamesTheEpochAndTheRemedy() throws {
  let examples = patterns(FeatureShape(features: 13), classCount: 3, rows: 101, seed: 1)
  let error = #expect(throws: TrainingError.self) {
    try small { $0.learningRate = 1e30 }.fit(examples, context: FitContext(seed: 0))
  }
  let description = try #require(error).description
  #expect(description.contains("epoch 1") && description.contains("learningRate"))
}

@Test func cancellationIsNoticed() {
  let examples = patterns(FeatureShape(features: 13), classCount: 3, rows: 101, seed: 1)
  #expect(throws: CancellationError.self) {
    try small().fit(examples, context: FitContext(seed: 0, isCancelled: { true }))
  }
}

@Test func noRowsAreRefused() {
  let none = patterns(FeatureShape(features: 13), classCount: 3, rows: 0, seed: 1)
  #expect(throws: TrainingError.self) { try small().fit(none, context: FitContext(seed: 0)) }
}

@Test func settingsOutOfRangeAreNamed() throws {
  try MLP().validate()
  let wrong: [(String, MLP)] = [
    ("hidden", small { $0.hidden = [10, 0] }), ("epochs", small { $0.epochs = 0 }),
    ("batchSize", small { $0.batchSize = 0 }), ("learningRate", small { $0.learningRate = -1 }),
    ("hidden", small { $0.hidden = [1 << 40] }), ("epochs", small { $0.epochs = 1_000_000_000_000_000_000 }),
    ("batchSize", small { $0.batchSize = .max }),
    ("learningRate", small { $0.learningRate = .infinity }),
  ]
  for (name, plugin) in wrong {
    let error = #expect(throws: ConfigurationError.self) { try plugin.validate() }
    #expect(try #require(error).description.hasPrefix("mlp.\(name)="))
  }
}
