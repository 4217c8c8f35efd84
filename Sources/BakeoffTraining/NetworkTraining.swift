import BakeoffCore
import BakeoffMath

/// How a network is trained: mini-batches, softmax cross-entropy, Adam, and a learning rate that warms up and decays.
public struct NetworkTraining: Sendable {
  /// Passes over the training rows, at least 1.
  public var epochs: Int
  /// Rows a step, at least 1.
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

  /// Throws `ConfigurationError` naming the setting of plugin `id` that is out of its range.
  public func validate(id: String) throws {
    func require(_ holds: Bool, _ name: String, _ value: Any, _ range: String) throws {
      if !holds { throw ConfigurationError("\(id).\(name) is \(value); it must be \(range)") }
    }
    try require(epochs >= 1, "epochs", epochs, "at least 1")
    try require(batchSize >= 1, "batchSize", batchSize, "at least 1")
    try require(learningRate > 0 && learningRate.isFinite, "learningRate", learningRate, "a number above 0")
    try require(shift >= 0, "shift", shift, "0 or more pixels")
  }

  /// Trains `network` on the examples and returns it.
  ///
  /// Throws `CancellationError` within a few batches of being cancelled, and `TrainingError` when the loss or a
  /// parameter is no longer finite.
  public func train(_ network: Network, on examples: Examples, context: FitContext) throws -> Network {
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
    return run.network
  }

  private func divergence(epoch: Int, _ what: String) -> TrainingError {
    TrainingError("training diverged in epoch \(epoch): \(what); try a learningRate below \(learningRate)")
  }
}
