import BakeoffCatalog
import BakeoffCore
import BakeoffExecution
import BakeoffHarness
import Foundation
import Synchronization
import Testing

/// Scores drawn from the seed of the fit; on request it throws, answers nonsense, or waits to be cancelled.
struct Scripted: ClassifierPlugin {
  static let card = PluginCard(id: "scripted", title: "Scripted", version: "1", summary: "", reference: "")
  var behaviour = "draw"

  func fit(_ examples: Examples, context: FitContext) throws -> Drawn {
    context.report(FitProgress(epoch: 1, epochs: 1, loss: 0))
    switch behaviour {
    case "throw": throw TrainingError("as asked")
    case "wait":
      while true {
        try context.checkCancellation()
        Thread.sleep(forTimeInterval: 0.005)
      }
    default: return Drawn(seed: context.seed, behaviour: behaviour)
    }
  }
}

struct Drawn: Classifier {
  let seed: UInt64
  let behaviour: String

  func predict(_ features: Features) -> Predictions {
    var generator = SeededGenerator(seed: seed)
    var scores = (0..<features.count * 2).map { _ in Float.random(in: -1...1, using: &generator) }
    if behaviour == "nan" { scores[3] = .nan }
    if behaviour == "short" { scores.removeLast(2) }
    return Predictions(kind: behaviour == "improper" ? .probabilities : .margins, classCount: 2, scores: scores)
  }
}

/// Twelve rows, dealt into three folds, with a scripted model for each behaviour.
func scriptedExperiment(_ behaviours: [String], repeats: Int = 1) throws -> Experiment {
  let features = Features(shape: FeatureShape(features: 1), floats: (0..<12).map(Float.init))
  let dataset = Dataset(
    name: "twelve", examples: Examples(features: features, labels: (0..<12).map { $0 % 2 }, classCount: 2),
    classNames: ["even", "odd"], provenance: Provenance(source: "", version: "", sha256: "", licence: ""))
  let splits = (0..<repeats * 3).map { index in
    let fold = index % 3
    return Split(
      repetition: index / 3, fold: fold, training: (0..<12).filter { $0 % 3 != fold },
      test: (0..<12).filter { $0 % 3 == fold })
  }
  let models = try behaviours.enumerated().map { index, behaviour in
    try CatalogEntry(Scripted.self).model(named: "m\(index)", settings: ["behaviour": .text(behaviour)])
  }
  return Experiment(dataset: dataset, task: .multiclass, models: models, splits: splits, seed: 7)
}

private func scores(_ trials: [Trial], model: Int) -> [[Float]?] {
  trials.filter { $0.model == model }.map {
    if case .ok(let predictions, _) = $0.outcome { predictions.scores } else { nil }
  }
}

@Test func trialsGoFoldByFoldAndJobsChangeNoNumber() async throws {
  let experiment = try scriptedExperiment(["draw", "draw"])
  #expect(experiment.cells.map(\.split) == [0, 0, 1, 1, 2, 2])
  let alone = await experiment.run(by: InProcessExecutor(jobs: 1))
  let together = await experiment.run(by: InProcessExecutor(jobs: 4))
  #expect(scores(alone, model: 0) == scores(together, model: 0))
  #expect(Set(scores(alone, model: 0)).count == 3, "each split has a seed of its own")
}

@Test(arguments: [
  ("throw", "as asked"), ("nan", "a score of test row 1 is not finite"),
  ("short", "3 x 2 scores where 4 x 2 were asked for"),
  ("improper", "the probabilities of test row 0"),
])
func aBadModelCostsItsOwnRowOnly(behaviour: String, message: String) async throws {
  let experiment = try scriptedExperiment(["draw", behaviour])
  let trials = await experiment.run(by: InProcessExecutor(jobs: 2))
  let without = try experimentOfTheGoodOne()
  let reference = await without.run(by: InProcessExecutor(jobs: 2))
  #expect(scores(trials, model: 0) == scores(reference, model: 0))
  for trial in trials where trial.model == 1 {
    guard case .failed(let failure) = trial.outcome else {
      Issue.record("the trial should have failed")
      continue
    }
    #expect(failure.kind == (behaviour == "throw" ? .failed : .malformed) && failure.message.hasPrefix(message))
  }
}

private func experimentOfTheGoodOne() throws -> Experiment { try scriptedExperiment(["draw"]) }

@Test func cancellingStopsWhatRunsAndWhatWasToCome() async throws {
  let experiment = try scriptedExperiment(["wait", "wait"])
  let started = AsyncStream<Void>.makeStream()
  let run = Task {
    await experiment.run(by: InProcessExecutor(jobs: 2)) { event in
      if case .started = event { started.continuation.yield() }
    }
  }
  for await _ in started.stream { break }
  run.cancel()
  let trials = await run.value
  #expect(trials.count == 6)
  for trial in trials {
    guard case .failed(let failure) = trial.outcome else { continue }
    #expect(failure.kind == .cancelled)
  }
}
