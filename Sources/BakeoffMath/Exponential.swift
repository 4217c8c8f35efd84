import BakeoffKernels

/// Replaces the values of `range` by their exponentials, to within 2 units in the last place; 0 below -87.3, finite
/// above 88.3.
public func exponentiate(_ values: inout MutableSpan<Float>, in range: Range<Int>) {
  precondition(range.lowerBound >= 0 && range.upperBound <= values.count, "the range lies in the span")
  values.withUnsafeMutableBufferPointer { values in
    guard let start = values.baseAddress else { return }
    bakeoff_exp(start + range.lowerBound, range.count)
  }
}
