import BakeoffMath

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// Turns logits into probabilities in place: p_j = exp(z_j - max z) / sum_k exp(z_k - max z).
///
/// `scores` is rows x rowStride; the first `classCount` of each row are logits, the rest is left alone. A row gives
/// the same numbers in any company.
public func softmax(_ scores: inout MutableSpan<Float>, rows: Int, classCount: Int, rowStride: Int) {
  precondition(classCount <= rowStride && scores.count >= rows * rowStride, "a row holds its classes")
  for row in 0..<rows {
    let logits = row * rowStride..<row * rowStride + classCount
    var largest = -Float.infinity
    for index in logits { largest = max(largest, scores[index]) }
    for index in logits { scores[index] -= largest }
    exponentiate(&scores, in: logits)
    var sum: Float = 0
    for index in logits { sum += scores[index] }
    for index in logits { scores[index] /= sum }
  }
}

/// The softmax cross-entropy of a batch, with label smoothing.
///
/// L = -sum_j t_j log p_j with p = softmax(z) and t_j = (1 - smoothing) [j = label] + smoothing / classCount;
/// dL/dz_j = p_j - t_j. Source: Bishop, Pattern Recognition and Machine Learning, 4.3.4; smoothing: Szegedy and others
/// 2016, section 7.
public struct SoftmaxCrossEntropy: Sendable {
  /// The share of the target spread evenly over the classes, 0..<1.
  public let smoothing: Float

  /// The loss with the given smoothing.
  public init(smoothing: Float = 0) {
    precondition(smoothing >= 0 && smoothing < 1, "smoothing is a share")
    self.smoothing = smoothing
  }

  /// Replaces logits by the gradient of the batch's mean loss and returns the summed loss.
  ///
  /// `scores` is labels.count x rowStride, the first `classCount` of each row logits; the rest is left alone. The
  /// loss is NaN or infinite if a logit is.
  public func differentiate(
    _ scores: inout MutableSpan<Float>, labels: ArraySlice<Int>, classCount: Int, rowStride: Int
  ) -> Double {
    var loss = 0.0
    for (row, label) in labels.enumerated() {
      loss += rowLoss(scores, from: row * rowStride, classCount: classCount, label: label)
    }
    softmax(&scores, rows: labels.count, classCount: classCount, rowStride: rowStride)
    let scale = 1 / Float(max(labels.count, 1))
    let spread = smoothing / Float(classCount)
    for (row, label) in labels.enumerated() {
      let start = row * rowStride
      scores[start + label] -= 1 - smoothing
      for index in start..<start + classCount { scores[index] = (scores[index] - spread) * scale }
    }
    return loss
  }

  /// The loss of one row: log sum_k exp(z_k) - sum_j t_j z_j.
  private func rowLoss(_ scores: borrowing MutableSpan<Float>, from start: Int, classCount: Int, label: Int) -> Double {
    var largest = -Float.infinity
    var sum: Float = 0
    for index in start..<start + classCount {
      largest = max(largest, scores[index])
      sum += scores[index]
    }
    var exponentials: Float = 0
    for index in start..<start + classCount { exponentials += expf(scores[index] - largest) }
    let target = (1 - smoothing) * scores[start + label] + smoothing * sum / Float(classCount)
    return Double(largest - target) + Double(logf(exponentials))
  }
}
