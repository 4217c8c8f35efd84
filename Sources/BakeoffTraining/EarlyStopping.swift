import BakeoffCore
import BakeoffMath

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// How many passes pay: found out by training on a part of the rows and watching the others.
///
/// With few rows a network can be trained until it knows each of them by heart, long after it has stopped to get better
/// at others. Source: Prechelt, "Early stopping - but when?", 1998.
struct EarlyStopping {
  /// The share of the rows that are watched, not trained on.
  let share: Double
  /// Fewer rows than this cannot be watched in numbers that say anything.
  static let fewestRows = 300

  /// The number of passes, `range` or fewer, after which the mean log-loss of the watched rows was lowest.
  ///
  /// Throws what training throws.
  func epochs(
    _ training: NetworkTraining, network: Network, examples: Examples, in range: ClosedRange<Int>, context: FitContext
  ) throws -> Int {
    let watchedCount = Int(Double(examples.count) * share)
    guard watchedCount > 0, range.lowerBound < range.upperBound else {
      return range.lowerBound
    }
    var generator = SeededGenerator(seed: derivedSeed(context.seed, "watched rows"))
    let order = (0..<examples.count).shuffled(using: &generator)
    let watched = examples.selecting(order.prefix(watchedCount))
    let trained = examples.selecting(order.dropFirst(watchedCount))
    var run = TrainingRun(training, network: network, examples: trained, epochs: range.upperBound, seed: context.seed)
    var best = (epoch: range.upperBound, loss: Double.infinity)
    for epoch in 1...range.upperBound {
      try context.checkCancellation()
      for batch in run.nextEpoch() { _ = run.step(on: batch, threads: context.threads) }
      guard epoch >= range.lowerBound else { continue }
      let loss = try meanLogLoss(run.network, watched)
      if loss < best.loss { best = (epoch, loss) }
      // As long again without a gain: there is none to come.
      if best.loss.isFinite, epoch >= 2 * best.epoch { break }
    }
    return best.epoch
  }

  private func meanLogLoss(_ network: Network, _ examples: Examples) throws -> Double {
    let classifier = NetworkClassifier(
      network: network, shape: examples.features.shape, classCount: examples.classCount)
    let predictions = try classifier.predict(examples.features)
    let losses = examples.labels.enumerated().map { row, label in
      -log(max(Double(predictions.scores[row * predictions.classCount + label]), 1e-12))
    }
    return losses.reduce(0, +) / Double(max(examples.count, 1))
  }
}
