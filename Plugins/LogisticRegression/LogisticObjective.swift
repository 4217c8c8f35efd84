import BakeoffCore
import BakeoffMath
import BakeoffTraining

/// The sum of log-losses of the training rows plus l2 / 2 times the squared weights; intercepts are not penalised.
///
/// f(W, b) = sum_i [log sum_k exp(z_ik) - z_i,y(i)] + l2 / 2 ||W||^2 with z = x W + b, and
/// df/dW = X' (P - Y) + l2 W, df/db = 1' (P - Y), where P = softmax(z) and Y has a one for each row's class.
/// Parameters: (features + 1) x learned columns, row-major, the intercepts last. Rows and products are in single
/// precision, sums over blocks of rows in double. Source: scikit-learn, `LogisticRegression`, with l2 = 1 / C.
package struct LogisticObjective {
  private let blocks: SparseBlocks
  /// The column of each row's class.
  private let targets: [Int]
  private let l2: Double
  /// The weights last evaluated.
  package private(set) var columns: LinearColumns

  /// Rows multiplied at a time: their residuals stay in the nearest cache.
  private static let rowsAtATime = 128

  /// The objective for `targets` (columns of `columns`), one for each row of `blocks`.
  package init(blocks: SparseBlocks, targets: [Int], columns: LinearColumns, l2: Double) {
    self.blocks = blocks
    self.targets = targets
    self.columns = columns
    self.l2 = l2
  }

  /// The value at `parameters`, and the gradient there; `checkpoint` is called between blocks and may throw.
  package mutating func evaluate(
    _ parameters: [Double], gradient: inout [Double], checkpoint: () throws -> Void = {}
  ) throws -> Double {
    columns.load(parameters)
    let penalised = columns.featureCount * columns.learned.count
    var value = 0.0
    for index in parameters.indices {
      let isWeight = index < penalised
      gradient[index] = isWeight ? l2 * parameters[index] : 0
      if isWeight { value += l2 / 2 * parameters[index] * parameters[index] }
    }
    try blocks.forEach { rows, range in
      try checkpoint()
      value += addLosses(rows, labels: targets[range], to: &gradient)
    }
    return value
  }

  /// Adds the gradient of one block's losses to `gradient` and returns their sum.
  private func addLosses(_ rows: SparseRows, labels: ArraySlice<Int>, to gradient: inout [Double]) -> Double {
    let width = columns.width
    var residuals = [Float](repeating: 0, count: Self.rowsAtATime * width)
    var weightGradient = [Float](repeating: 0, count: columns.featureCount * width)
    var interceptGradient = [Float](repeating: 0, count: width)
    var loss = 0.0
    for first in stride(from: 0, to: rows.count, by: Self.rowsAtATime) {
      let some = first..<min(first + Self.rowsAtATime, rows.count)
      let targets = labels.dropFirst(first).prefix(some.count)
      loss += residualsAndLoss(rows, some, targets, into: &residuals)
      var output = weightGradient.mutableSpan
      rows.addTransposedProduct(some, residuals: residuals.span, width: width, to: &output)
      for row in 0..<some.count {
        for column in 0..<width { interceptGradient[column] += residuals[row * width + column] }
      }
    }
    addLearned(weightGradient + interceptGradient, to: &gradient)
    return loss
  }

  /// Writes P - Y of some rows (some.count x width) and returns the sum of their losses.
  private func residualsAndLoss(
    _ rows: SparseRows, _ some: Range<Int>, _ targets: ArraySlice<Int>, into residuals: inout [Float]
  ) -> Double {
    var logits = residuals.mutableSpan
    columns.scores(rows, some, into: &logits)
    var loss = 0.0
    for (row, target) in targets.enumerated() { loss -= Double(logits[row * columns.width + target]) }
    for logarithm in softmax(&logits, rows: some.count, width: columns.width) { loss += logarithm }
    for (row, target) in targets.enumerated() { logits[row * columns.width + target] -= 1 }
    return loss
  }

  /// Adds the learned columns of a padded gradient to one that has only those.
  private func addLearned(_ padded: [Float], to gradient: inout [Double]) {
    let learned = columns.learned
    for feature in 0...columns.featureCount {
      for (index, column) in learned.enumerated() {
        gradient[feature * learned.count + index] += Double(padded[feature * columns.width + column])
      }
    }
  }
}
