#if canImport(Accelerate)
  import Accelerate
#else
  import CBLAS
#endif

import BakeoffKernels

/// Whether an operand of a product is read as it is stored or transposed.
public enum Transposition: Sendable {
  case none
  case transposed

  var cblas: CBLAS_TRANSPOSE { self == .none ? CblasNoTrans : CblasTrans }
}

/// C = alpha op(A) op(B) + beta C in single precision, every matrix row-major and without gaps.
///
/// op(A) is rows x inner, op(B) is inner x columns, C is rows x columns; a transposed operand is stored the other way
/// round (A as inner x rows, B as columns x inner). Traps if a span is shorter than its matrix. Every row of C
/// depends on its row of op(A) alone, not on the other rows. Source: BLAS `sgemm`, which computes it where our own
/// kernel is not known to be faster.
public func multiply(
  _ a: Span<Float>, _ transposeA: Transposition, _ b: Span<Float>, _ transposeB: Transposition,
  into c: inout MutableSpan<Float>, rows: Int, inner: Int, columns: Int, alpha: Float = 1, beta: Float = 0
) {
  precondition(a.count >= rows * inner && b.count >= inner * columns && c.count >= rows * columns)
  guard rows > 0, columns > 0 else { return }
  a.withUnsafeBufferPointer { a in
    b.withUnsafeBufferPointer { b in
      c.withUnsafeMutableBufferPointer { c in
        if bakeoff_product_is_fast() != 0, inner > 0, let a = a.baseAddress, let b = b.baseAddress,
          let c = c.baseAddress
        {
          BlockedProduct(
            a: a, isTransposedA: transposeA == .transposed, b: b, isTransposedB: transposeB == .transposed, c: c,
            rows: rows, inner: inner, columns: columns, alpha: alpha
          ).compute(beta: beta)
        } else {
          cblas_sgemm(
            CblasRowMajor, transposeA.cblas, transposeB.cblas, Int32(rows), Int32(columns), Int32(inner), alpha,
            a.baseAddress, Int32(transposeA == .none ? inner : rows), b.baseAddress,
            Int32(transposeB == .none ? columns : inner), beta, c.baseAddress, Int32(columns))
        }
      }
    }
  }
}
