import BakeoffCatalog
import BakeoffCore
import Synchronization

/// Runs one trial of a model that is a program, on whatever rows: a session of one request.
func programOutcome(
  of model: ConfiguredModel, training: Examples, test: Features, seed: UInt64, executor: ProcessExecutor,
  onProgress: @escaping @Sendable (FitProgress) -> Void
) async -> TrialOutcome {
  let count = training.count + test.count
  let request = TrialRequest(
    id: 0, label: model.name, model: model,
    split: Split(training: Array(0..<training.count), test: Array(training.count..<count)),
    trainingLabels: training.labels, classCount: training.classCount, seed: seed)
  do {
    let session = try executor.open(joined(training.features, test))
    let result = Result()
    await session.run([request]) { event in
      switch event {
      case .started, .note, .unavailable: break
      case .progressed(_, let progress): onProgress(progress)
      case .finished(_, let outcome, _): await result.set(outcome)
      }
    }
    await session.close()
    return await result.outcome
  } catch {
    return .failed(.notHandedOver(error))
  }
}

private actor Result {
  var outcome = TrialOutcome.failed(TrialFailure(.skipped, "it was never started"))
  func set(_ outcome: TrialOutcome) { self.outcome = outcome }
}

extension TrialFailure {
  /// The failure of every trial of a session that could not be opened.
  package static func notHandedOver(_ error: any Error) -> TrialFailure {
    TrialFailure(.skipped, "the data could not be handed to workers: \(oneLine(error))")
  }
}

/// The rows of both, one after the other; as bytes where both are.
private func joined(_ first: Features, _ second: Features) -> Features {
  if first.buffer.element == .byte, second.buffer.element == .byte {
    let bytes = [first, second].flatMap { rows in (0..<rows.count).flatMap { rows.bytes(ofRow: $0) ?? [] } }
    return Features(shape: first.shape, bytes: bytes)
  }
  if first.buffer.element != .double, second.buffer.element != .double {
    return Features(
      shape: first.shape, buffer: FeatureBuffer(first.floats() + second.floats()), table: first.table)
  }
  let doubles = [first, second].flatMap { rows in (0..<rows.count).flatMap { rows.doubles(ofRow: $0) } }
  return Features(shape: first.shape, buffer: FeatureBuffer(doubles), table: first.table)
}
