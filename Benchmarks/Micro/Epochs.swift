import BakeoffCore
import BakeoffDatasets
import Benchmark
import CNNPlugin
import LinearSVMPlugin
import LogisticRegressionPlugin
import MLPPlugin
import MajorityClassPlugin

/// One pass of each plugin over the same rows, all on one thread. A solver that decides itself when to stop is run to its
/// end instead.
func benchmarkEpochs() {
  epoch("majority-class, fit", MajorityClass())
  epoch("logistic-regression, fit", LogisticRegression())
  var linearSVM = LinearSVM()
  linearSVM.epochs = 1
  epoch("linear-svm, one epoch", linearSVM)
  var mlp = MLP()
  mlp.epochs = 1
  epoch("mlp, one epoch", mlp)
  var cnn = CNN()
  cnn.epochs = 1
  epoch("cnn, one epoch", cnn)
}

private let rows = 10_000

private func epoch(_ name: String, _ plugin: some ClassifierPlugin) {
  var examples: Examples?
  Benchmark("\(name), \(rows) synthetic digits") { benchmark in
    let training = if let examples { examples } else { try await syntheticDigits() }
    examples = training
    benchmark.startMeasurement()
    blackHole(try plugin.fit(training, context: FitContext(seed: 0)))
    benchmark.stopMeasurement()
  }
}

private func syntheticDigits() async throws -> Examples {
  let digits = try await SyntheticDigits(rows: rows, testRows: 0)
    .load(LoadContext(dataDirectories: [], cacheDirectory: "", mayDownload: false))
  return digits.examples
}
