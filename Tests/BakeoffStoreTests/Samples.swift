import BakeoffCore
import BakeoffStore
import Foundation

/// Calls `body` with the path of a store that does not exist yet, in a folder of its own that is removed afterwards.
func withStorePath(_ body: (String) async throws -> Void) async throws {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("bakeoff-store-\(UUID().uuidString)")
  defer { try? FileManager.default.removeItem(at: folder) }
  try await body(folder.appendingPathComponent("deep/store.sqlite").path)
}

/// Two models on splits with rows of every kind: contiguous, scattered, in disorder, far apart, none.
func samplePlan(task: ClassificationTask = .multiclass, details: String = "{}") -> RunPlan {
  let splits = [
    Split(fold: 0, training: Array(0..<40), test: Array(40..<60)),
    Split(repetition: 1, fold: 2, training: [5, 3, 3, 70_000], test: [1, 8, 9, 1_000_000]),
    Split(fold: 1, training: (0..<97).filter { $0 % 7 != 2 }, test: (0..<97).filter { $0 % 7 == 2 }),
    Split(fold: 2, training: [], test: [0]),
  ]
  let classCount = if case .binary = task { 2 } else { 300 }
  let positive: Int? = if case .binary = task { 1 } else { nil }
  return RunPlan(
    task: task, classNames: (0..<classCount).map { "class \($0), \"é\"" },
    models: ["one", "two"].map {
      PlannedModel(
        name: $0, plugin: "sample", version: "3", title: "Sample",
        settings: ["rate": .number(0.1), "hidden": .list([.integer(5)]), "decay": .null])
    }, splits: splits,
    truths: splits.map { split in
      Truth(labels: split.test.map { $0 % classCount }, classCount: classCount, positive: positive)
    }, details: details)
}

/// A trial whose scores are drawn from `seed`: any finite bits, -0 and subnormal numbers among them.
func sampleTrial(model: Int, split: Int = 0, seed: Int, rows: Int = 20) -> Trial {
  var generator = SeededGenerator(seed: UInt64(seed))
  let drawn = (0..<rows * 3 - 2).map { _ in Float(bitPattern: UInt32.random(in: .min ... .max, using: &generator)) }
  let scores = [-0.0, .leastNonzeroMagnitude] + drawn.map { $0.isFinite ? $0 : 1 }
  let costs = TrialCosts(fitSeconds: Double(seed) / 3, predictSeconds: 0.1, parameterCount: seed)
  return Trial(
    model: model, split: split,
    outcome: .ok(Predictions(kind: .margins, classCount: 3, scores: scores), costs))
}

extension Trial {
  /// The same trial, taken from the store.
  var cached: Trial { Trial(model: model, split: split, outcome: outcome, isCached: true) }

  /// The bits of its scores, which tell -0 from 0.
  var scoreBits: [UInt32] {
    if case .ok(let predictions, _) = outcome { predictions.scores.map(\.bitPattern) } else { [] }
  }
}
