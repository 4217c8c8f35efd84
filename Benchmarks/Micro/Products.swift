import BakeoffMath
import Benchmark

/// One product C = op(A) op(B).
private struct Product {
  let a: [Float]
  let b: [Float]
  var c: [Float]

  init(rows: Int, inner: Int, columns: Int) {
    a = numbers(rows * inner)
    b = numbers(inner * columns)
    c = [Float](repeating: 0, count: rows * columns)
  }
}

/// The products of a dense layer's three passes and of a linear model, and a large square one: what the machine can do.
/// A name's `rows x inner x columns` tells the 2 rows inner columns operations from which the report gives GFLOP/s.
func benchmarkProducts() {
  product(rows: 1024, inner: 1024, columns: 1024)
  product(rows: 128, inner: 784, columns: 256)
  product(rows: 784, inner: 128, columns: 256, .transposed, .none)
  product(rows: 128, inner: 256, columns: 784, .none, .transposed)
  product(rows: 12_000, inner: 784, columns: 10)
}

private func product(
  rows: Int, inner: Int, columns: Int, _ transposeA: Transposition = .none, _ transposeB: Transposition = .none
) {
  let operands = "\(transposeA == .none ? "A" : "A'") \(transposeB == .none ? "B" : "B'")"
  measure("product \(rows)x\(inner)x\(columns) \(operands)", { Product(rows: rows, inner: inner, columns: columns) }) {
    product in
    let (a, b) = (product.a, product.b)
    var c = product.c.mutableSpan
    multiply(a.span, transposeA, b.span, transposeB, into: &c, rows: rows, inner: inner, columns: columns)
  }
}
