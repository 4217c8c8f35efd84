import BakeoffCore

/// What a linear model takes from each feature before its products: the means of features stored as floats, unless
/// most values are zero and would not stay so; nil where nothing is to be taken.
///
/// Far from zero a product in single precision loses the digits that matter; the intercept makes up for the shift, so
/// the model is the same. Throws `TrainingError` for a feature that is not a finite number.
public func centeringOffset(_ features: Features) throws -> [Float]? {
  guard features.buffer.element == .float, features.count > 0 else { return nil }
  let width = features.shape.count
  var sums = [Double](repeating: 0, count: width)
  var nonZero = 0
  for row in 0..<features.count {
    for (column, value) in features.floats(row..<row + 1).enumerated() {
      guard value.isFinite else {
        throw TrainingError(
          "feature \(column) of training row \(row) is \(value); remove or replace values that are not finite numbers")
      }
      sums[column] += Double(value)
      nonZero += value == 0 ? 0 : 1
    }
  }
  guard nonZero * 2 > features.count * width else { return nil }
  return sums.map { Float($0 / Double(features.count)) }
}
