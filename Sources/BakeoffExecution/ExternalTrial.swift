import BakeoffCatalog
import BakeoffCore

extension ModelRecipe {
  /// What to start to have a request answered; nil for a plugin, which a worker of ours runs.
  var invocation: [String]? {
    guard case .program(let program) = self else { return nil }
    return program.invocation
  }
}

/// Runs one trial of a model that is a program, on whatever rows: an experiment of one model and one split.
func externalOutcome(
  of model: ConfiguredModel, training: Examples, test: Features, seed: UInt64, executor: ProcessExecutor,
  onProgress: @escaping @Sendable (FitProgress) -> Void
) async -> TrialOutcome {
  let count = training.count + test.count
  // The rows to predict have no labels here; those that stand in for them are never sent.
  let labels = training.labels + Array(repeating: 0, count: test.count)
  let dataset = Dataset(
    name: model.name,
    examples: Examples(
      features: joined(training.features, test), labels: labels, classCount: training.classCount),
    classNames: (0..<training.classCount).map(String.init),
    provenance: Provenance(source: "", version: "", sha256: "", licence: ""))
  let split = Split(fold: 0, training: Array(0..<training.count), test: Array(training.count..<count))
  let experiment = Experiment(dataset: dataset, task: .multiclass, models: [model], splits: [split], seed: seed)
  let trials = await executor.run([TrialRequest(model: 0, split: 0, seed: seed)], of: experiment) { event in
    if case .progressed(_, let progress) = event { onProgress(progress) }
  }
  return trials.first?.outcome ?? .failed(TrialFailure(.failed, "the trial was lost"))
}

/// The rows of both, one after the other; as bytes where both are.
private func joined(_ first: Features, _ second: Features) -> Features {
  guard first.buffer.element == .byte, second.buffer.element == .byte else {
    return Features(shape: first.shape, floats: first.floats() + second.floats())
  }
  let bytes = [first, second].flatMap { rows in (0..<rows.count).flatMap { rows.bytes(ofRow: $0) ?? [] } }
  return Features(shape: first.shape, bytes: bytes)
}
