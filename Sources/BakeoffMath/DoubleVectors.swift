/// The inner product of two vectors of the same length, a fixed order of additions.
package func dot(_ a: [Double], _ b: [Double]) -> Double {
  precondition(a.count == b.count)
  var sums = SIMD8<Double>()
  let whole = a.count / 8 * 8
  for start in stride(from: 0, to: whole, by: 8) {
    for lane in 0..<8 { sums[lane] += a[start + lane] * b[start + lane] }
  }
  var rest = 0.0
  for index in whole..<a.count { rest += a[index] * b[index] }
  return sums.sum() + rest
}

/// y += factor x for two vectors of the same length.
package func add(_ factor: Double, _ x: [Double], to y: inout [Double]) {
  precondition(x.count == y.count)
  for index in y.indices { y[index] += factor * x[index] }
}
