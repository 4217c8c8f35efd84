import BakeoffCore
import BakeoffMath

/// How a network is trained: mini-batches, softmax cross-entropy, Adam, and a learning rate that warms up and decays.
public struct NetworkTraining: Sendable {
  /// Passes over the training rows, 1...100000.
  public var epochs: Int
  /// Steps that few rows are given, which are passed over more often than `epochs` times.
  public var minimumSteps: Int
  /// The share of a few hundred rows or more that is watched to find out whether a third of those steps or up to three
  /// times as many pay; 0 to take them as they are.
  public var watchedShare: Double
  /// Rows a step, 1...1000000.
  public var batchSize: Int
  /// The highest learning rate, above 0.
  public var learningRate: Double
  /// The most pixels an image is moved by, each way, every time it is seen; 0 for none. A network that has seen moved
  /// images predicts from the mean of three views of an image: as it is, and moved by a pixel both ways.
  public var shift: Int
  /// The share of each target that is spread over all classes, 0..<1: label smoothing.
  public var smoothing: Double

  /// Makes a training recipe.
  public init(
    epochs: Int, minimumSteps: Int = 0, watchedShare: Double = 0, batchSize: Int, learningRate: Double, shift: Int = 0,
    smoothing: Double = 0
  ) {
    self.epochs = epochs
    self.minimumSteps = minimumSteps
    self.watchedShare = watchedShare
    self.batchSize = batchSize
    self.learningRate = learningRate
    self.shift = shift
    self.smoothing = smoothing
  }

  /// Trains `network` on the examples.
  ///
  /// Throws `CancellationError` within a few batches of being cancelled, and `TrainingError` when the loss or a
  /// parameter is no longer finite.
  public func fit(_ network: Network, to examples: Examples, context: FitContext) throws -> NetworkClassifier {
    guard examples.count > 0 else { throw TrainingError("there are no rows to learn from") }
    let (epochs, most) = try passes(network, over: examples, context: context)
    var run = TrainingRun(self, network: network, examples: examples, epochs: epochs, seed: context.seed)
    for epoch in 1...epochs {
      var loss = 0.0
      for (number, batch) in run.nextEpoch().enumerated() {
        if number % 4 == 0 { try context.checkCancellation() }
        loss += run.step(on: batch, threads: context.threads)
        guard loss.isFinite else { throw divergence(epoch: epoch, "the loss is \(loss)") }
      }
      guard run.parametersAreFinite else { throw divergence(epoch: epoch, "a weight is not finite") }
      context.report(FitProgress(epoch: epoch, epochs: most, loss: loss / Double(examples.count)))
    }
    let classifier = NetworkClassifier(
      network: run.network, shape: examples.features.shape, classCount: examples.classCount,
      views: ImageView.views(of: examples.features.shape, shiftedBy: shift))
    guard smoothing > 0 else { return classifier }
    return classifier.scalingLogits(by: try LogitScale(classifier, on: examples).factor)
  }

  /// How many passes over the training rows there are to be, and how many there might have been: `epochs`, or more where
  /// that is few steps.
  private func passes(
    _ network: Network, over examples: Examples, context: FitContext
  ) throws -> (taken: Int, most: Int) {
    let batches = MiniBatches(rows: examples.count, batchSize: batchSize, seed: 0)
    func passes(_ steps: Int) -> Int { batches.epochs(atLeast: epochs, steps: steps) }
    guard watchedShare > 0, examples.count >= EarlyStopping.fewestRows else {
      return (passes(minimumSteps), passes(minimumSteps))
    }
    // No table is the same: some are learned in a third of the steps, others go on to gain from three times as many.
    let range = passes(minimumSteps / 3)...passes(3 * minimumSteps)
    let taken = try EarlyStopping(share: watchedShare).epochs(
      self, network: network, examples: examples, in: range, context: context)
    return (taken, range.upperBound)
  }

  private func divergence(epoch: Int, _ what: String) -> TrainingError {
    TrainingError("training diverged in epoch \(epoch): \(what); try a learningRate below \(learningRate)")
  }
}
