import BakeoffCore
import BakeoffTraining

/// Multinomial logistic regression with an L2 penalty, fitted to all rows at once by preconditioned L-BFGS.
///
/// Minimises the sum of log-losses + l2 / 2 ||W||^2, scikit-learn's objective with C = 1 / l2, where l2 is alpha times the
/// rows, and no less than `leastPenalty`. Classes without a
/// training row get probability 0; with two classes left it is the binomial model with one weight vector.
public struct LogisticRegression: ClassifierPlugin {
  /// What a user reads of it.
  public static let card = PluginCard(
    id: "logistic-regression", title: "Logistic regression", version: "3",
    summary: "A linear model with probabilities: fast, hard to get wrong, the one to beat with anything larger.",
    reference: "Hastie, Tibshirani, Friedman, The Elements of Statistical Learning, 4.4",
    needs: [.scaledColumns])

  /// Strength of the penalty for each row: the objective is the mean log-loss + alpha / 2 ||W||^2, so that it means the
  /// same at any number of rows.
  @Setting(
    "strength of the penalty on the squared weights, per row", .real(above: 0, scale: .logarithmic),
    tuned: .logarithmic(1e-6...1e-1))
  public var alpha = 1e-4
  /// The least strength of the penalty on the sum of the losses: it counts where alpha times the rows is less.
  @Setting(
    "least strength of the penalty on the sum of the losses, 1 / C of scikit-learn; it counts where alpha times the rows is less",
    .real(above: 0, scale: .logarithmic), tuned: .logarithmic(1e-2...100))
  public var leastPenalty = 1.0
  /// Steps of the solver at the most; each costs a pass over the rows, rarely two.
  @Setting("steps of the solver at the most", .integer(1...100_000))
  public var maximumIterations = 100
  /// The solver stops when its next step is expected to lower the objective by less than this share of its value. The
  /// minimum may be further off than one step: see README.md.
  @Setting(
    "stop when the next step is expected to lower the objective by less than this share", .real(0..<1),
    formerly: "tolerance")
  public var leastGain = 1e-4

  /// The recipe with its default settings.
  public init() {}

  /// Learns the weights. Throws `TrainingError` for fewer than two classes or features that are not finite numbers.
  public func fit(_ examples: Examples, context: FitContext) throws -> LinearModel {
    let classCounts = examples.classCounts
    let classes = classCounts.indices.filter { classCounts[$0] > 0 }
    guard classes.count >= 2 else {
      throw TrainingError(
        "logistic regression needs rows of at least two classes, found \(classes.count) in \(examples.count) rows; "
          + "give it more rows or another split")
    }
    let offset = try centeringOffset(examples.features)
    let l2 = max(leastPenalty, alpha * Double(examples.count))
    var objective = LogisticObjective(
      rows: SparseBatches(examples.features, offset: offset), targets: targets(examples, classes: classes),
      columns: LinearColumns(featureCount: examples.features.shape.count, classes: classes), l2: l2,
      threads: { context.threads })
    let solver = LBFGS(maximumIterations: maximumIterations, tolerance: leastGain)
    let preconditioner = try GramPreconditioner(
      examples.features, offset: offset, l2: l2, threads: context.threads, checkpoint: context.checkCancellation)
    let minimum = try solver.minimize(
      from: Array(repeating: 0, count: objective.columns.parameterCount),
      preconditioner: { preconditioner.apply(&$0) },
      onIteration: { iteration, value in
        context.report(
          FitProgress(epoch: iteration, epochs: maximumIterations, loss: value / Double(examples.count)))
      },
      { point, gradient in
        try objective.evaluate(point, gradient: &gradient, checkpoint: context.checkCancellation)
      })
    guard minimum.value.isFinite else {
      throw TrainingError(
        "logistic regression: the objective is \(minimum.value) after \(minimum.iterations) iterations; "
          + "scale the features or raise alpha")
    }
    var columns = objective.columns
    columns.load(minimum.point)
    return LinearModel(
      shape: examples.features.shape, classCount: examples.classCount, columns: columns, offset: offset, link: .softmax)
  }

  /// Each row's column: the position of its class among those that have rows.
  private func targets(_ examples: Examples, classes: [Int]) -> [Int] {
    var column = [Int](repeating: 0, count: examples.classCount)
    for (index, label) in classes.enumerated() { column[label] = index }
    return examples.labels.map { column[$0] }
  }
}
