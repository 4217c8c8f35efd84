import BakeoffMath

/// The weights and intercepts of a linear model in single precision, padded to whole vector registers.
///
/// Column c belongs to class classes[c]. Columns outside `learned` are fixed at zero: with two classes one weight vector
/// is enough, softmax of (0, z) being the logistic function of z.
public struct LinearColumns: Sendable {
  /// Features a row.
  public let featureCount: Int
  /// The class each column scores.
  public let classes: [Int]
  /// The columns whose weights are learned.
  public let learned: Range<Int>
  /// featureCount x classes; zero where nothing is learned.
  public var weights: PaddedMatrix
  /// One row; `paddingLogit` in the padding.
  public var intercepts: PaddedMatrix

  /// Zero weights for the given classes; with `pairwise` and two classes only the second has weights.
  public init(featureCount: Int, classes: [Int], pairwise: Bool = true) {
    self.featureCount = featureCount
    self.classes = classes
    learned = (pairwise && classes.count == 2 ? 1 : 0)..<classes.count
    weights = PaddedMatrix(rows: featureCount, columns: classes.count)
    intercepts = PaddedMatrix(rows: 1, columns: classes.count, padding: paddingLogit)
  }

  /// Numbers learned: (featureCount + 1) x learned columns.
  package var parameterCount: Int { (featureCount + 1) * learned.count }

  /// Takes over parameters ((featureCount + 1) x learned columns, row-major, the intercepts last).
  package mutating func load(_ parameters: [Double]) {
    precondition(parameters.count == parameterCount)
    var remaining = parameters[...]
    for feature in 0..<featureCount {
      for column in learned { weights[feature, column] = Float(remaining.removeFirst()) }
    }
    for column in learned { intercepts[0, column] = Float(remaining.removeFirst()) }
  }

  /// X W + intercepts for rows `range` of X, into the first range.count rows of `output`.
  public func scores(_ rows: SparseRows, _ range: Range<Int>, into output: inout PaddedMatrix) {
    rows.multiply(range, weights: weights, initial: intercepts, into: &output)
  }
}
