import BakeoffKernels

/// ReLU in place: x = max(0, x) for the first `count` values; NaN stays NaN, so that divergence is seen.
func rectify(_ values: inout AlignedFloats, count: Int) {
  precondition(count <= values.count)
  values.withUnsafeMutableBufferPointer { values in
    guard let values = values.baseAddress else { return }
    bakeoff_rectify(values, count)
  }
}

/// The derivative of ReLU: the first `count` values of the gradient become 0 where the output is 0.
func maskWhereRectified(_ gradient: inout AlignedFloats, output: AlignedFloats, count: Int) {
  precondition(count <= gradient.count && count <= output.count)
  gradient.withUnsafeMutableBufferPointer { gradient in
    output.withUnsafeBufferPointer { output in
      guard let gradient = gradient.baseAddress, let output = output.baseAddress else { return }
      bakeoff_mask(gradient, output, count)
    }
  }
}
