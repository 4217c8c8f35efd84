import BakeoffCore
import BakeoffMath
import BakeoffTraining

/// A linear support vector machine on its way through training, one mini-batch at a time.
///
/// Minimises mean_i sum_k max(0, 1 - t_ik s_ik) + alpha / 2 ||W||^2 with s = x W + b. Step t = 0, 1, ... on a batch B:
///   eta = peak / (1 + peak alpha t)^0.75,  W -= eta (alpha W + mean over B of x' g),  b -= eta (mean over B of g)
/// with the subgradient g of the hinge loss. The model is the average of the weights from
/// the second epoch on. Source: Xu, "Towards optimal one pass large scale learning with averaged stochastic gradient descent", 2011.
package struct AveragedSGD {
  /// The weights of the last step.
  package private(set) var current: LinearColumns
  private var average: LinearColumns
  private var margins: PaddedMatrix
  private let alpha: Double
  private let peakRate: Double
  private var stepCount = 0
  private var averagedCount = 0

  /// Starts from zero weights; `peakRate` is the step size of the first step.
  package init(featureCount: Int, classCount: Int, batchSize: Int, alpha: Double, peakRate: Double) {
    current = LinearColumns(featureCount: featureCount, classes: Array(0..<classCount), pairwise: false)
    average = current
    margins = PaddedMatrix(rows: batchSize, columns: classCount)
    self.alpha = alpha
    self.peakRate = peakRate
  }

  /// The model so far: the average of the iterates, or the last of them while none has been averaged.
  package var solution: LinearColumns { averagedCount > 0 ? average : current }

  /// One step on the rows of a batch; returns their summed loss before it. With `averaging` the weights before the step
  /// join the average.
  package mutating func step(_ rows: SparseRows, targets: [Int], averaging: Bool) -> Double {
    let spread = (1 + peakRate * alpha * Double(stepCount)).squareRoot()
    let rate = peakRate / (spread * spread.squareRoot())
    current.scores(rows, 0..<rows.count, into: &margins)
    let loss = HingeLoss.differentiate(&margins, targets: targets, scale: Float(-rate / Double(rows.count)))
    averagedCount += averaging ? 1 : 0
    let share = averaging ? 1 / Float(averagedCount) : 0
    current.weights.decay(by: Float(1 - rate * alpha), afterAveragingInto: &average.weights, share: share)
    current.intercepts.decay(by: 1, afterAveragingInto: &average.intercepts, share: share)
    rows.addTransposedProduct(0..<rows.count, residuals: margins, to: &current.weights)
    current.intercepts.addColumnSums(of: margins, count: rows.count)
    stepCount += 1
    return loss
  }
}
