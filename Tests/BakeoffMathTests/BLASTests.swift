import BakeoffMath
import Testing

/// op(A) op(B) by the definition.
private func naiveProduct(
  _ a: [Float], _ transposeA: Transposition, _ b: [Float], _ transposeB: Transposition, rows: Int, inner: Int,
  columns: Int
) -> [Float] {
  var c: [Float] = []
  for i in 0..<rows {
    for j in 0..<columns {
      c.append(
        (0..<inner).reduce(0) { sum, k in
          let left = transposeA == .none ? a[i * inner + k] : a[k * rows + i]
          let right = transposeB == .none ? b[k * columns + j] : b[j * inner + k]
          return sum + left * right
        })
    }
  }
  return c
}

@Test(arguments: [Transposition.none, .transposed], [Transposition.none, .transposed])
func productAgreesWithItsDefinition(transposeA: Transposition, transposeB: Transposition) {
  let (rows, inner, columns) = (3, 4, 5)
  // Small whole numbers: every order of summation gives the same float.
  let a = (0..<rows * inner).map { Float($0 % 7) - 3 }
  let b = (0..<inner * columns).map { Float($0 % 5) - 2 }
  var c = [Float](repeating: 1, count: rows * columns)
  var output = c.mutableSpan
  multiply(
    a.span, transposeA, b.span, transposeB, into: &output, rows: rows, inner: inner, columns: columns, alpha: 2, beta: 3
  )
  let product = naiveProduct(a, transposeA, b, transposeB, rows: rows, inner: inner, columns: columns)
  #expect(c == product.map { 2 * $0 + 3 })
}
