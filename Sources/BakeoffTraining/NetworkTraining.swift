import BakeoffCore
import BakeoffMath

/// How a network is trained: mini-batches, softmax cross-entropy, Adam, and a learning rate that warms up and decays.
public struct NetworkTraining: Sendable {
  /// Passes over the training rows, 1...100000.
  public var epochs: Int
  /// Rows a step, 1...1000000.
  public var batchSize: Int
  /// The highest learning rate, above 0.
  public var learningRate: Double
  /// The most pixels an image is moved by, each way, every time it is seen; 0 for none.
  public var shift: Int

  /// Makes a training recipe.
  public init(epochs: Int, batchSize: Int, learningRate: Double, shift: Int = 0) {
    self.epochs = epochs
    self.batchSize = batchSize
    self.learningRate = learningRate
    self.shift = shift
  }

  /// Trains `network` on the examples.
  ///
  /// Throws `CancellationError` within a few batches of being cancelled, and `TrainingError` when the loss or a
  /// parameter is no longer finite.
  public func fit(_ network: Network, to examples: Examples, context: FitContext) throws -> NetworkClassifier {
    guard examples.count > 0 else { throw TrainingError("there are no rows to learn from") }
    var run = TrainingRun(self, network: network, examples: examples, seed: context.seed)
    for epoch in 1...epochs {
      var loss = 0.0
      for (number, batch) in run.nextEpoch().enumerated() {
        if number % 4 == 0 { try context.checkCancellation() }
        loss += run.step(on: batch)
        guard loss.isFinite else { throw divergence(epoch: epoch, "the loss is \(loss)") }
      }
      guard run.parametersAreFinite else { throw divergence(epoch: epoch, "a weight is not finite") }
      context.report(FitProgress(epoch: epoch, epochs: epochs, loss: loss / Double(examples.count)))
    }
    return NetworkClassifier(
      network: run.network, shape: examples.features.shape, classCount: examples.classCount)
  }

  private func divergence(epoch: Int, _ what: String) -> TrainingError {
    TrainingError("training diverged in epoch \(epoch): \(what); try a learningRate below \(learningRate)")
  }
}
