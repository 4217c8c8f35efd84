import BakeoffKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Replaces the first `count` rows of logits by their softmax, and returns the logarithm of each row's sum of
/// exponentials, log sum exp(z).
///
/// The padding counts as classes: filled with `paddingLogit` it comes out as (almost) nothing. The log-loss of a row
/// whose class is k is its logarithm less its logit z_k. Source: Blanchard, Higham, Higham, "Accurately computing the
/// log-sum-exp and softmax functions", IMA J. Numer. Anal. 2021.
public func softmax(_ logits: inout PaddedMatrix, count: Int) -> [Double] {
  precondition(count <= logits.rows)
  let stride = logits.stride
  var maxima = [Float](repeating: 0, count: count)
  var sums = [Float](repeating: 0, count: count)
  logits.withMutableValues { bakeoff_softmax($0.baseAddress, Int64(count), Int64(stride), &maxima, &sums) }
  return zip(maxima, sums).map { Double($0) + log(Double($1)) }
}

/// The logit of a column that stands for no class: far below any other, yet finite.
public let paddingLogit: Float = -1e30
