import BakeoffCore
import BakeoffEvaluation
import BakeoffStore
import Foundation

/// Calls `body` with the path of a store that does not exist yet, in a folder of its own that is removed afterwards.
func withStorePath(_ body: (String) async throws -> Void) async throws {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("bakeoff-store-\(UUID().uuidString)")
  defer { try? FileManager.default.removeItem(at: folder) }
  try await body(folder.appendingPathComponent("deep/store.sqlite").path)
}

/// Two models on splits with rows of every kind: contiguous, scattered, in disorder, far apart, none.
func sampleRecord(task: ClassificationTask = .multiclass, dataset: String = "sample") -> RunRecord {
  let splits = [
    Split(fold: 0, training: Array(0..<40), test: Array(40..<60)),
    Split(repetition: 1, fold: 2, training: [5, 3, 3, 70_000], test: [1, 8, 9, 1_000_000]),
    Split(fold: 1, training: (0..<97).filter { $0 % 7 != 2 }, test: (0..<97).filter { $0 % 7 == 2 }),
    Split(fold: 2, training: [], test: [0], fit: 3, share: 0.1, groups: [7]),
  ]
  let classCount = if case .binary = task { 2 } else { 300 }
  let positive: Int? = if case .binary = task { 1 } else { nil }
  return RunRecord(
    description: RunDescription(
      dataset: dataset, rows: 60, classNames: (0..<classCount).map { "class \($0), \"é\"" }, sha256: "ab",
      task: "sample", resampling: "sample", resamplingSetup: ResamplingSetup(StratifiedKFold(folds: 3, repeats: 2)),
      seed: .max,
      environment: RunEnvironment(blas: "b", machine: "m", os: "o", swift: "s", version: "v"), notice: "n\"é"),
    task: task,
    competitors: ["one", "two"].map {
      Competitor(
        name: $0, plugin: "sample", version: "3", title: "Sample",
        settings: ["rate": .number(0.1), "hidden": .list([.integer(5)]), "decay": .null])
    }, splits: splits,
    truths: splits.map { split in
      Truth(labels: split.test.map { $0 % classCount }, classCount: classCount, positive: positive)
    })
}

/// A trial whose scores are drawn from `seed`: any finite bits, -0 and subnormal numbers among them.
func sampleTrial(model: Int, split: Int = 0, seed: Int, rows: Int = 20) -> Trial {
  var generator = SeededGenerator(seed: UInt64(seed))
  let drawn = (0..<rows * 3 - 2).map { _ in Float(bitPattern: UInt32.random(in: .min ... .max, using: &generator)) }
  let scores = [-0.0, .leastNonzeroMagnitude] + drawn.map { $0.isFinite ? $0 : 1 }
  let costs = TrialCosts(fitSeconds: Double(seed) / 3, predictSeconds: 0.1, parameterCount: seed)
  return Trial(
    TrialCell(model: model, split: split), .ok(Predictions(kind: .margins, classCount: 3, scores: scores), costs),
    curve: (1...3).map { FitProgress(epoch: $0, epochs: 3, loss: 0.1 * Double(seed) / Double($0)) })
}

extension Trial {
  /// The same trial, taken from the store.
  var cached: Trial { Trial(cell, outcome, curve: curve, isCached: true) }

  /// The bits of its scores, which tell -0 from 0.
  var scoreBits: [UInt32] {
    if case .ok(let predictions, _) = outcome { predictions.scores.map(\.bitPattern) } else { [] }
  }
}
