import BakeoffCore
import BakeoffMath
import BakeoffTraining

/// A linear support vector machine, one class against the rest, trained by averaged stochastic gradient descent.
///
/// Minimises the mean hinge loss of the rows + alpha / 2 ||W||^2, scikit-learn's `SGDClassifier(loss="hinge",
/// average=True)`, on mini-batches instead of single rows.
public struct LinearSVM: ClassifierPlugin {
  /// What a user reads of it.
  public static let card = PluginCard(
    id: "linear-svm", title: "Linear SVM", version: "2",
    summary: "A linear model that only rows near the border shape: fast, gives margins and no probabilities.",
    reference: "Rifkin, Klautau, In defense of one-vs-all classification, JMLR 2004",
    needs: [.scaledColumns])

  /// Strength of the penalty: the objective is the mean hinge loss + alpha / 2 ||W||^2.
  @Setting(
    "strength of the penalty on the squared weights, per row", .real(above: 0, scale: .logarithmic),
    tuned: .logarithmic(1e-6...1e-2), formerly: "l2")
  public var alpha = 5e-5
  /// The least strength of the penalty on the summed hinge losses: it counts where alpha times the rows is less.
  @Setting(
    "least strength of the penalty on the sum of the losses, 1 / C of scikit-learn; it counts where alpha times the rows is less",
    .real(above: 0, scale: .logarithmic), tuned: .logarithmic(1e-2...100))
  public var leastPenalty = 0.2
  /// Passes over the training rows.
  @Setting("passes over the training rows", .integer(1...100_000, scale: .logarithmic))
  public var epochs = 15
  /// Steps at the least: few rows are passed over more often.
  @Setting("steps at the least: few rows are passed over more often", .integer(0...10_000_000))
  public var minimumSteps = 1000
  /// Rows a step.
  @Setting("rows a step", .integer(1...1_000_000, scale: .logarithmic))
  public var batchSize = 16
  /// First step size, in units of 1 / (1 + mean squared length of a row), so that the scale of the features is no matter.
  @Setting(
    "first step size, in units of 1 / (1 + mean squared length of a row)", .real(above: 0, scale: .logarithmic),
    tuned: .logarithmic(1...50))
  public var learningRate = 10.0

  /// The recipe with its default settings.
  public init() {}

  /// Learns the weights. Throws `TrainingError` for no rows, features that are not finite numbers, or divergence.
  public func fit(_ examples: Examples, context: FitContext) throws -> LinearModel {
    guard examples.count > 0 else { throw TrainingError("there are no rows to learn from") }
    let offset = try centeringOffset(examples.features)
    let rows = SparseBatches(examples.features, offset: offset)
    var batches = MiniBatches(rows: examples.count, batchSize: batchSize, seed: context.seed)
    var descent = AveragedSGD(
      featureCount: examples.features.shape.count, classCount: examples.classCount,
      batchSize: min(batchSize, examples.count), alpha: max(alpha, leastPenalty / Double(examples.count)),
      peakRate: learningRate / (1 + rows.meanSquaredLength))
    var batchRows = rows.makeBatch()
    let epochs = batches.epochs(atLeast: epochs, steps: minimumSteps)
    for epoch in 1...epochs {
      var loss = 0.0
      for (number, batch) in batches.nextEpoch().enumerated() {
        if number % 64 == 0 { try context.checkCancellation() }
        rows.read(batch, into: &batchRows)
        loss += descent.step(batchRows, targets: batch.map { examples.labels[$0] }, averaging: epoch > 1)
        guard loss.isFinite else { throw divergence(epoch: epoch, loss: loss) }
      }
      context.report(FitProgress(epoch: epoch, epochs: epochs, loss: loss / Double(examples.count)))
    }
    return LinearModel(
      shape: examples.features.shape, classCount: examples.classCount, columns: descent.solution, offset: offset,
      link: .margins)
  }

  private func divergence(epoch: Int, loss: Double) -> TrainingError {
    TrainingError(
      "linear-svm: the loss is \(loss) in epoch \(epoch); try a learningRate below \(learningRate) or scale the features"
    )
  }
}
