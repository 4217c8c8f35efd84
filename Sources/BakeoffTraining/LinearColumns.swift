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
  /// Columns with padding, a multiple of `SparseRows.lanes`.
  public let width: Int
  /// featureCount x width, row-major; zero where nothing is learned.
  public private(set) var weights: [Float]
  /// `width` values; `paddingLogit` in the columns that score no class.
  public private(set) var intercepts: [Float]

  /// Zero weights for the given classes; with `pairwise` and two classes only the second has weights.
  public init(featureCount: Int, classes: [Int], pairwise: Bool = true) {
    self.featureCount = featureCount
    self.classes = classes
    learned = (pairwise && classes.count == 2 ? 1 : 0)..<classes.count
    width = SparseRows.paddedWidth(classes.count)
    weights = Array(repeating: 0, count: featureCount * width)
    intercepts = Array(repeating: 0, count: classes.count)
    intercepts += Array(repeating: paddingLogit, count: width - classes.count)
  }

  /// Numbers learned: (featureCount + 1) x learned columns.
  public var parameterCount: Int { (featureCount + 1) * learned.count }

  /// Takes over parameters ((featureCount + 1) x learned columns, row-major, the intercepts last).
  public mutating func load(_ parameters: [Double]) {
    precondition(parameters.count == parameterCount)
    for feature in 0..<featureCount {
      for (index, column) in learned.enumerated() {
        weights[feature * width + column] = Float(parameters[feature * learned.count + index])
      }
    }
    for (index, column) in learned.enumerated() {
      intercepts[column] = Float(parameters[featureCount * learned.count + index])
    }
  }

  /// X W + intercepts for rows `range` of X (range.count x width).
  public func scores(_ rows: SparseRows, _ range: Range<Int>, into output: inout MutableSpan<Float>) {
    rows.multiply(range, weights: weights.span, initial: intercepts.span, width: width, into: &output)
  }
}
