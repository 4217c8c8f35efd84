import BakeoffKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// Replaces the first `rows` rows of logits by their softmax, p_j = exp(z_j - max z) / sum_k exp(z_k - max z), and
/// returns the logarithm of each row's sum of exponentials, log sum exp(z).
///
/// `logits` is rows x stride, a multiple of 16; the first `columns` of each row are logits, the rest becomes 0. A row
/// gives the same numbers in any company; a logarithm is not finite if a logit is NaN or +infinity. The log-loss of a row
/// whose class is k is its logarithm less its logit z_k. Source: Blanchard, Higham, Higham, "Accurately computing the
/// log-sum-exp and softmax functions", IMA J. Numer. Anal. 2021.
public func softmax(_ logits: inout AlignedFloats, rows: Int, columns: Int, stride: Int) -> [Double] {
  precondition(columns <= stride && stride % laneCount == 0 && rows * stride <= logits.count, "rows hold their classes")
  var maxima = [Float](repeating: 0, count: rows)
  var sums = [Float](repeating: 0, count: rows)
  logits.withUnsafeMutableBufferPointer { logits in
    guard let logits = logits.baseAddress else { return }
    for row in 0..<rows {
      (logits + row * stride + columns).update(repeating: paddingLogit, count: stride - columns)
    }
    bakeoff_softmax(logits, Int64(rows), Int64(stride), &maxima, &sums)
  }
  return zip(maxima, sums).map { Double($0) + log(Double($1)) }
}

/// The same for the first `count` rows of a matrix.
public func softmax(_ logits: inout PaddedMatrix, count: Int) -> [Double] {
  softmax(&logits.values, rows: count, columns: logits.columns, stride: logits.stride)
}

/// The logit of a column that stands for no class: far below any other, yet finite.
public let paddingLogit: Float = -1e30
