import BakeoffCore
import BakeoffDatasets

extension WorkerRequest {
  /// What a worker is asked for a trial whose rows are those of `features`; how they are prepared is not said yet.
  init(
    _ request: TrialRequest, of features: FeatureFile, predictions: String, threads: Int, limits: TrialLimits
  ) {
    self.init(
      plugin: request.model.card.id, settings: request.model.settings, seed: request.seed, threads: threads,
      timeLimit: limits.timeLimit?.seconds, classCount: request.classCount, features: features,
      trainingRows: request.split.training, trainingLabels: request.trainingLabels, testRows: request.split.test,
      predictions: predictions)
  }

  /// Gives a program the rows of its trial alone, prepared by what its training rows say, training rows first, in a file
  /// of `folder`. Throws where they cannot be prepared or written.
  mutating func holdPreparedRows(
    _ raw: Examples, _ rawTest: Features, by preparation: any Preparation, for needs: Set<ModelNeed>, in folder: String
  ) throws {
    let (training, fitted) = try prepare(raw, by: preparation, for: needs)
    let test = try fitted.apply(rawTest)
    let path = "\(folder)/features.npy"
    try NPYArray.write(
      training.features.floats() + test.floats(), shape: [training.count + test.count, test.shape.count], to: path)
    features = FeatureFile(path: path, element: .float, shape: test.shape)
    trainingRows = Array(0..<training.count)
    testRows = Array(training.count..<training.count + test.count)
  }
}
