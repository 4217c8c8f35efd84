import BakeoffCore
import LogisticRegressionPlugin
import Synchronization
import Testing

/// Classes as clouds around points on a grid, a little overlapping; rows of bytes of the given shape.
private func clouds(rows: Int, shape: FeatureShape, classes: Int, seed: UInt64 = 1) -> Examples {
  var generator = SeededGenerator(seed: seed)
  let centers = (0..<classes * shape.count).map { _ in Int.random(in: 0...200, using: &generator) }
  let labels = (0..<rows).map { $0 % classes }
  let bytes = labels.flatMap { label in
    (0..<shape.count).map { UInt8(centers[label * shape.count + $0] + Int.random(in: 0...55, using: &generator)) }
  }
  return Examples(features: Features(shape: shape, bytes: bytes), labels: labels, classCount: classes)
}

private func plugin(l2: Double = 1, maximumIterations: Int = 1000, tolerance: Double = 1e-10) -> LogisticRegression {
  var plugin = LogisticRegression()
  (plugin.alpha, plugin.leastPenalty) = (1e-30, l2)
  plugin.maximumIterations = maximumIterations
  plugin.leastGain = tolerance
  return plugin
}

private let context = FitContext(seed: 0)

@Test(arguments: ["threeClasses", "strongPenalty", "twoClasses", "badlyScaled"])
func coefficientsAgreeWithScikitLearn(problem: String) throws {
  let reference = try #require(try ScikitLearnReference.all()[problem])
  let features = Features(shape: FeatureShape(features: reference.featureCount), floats: reference.features)
  let examples = Examples(features: features, labels: reference.labels, classCount: reference.classCount)
  let model = try plugin(l2: reference.l2, tolerance: 1e-14).fit(examples, context: context)
  #expect(model.weights.count == reference.weights.count && model.intercepts.count == reference.intercepts.count)
  // With products in single precision the objective is known to some 1e-7 of itself; being quadratic around the
  // optimum, it leaves the coefficients uncertain by the root of that.
  #expect(zip(model.weights, reference.weights).allSatisfy { abs(Double($0) / $1 - 1) < 1e-2 })
  #expect(zip(model.weights, reference.weights).allSatisfy { abs(Double($0) - $1) < 2e-4 })
  #expect(zip(model.intercepts, reference.intercepts).allSatisfy { abs($0 - $1) < 4e-4 })
  guard let expected = reference.probabilities else { return }
  let probabilities = try model.predict(features).scores
  #expect(probabilities.count == expected.count)
  #expect(zip(probabilities, expected).allSatisfy { abs(Double($0) - $1) < 1e-4 })
}

@Test func probabilitiesSumToOneAndAClassWithoutRowsGetsNone() throws {
  let all = clouds(rows: 90, shape: FeatureShape(height: 3, width: 5), classes: 4)
  let examples = all.selecting((0..<all.count).filter { all.labels[$0] != 2 })
  let predictions = try plugin().fit(examples, context: context).predict(all.features)
  #expect(predictions.kind == .probabilities)
  for row in 0..<predictions.count {
    #expect(abs(predictions.row(row).reduce(0, +) - 1) < 1e-5)
    #expect(predictions.scores[row * 4 + 2] == 0)
  }
}

@Test func imagesWithUnequalSidesAreLearned() throws {
  let examples = clouds(rows: 120, shape: FeatureShape(height: 2, width: 7, channels: 3), classes: 5)
  let model = try plugin().fit(examples, context: context)
  #expect(try model.predict(examples.features).labels == examples.labels)
  #expect(model.parameterCount == 43 * 5)
}

@Test func renamingTheClassesPermutesTheProbabilities() throws {
  let examples = clouds(rows: 60, shape: FeatureShape(height: 2, width: 3), classes: 3)
  let permutation = [2, 0, 1]
  let renamed = Examples(
    features: examples.features, labels: examples.labels.map { permutation[$0] }, classCount: 3)
  let before = try plugin().fit(examples, context: context).predict(examples.features)
  let after = try plugin().fit(renamed, context: context).predict(examples.features)
  for row in 0..<examples.count {
    for label in 0..<3 {
      #expect(abs(before.scores[row * 3 + label] - after.scores[row * 3 + permutation[label]]) < 1e-4)
    }
  }
}

@Test func aRowHasTheSameScoresInAnyCompanyAndARefitTheSameNumbers() throws {
  let examples = clouds(rows: 700, shape: FeatureShape(height: 4, width: 5), classes: 3)
  let model = try LogisticRegression().fit(examples, context: context)
  let together = try model.predict(examples.features)
  for row in [0, 255, 256, 699] {
    #expect(try model.predict(examples.features.selecting([row])).scores == Array(together.row(row)))
  }
  let again = try LogisticRegression().fit(examples, context: FitContext(seed: 0, threads: 2))
  #expect(try again.predict(examples.features).scores == together.scores)
}

@Test func constantFeaturesChangeNothing() throws {
  let examples = clouds(rows: 60, shape: FeatureShape(features: 3), classes: 3)
  let widened = Features(
    shape: FeatureShape(features: 5),
    floats: (0..<60).flatMap { [0] + examples.features.floats($0..<$0 + 1) + [7] })
  let constant = try plugin().fit(Examples(features: widened, labels: examples.labels, classCount: 3), context: context)
  let plain = try plugin().fit(examples, context: context)
  let scores = zip(try constant.predict(widened).scores, try plain.predict(examples.features).scores)
  #expect(scores.allSatisfy { abs($0 - $1) < 1e-4 })
}

@Test func aThousandClassesAreLearned() throws {
  let examples = clouds(rows: 2000, shape: FeatureShape(height: 6, width: 4), classes: 1000)
  let model = try plugin(maximumIterations: 5).fit(examples, context: context)
  let predicted = try model.predict(examples.features).labels
  #expect(zip(predicted, examples.labels).count { $0 == $1 } > 1800)
}

@Test func theReportedLossFalls() throws {
  let losses = Mutex<[Double]>([])
  let listening = FitContext(seed: 0, onProgress: { progress in losses.withLock { $0.append(progress.loss) } })
  let examples = clouds(rows: 200, shape: FeatureShape(height: 3, width: 3), classes: 4)
  _ = try plugin().fit(examples, context: listening)
  let reported = losses.withLock { $0 }
  #expect(reported.count > 5)
  #expect(zip(reported, reported.dropFirst()).allSatisfy { $0 >= $1 })
}

@Test func cancellationEndsTheFit() {
  let examples = clouds(rows: 50, shape: FeatureShape(features: 4), classes: 2)
  #expect(throws: CancellationError.self) {
    try LogisticRegression().fit(examples, context: FitContext(seed: 0, isCancelled: { true }))
  }
}

@Test(arguments: [0, 1, 5])
func fewerThanTwoClassesAreRefused(rows: Int) {
  let features = Features(shape: FeatureShape(features: 2), floats: Array(repeating: 1, count: rows * 2))
  let examples = Examples(features: features, labels: Array(repeating: 1, count: rows), classCount: 3)
  #expect(throws: TrainingError.self) { try LogisticRegression().fit(examples, context: context) }
}

@Test(arguments: [Float.nan, .infinity])
func aFeatureThatIsNotAFiniteNumberIsNamed(value: Float) throws {
  let features = Features(shape: FeatureShape(features: 2), floats: [1, 2, 3, value])
  let examples = Examples(features: features, labels: [0, 1], classCount: 2)
  let error = try #require(throws: TrainingError.self) { try LogisticRegression().fit(examples, context: context) }
  #expect(error.description.contains("feature 1 of training row 1"))
}

@Test func rowsOfAnotherSizeAreNotPredicted() throws {
  let model = try plugin().fit(clouds(rows: 20, shape: FeatureShape(features: 4), classes: 2), context: context)
  let other = Features(shape: FeatureShape(features: 3), floats: [1, 2, 3])
  #expect(throws: TrainingError.self) { try model.predict(other) }
}

@Test func settingsOutOfRangeAreNamed() throws {
  try LogisticRegression().validate()
  let wrong = [
    ("leastPenalty", plugin(l2: 0)), ("leastPenalty", plugin(l2: .infinity)), ("leastPenalty", plugin(l2: .nan)),
    ("maximumIterations", plugin(maximumIterations: 0)), ("leastGain", plugin(tolerance: -1)),
    ("leastGain", plugin(tolerance: 1)),
  ]
  for (name, plugin) in wrong {
    let error = #expect(throws: ConfigurationError.self) { try plugin.validate() }
    #expect(error?.description.contains("logistic-regression.\(name)=") == true)
  }
}
