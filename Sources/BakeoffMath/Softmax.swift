import BakeoffKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Replaces each row of logits (rows x width, width a multiple of `SparseRows.lanes`) by its softmax, and returns the
/// logarithm of each row's sum of exponentials, log sum exp(z).
///
/// Columns without a class hold `paddingLogit` and come out as (almost) nothing. The log-loss of a row whose class is k
/// is its logarithm less its logit z_k. Source: Blanchard, Higham, Higham, "Accurately computing the log-sum-exp and
/// softmax functions", IMA J. Numer. Anal. 2021.
public func softmax(_ logits: inout MutableSpan<Float>, rows: Int, width: Int) -> [Double] {
  precondition(width > 0 && width % SparseRows.lanes == 0 && logits.count >= rows * width)
  var maxima = [Float](repeating: 0, count: rows)
  var sums = [Float](repeating: 0, count: rows)
  logits.withUnsafeMutableBufferPointer { logits in
    bakeoff_softmax(logits.baseAddress, Int64(rows), Int64(width), &maxima, &sums)
  }
  return zip(maxima, sums).map { Double($0) + log(Double($1)) }
}

/// The logit of a column that stands for no class: far below any other, yet finite.
public let paddingLogit: Float = -1e30
