import BakeoffMath

/// The softmax cross-entropy: for a row with logits z and target class y, log sum_k exp(z_k) - z_y.
///
/// Its gradient is softmax(z) less 1 at y. With smoothing s the target is no longer one class alone but 1 - s of it and
/// s / K of each of the K classes, q: log sum_k exp(z_k) - sum_k q_k z_k, with the gradient softmax(z) - q.
/// Source: Bishop, Pattern Recognition and Machine Learning, 4.3.4; Szegedy and others, "Rethinking the Inception
/// architecture for computer vision", CVPR 2016, for smoothing.
public enum SoftmaxCrossEntropy {
  /// Replaces the logits of the first targets.count rows by `scale` times the gradient; returns the summed loss.
  ///
  /// `logits` is rows x stride, a multiple of 16; the first `classCount` of each row are logits, the rest becomes 0. The
  /// loss is NaN or infinite if a logit is.
  public static func differentiate(
    _ logits: inout AlignedFloats, targets: ArraySlice<Int>, classCount: Int, stride: Int, scale: Float,
    smoothing: Float = 0
  ) -> Double {
    precondition(targets.allSatisfy { $0 < classCount }, "a target is a class")
    let share = smoothing / Float(classCount)
    var loss = 0.0
    for (row, target) in targets.enumerated() {
      loss -= Double((1 - smoothing) * logits[row * stride + target])
      if smoothing > 0 { for column in 0..<classCount { loss -= Double(share * logits[row * stride + column]) } }
    }
    for logarithm in softmax(&logits, rows: targets.count, columns: classCount, stride: stride) { loss += logarithm }
    logits.withUnsafeMutableBufferPointer { gradient in
      for (row, target) in targets.enumerated() {
        gradient[row * stride + target] -= 1 - smoothing
        if smoothing > 0 { for column in 0..<classCount { gradient[row * stride + column] -= share } }
      }
      for index in 0..<targets.count * stride { gradient[index] *= scale }
    }
    return loss
  }

  /// The same for a matrix.
  public static func differentiate(_ logits: inout PaddedMatrix, targets: ArraySlice<Int>, scale: Float) -> Double {
    differentiate(
      &logits.values, targets: targets, classCount: logits.columns, stride: logits.stride, scale: scale)
  }
}
