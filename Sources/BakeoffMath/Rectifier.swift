/// ReLU in place: x = max(0, x) for the first `count` values; NaN stays NaN, so that divergence is seen.
func rectify(_ values: inout [Float], count: Int) {
  var values = values.mutableSpan
  for index in 0..<count {
    let value = values[index]
    values[index] = value < 0 ? 0 : value
  }
}

/// The derivative of ReLU: the gradient becomes 0 where the output is 0.
func maskWhereRectified(_ gradient: inout [Float], output: [Float], count: Int) {
  let output = output.span
  var gradient = gradient.mutableSpan
  for index in 0..<count {
    gradient[index] = output[index] == 0 ? 0 : gradient[index]
  }
}
