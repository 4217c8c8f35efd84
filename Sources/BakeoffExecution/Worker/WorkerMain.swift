import BakeoffCatalog
import BakeoffCore
import BakeoffDatasets
import BakeoffPreparation
import CProcess
import Foundation
import Synchronization

/// What the hidden subcommand `worker` does: with `supervise` it starts and watches a worker, and without arguments it
/// is one, for the plugins in `catalog`, with rows prepared by one of `preparations`. Returns the status to exit with.
///
/// A worker reads a request on standard input and answers it as Documentation/WorkerProtocol.md says. To be called
/// before anything else reads standard input or writes to standard output.
public func runWorker(
  arguments: [String], catalog: Registry<CatalogEntry>, preparations: Registry<PreparationEntry> = .standard
) -> Int32 {
  switch arguments {
  case []: answerRequest(catalog, preparations)
  case ["supervise"]: superviseWorker()
  default: 64
  }
}

/// Set by SIGTERM. Global because a signal handler can hold on to nothing else.
private let isAskedToLeave = Atomic(false)

/// Characters of a failure's message; an event is one line of limited length.
private let longestMessage = 2000

private func answerRequest(
  _ catalog: Registry<CatalogEntry>, _ preparations: Registry<PreparationEntry>
) -> Int32 {
  let output = WorkerOutput()
  _ = die_with_parent()
  isAskedToLeave.store(false, ordering: .relaxed)
  signal(SIGTERM) { _ in isAskedToLeave.store(true, ordering: .relaxed) }
  do {
    let request = try WorkerRequest(json: FileHandle.standardInput.readToEnd() ?? Data())
    let preparation = try request.preparation.map(preparations.preparation)
    output.send(try answer(request, preparedBy: preparation, catalog, output))
    return 0
  } catch {
    output.send(.failed(WorkerFailure(message: String(oneLine(error).prefix(longestMessage)))))
    return 0
  }
}

/// Fits, predicts and writes the scores.
private func answer(
  _ request: WorkerRequest, preparedBy preparation: (any Preparation)?, _ catalog: Registry<CatalogEntry>,
  _ output: WorkerOutput
) throws -> WorkerEvent {
  let model = try catalog.entry(request.plugin).model(settings: request.settings)
  guard let plugin = model.plugin else {
    throw ConfigurationError("\(model.card.id) is a program of its own; this one cannot answer for it")
  }
  let (training, test) = try request.mappedData()
  let share = request.cores.map { CoreShareFile(reading: $0) }
  let context = FitContext(
    seed: request.seed, threadsNow: { max(request.threads, share?.value ?? 1) },
    isCancelled: { isAskedToLeave.load(ordering: .relaxed) },
    onProgress: output.send)
  let outcome = runTrial(
    plugin, preparedBy: preparation, training: training, test: test, context: context,
    latencyBudget: .milliseconds(100),
    onFitted: { classifier in
      let fitted = preparation.map { model.prepared(by: $0) } ?? model
      try request.keep?.write(classifier, by: fitted, on: training)
    })
  switch outcome {
  case .failed(let failure):
    if failure.kind == .cancelled, isAskedToLeave.load(ordering: .relaxed) {
      // Whether that was the supervisor's order is for the supervisor to say; it is no answer of the model's.
      signal(SIGTERM, SIG_DFL)
      raise(SIGTERM)
    }
    let message = String(failure.message.prefix(longestMessage))
    return .failed(WorkerFailure(message: message, isMalformed: failure.kind == .malformed ? true : nil))
  case .ok(let predictions, let costs):
    try NPYArray.write(
      predictions.scores, shape: [predictions.count, predictions.classCount], to: request.predictions)
    return .done(WorkerAnswer(kind: predictions.kind, costs: costs))
  }
}
