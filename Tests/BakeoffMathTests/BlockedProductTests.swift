import BakeoffCore
import BakeoffMath
import Testing

private func product(
  _ a: [Float], _ transposeA: Transposition, _ b: [Float], _ transposeB: Transposition, rows: Int, inner: Int,
  columns: Int
) -> [Float] {
  var c = [Float](repeating: .nan, count: rows * columns)
  var output = c.mutableSpan
  multiply(a.span, transposeA, b.span, transposeB, into: &output, rows: rows, inner: inner, columns: columns)
  return c
}

private func transposed(_ matrix: [Float], rows: Int, columns: Int) -> [Float] {
  (0..<columns).flatMap { column in (0..<rows).map { matrix[$0 * columns + column] } }
}

/// Shapes with rests of every kind: of tiles, panels, strips, and blocks of the inner dimension.
@Test(arguments: [(1, 1, 1), (13, 5, 17), (97, 20, 33), (12, 300, 10), (200, 257, 16), (5, 600, 1025)])
func productsOfAnyShapeAgreeWithTheDefinition(rows: Int, inner: Int, columns: Int) {
  // Small whole numbers: every order of summation gives the same float.
  let a = (0..<rows * inner).map { Float(($0 * 7) % 11) - 5 }
  let b = (0..<inner * columns).map { Float(($0 * 5) % 13) - 6 }
  let columnsOfB = transposed(b, rows: inner, columns: columns)
  let expected = (0..<rows * columns).map { index in
    (0..<inner).reduce(Float(0)) { sum, k in
      sum + a[index / columns * inner + k] * columnsOfB[index % columns * inner + k]
    }
  }
  let rowsOfA = transposed(a, rows: rows, columns: inner)
  #expect(product(a, .none, b, .none, rows: rows, inner: inner, columns: columns) == expected)
  #expect(product(rowsOfA, .transposed, b, .none, rows: rows, inner: inner, columns: columns) == expected)
  #expect(product(a, .none, columnsOfB, .transposed, rows: rows, inner: inner, columns: columns) == expected)
}

@Test(arguments: [1, 2, 7, 96, 100]) func aRowOfAProductIsTheSameInAnyCompany(rows: Int) {
  var generator = SeededGenerator(seed: 1)
  let (inner, columns) = (300, 19)
  let a = randomValues(200 * inner, using: &generator)
  let b = randomValues(inner * columns, using: &generator)
  let all = product(a, .none, b, .none, rows: 200, inner: inner, columns: columns)
  let some = product(
    Array(a.suffix(rows * inner)), .none, b, .none, rows: rows, inner: inner, columns: columns)
  #expect(some == all.suffix(rows * columns))
}
