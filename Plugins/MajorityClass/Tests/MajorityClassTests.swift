import BakeoffCore
import MajorityClassPlugin
import Testing

@Test func theMostFrequentClassIsPredictedWithTheClassFrequencies() throws {
  let features = Features(shape: FeatureShape(features: 1), floats: [0, 1, 2, 3])
  let examples = Examples(features: features, labels: [2, 1, 2, 0], classCount: 4)
  let model = try MajorityClass().fit(examples, context: FitContext(seed: 0))
  let predictions = model.predict(features.selecting([3, 0]))
  #expect(predictions.labels == [2, 2])
  #expect(model.parameterCount == 4 && model.byteCount == 16)
  #expect(predictions.scores == [0.25, 0.25, 0.5, 0, 0.25, 0.25, 0.5, 0])
}

@Test func noRowsAreRefused() {
  let features = Features(shape: FeatureShape(features: 1), floats: [])
  #expect(throws: TrainingError.self) {
    try MajorityClass().fit(Examples(features: features, labels: [], classCount: 2), context: FitContext(seed: 0))
  }
}
