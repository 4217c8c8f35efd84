import BakeoffCatalog
import BakeoffCore
import BakeoffExecution
import Foundation
import Testing

/// The status a program leaves with; nil where it cannot be started.
private func status(_ program: String, _ arguments: [String]) -> Int32? {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = [program] + arguments
  process.standardOutput = FileHandle.nullDevice
  process.standardError = FileHandle.nullDevice
  guard (try? process.run()) != nil else { return nil }
  process.waitUntilExit()
  return process.terminationStatus
}

private let hasCompiler = status("cc", ["--version"]) == 0
private let python = ProcessInfo.processInfo.environment["BAKEOFF_PYTHON"]
private let shipped = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().appending(path: "Plugins/External").path
private let shippedCatalog = ExternalCatalog(searching: [shipped], python: python)
private let available = Set(shippedCatalog.entries.filter { $0.unavailable == nil }.map(\.card.id))

/// The labels `fourClasses` has on the test rows of each split of `experiment`.
private let truths: [[Int]] = (0..<2).map { fold in
  (0..<40).filter { $0 % 4 == fold }.map { fourClasses().examples.labels[$0] }
}

@Test(.enabled(if: hasCompiler, "needs a C compiler called cc"))
func aPluginInCIsRunByBothExecutors() async throws {
  let folder = try PluginFolder()
  try folder.plugin("compiled")
  try folder.write(cPlugin, to: "plugin.c", of: "compiled")
  let path = "\(folder.path)/compiled/plugin"
  #expect(status("cc", ["-O1", "-std=c99", "-o", path, path + ".c"]) == 0)
  let (isolated, inProcess) = await outcomes([try folder.model("compiled")])
  #expect(isolated.map { $0.predictions?.labels } == truths, "\(isolated)")
  #expect(isolated.map(\.predictions) == inProcess.map(\.predictions))
}

@Test func theShippedPluginsAreUnderstood() {
  #expect(shippedCatalog.problems == [])
  #expect(shippedCatalog.entries.map(\.card.id) == ["nearest-centroid-numpy", "sklearn", "torch-mlp"])
}

private func shippedModel(_ id: String, _ settings: String...) throws -> ConfiguredModel {
  try shippedCatalog.model(id, settings)
}

@Test(.enabled(if: available.contains("nearest-centroid-numpy"), "needs python3 with numpy"))
func theNumpyPluginFindsTheNearestMean() async throws {
  let (isolated, inProcess) = await outcomes([try shippedModel("nearest-centroid-numpy", "shrinkage=0.1")])
  #expect(isolated.map { $0.predictions?.labels } == truths, "\(isolated)")
  #expect(isolated.map(\.predictions) == inProcess.map(\.predictions))
  guard case .ok(_, let costs) = isolated[0] else { return }
  #expect(costs.parameterCount == 24 && costs.fitSeconds > 0)
}

@Test(.enabled(if: available.contains("sklearn"), "needs python3 with scikit-learn"))
func scikitLearnEstimatorsAreChosenByName() async throws {
  let estimators: [(name: String, kind: Predictions.Kind)] = [
    ("sklearn.ensemble.RandomForestClassifier", .probabilities), ("sklearn.svm.LinearSVC", .margins),
  ]
  for (name, kind) in estimators {
    let (isolated, inProcess) = await outcomes([try shippedModel("sklearn", "estimator=\(name)")])
    #expect(isolated.map { $0.predictions?.kind } == [kind, kind], "\(isolated)")
    #expect(isolated.map(\.predictions) == inProcess.map(\.predictions), "the seed decides")
    // No line sets the middle level apart from both others, so a linear model cannot know all of them.
    if kind == .probabilities { #expect(isolated.map { $0.predictions?.labels } == truths) }
    #expect(
      isolated.allSatisfy { $0.predictions?.labels.contains(3) == false }, "a class without rows is never predicted")
  }
}

@Test(
  .enabled(if: available.contains("sklearn"), "needs python3 with scikit-learn"),
  arguments: [
    (["estimator=sklearn.ensemble.NoSuchForest"], "sklearn.estimator=sklearn.ensemble.NoSuchForest: no such class"),
    (["estimator=RandomForest"], "sklearn.estimator=RandomForest: no such class"),
    (["estimator=sklearn.linear_model.LinearRegression"], "is not a classifier"),
    (["parameters={\"no_such\": 1}"], "unexpected keyword argument 'no_such'"),
  ])
func aWrongEstimatorIsOneLine(settings: [String], message: String) async throws {
  let model = [try shippedCatalog.model("sklearn", settings)]
  let failure = await outcomes(model).isolated[0].failure
  #expect(
    failure?.kind == .failed && failure?.message.contains(message) == true,
    "\(failure.map(String.init(describing:)) ?? "")")
}

@Test(.enabled(if: available.contains("torch-mlp"), "needs python3 with PyTorch"))
func thePyTorchPluginLearnsAndTheSeedDecides() async throws {
  let model = try shippedModel("torch-mlp", "hidden=16,8", "epochs=60", "batch=8", "learning_rate=0.01")
  let (isolated, inProcess) = await outcomes([model])
  #expect(isolated.map { $0.predictions?.labels } == truths, "\(isolated)")
  #expect(isolated.map(\.predictions) == inProcess.map(\.predictions))
}

/// Five rows a class whose one column is seconds since 1970, a second apart: as 32-bit floats they are all the same.
private func seconds() -> Dataset {
  let labels = (0..<40).map { $0 / 20 }
  let features = Features(
    shape: FeatureShape(features: 2), buffer: FeatureBuffer((0..<40).flatMap { [1_700_000_000.0 + Double($0), 1.5] }),
    table: FeatureTable(columns: ["when", "other"].map { FeatureColumn(name: $0) }))
  return Dataset(
    name: "seconds", examples: Examples(features: features, labels: labels, classCount: 2), classNames: ["a", "b"],
    provenance: Provenance(source: "", version: "", sha256: "", licence: ""))
}

private let threshold = """
  import sys
  sys.path.insert(0, %SHIPPED%)
  import numpy as np
  from bakeoff_plugin import run

  class Threshold:
      def fit(self, features, labels, context):
          self.middle = (features[labels == 0, 0].max() + features[labels == 1, 0].min()) / 2
          if len(set(features[:, 0])) < len(labels):
              raise ValueError(f"{features.dtype}: seconds are lost")

      def predict(self, features):
          return np.stack([features[:, 0] <= self.middle, features[:, 0] > self.middle], axis=1)

  run(Threshold)
  """

@Test(.enabled(if: available.contains("nearest-centroid-numpy"), "needs python3 with numpy"), arguments: [true, false])
func secondsReachAPythonProgram(isRaw: Bool) async throws {
  let folder = try PluginFolder()
  let command = "[\"\(python ?? "python3")\", \"plugin.py\"]"
  try folder.plugin("threshold", command: command, keys: isRaw ? #", "raw": true"# : "")
  try folder.write(
    threshold.replacing("%SHIPPED%", with: "\"\(shipped)/python\""), to: "plugin.py", of: "threshold")
  let data = seconds()
  let outcome = await trialOutcome(
    of: try folder.model("threshold"), training: data.examples, test: data.examples.features, seed: 1,
    program: workerProgram)
  #expect(outcome.predictions?.labels == data.examples.labels, "\(outcome)")
}

@Test(.enabled(if: available.contains("nearest-centroid-numpy"), "needs python3 with numpy"))
func whatAPythonProgramPrintedIsToldWhenItLeaves() async throws {
  let folder = try PluginFolder()
  let command = "[\"\(python ?? "python3")\", \"plugin.py\"]"
  for (id, last) in [("exits", "sys.exit(3)"), ("aborts", "import os; print('no licence left'); os._exit(4)")] {
    try folder.plugin(id, command: command)
    try folder.write(
      """
      import sys
      sys.path.insert(0, "\(shipped)/python")
      from bakeoff_plugin import run

      class Model:
          def fit(self, features, labels, context):
              \(last)

      run(Model)
      """, to: "plugin.py", of: id)
  }
  let (isolated, _) = await outcomes([try folder.model("exits"), try folder.model("aborts")])
  let messages = isolated.compactMap(\.failure?.message)
  #expect(messages[0].hasPrefix("left with status 3: ") && messages[0].contains("SystemExit: 3"), "\(messages)")
  #expect(messages[1] == "left with status 4: no licence left", "\(messages)")
}
