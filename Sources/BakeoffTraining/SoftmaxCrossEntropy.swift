import BakeoffMath

/// The softmax cross-entropy: for a row with logits z and target class y, log sum_k exp(z_k) - z_y.
///
/// Its gradient is softmax(z) less 1 at y. Source: Bishop, Pattern Recognition and Machine Learning, 4.3.4.
public enum SoftmaxCrossEntropy {
  /// Replaces the logits of the first targets.count rows by `scale` times the gradient; returns the summed loss.
  ///
  /// `logits` is rows x stride, a multiple of 16; the first `classCount` of each row are logits, the rest becomes 0. The
  /// loss is NaN or infinite if a logit is.
  public static func differentiate(
    _ logits: inout AlignedFloats, targets: ArraySlice<Int>, classCount: Int, stride: Int, scale: Float
  ) -> Double {
    precondition(targets.allSatisfy { $0 < classCount }, "a target is a class")
    var loss = 0.0
    for (row, target) in targets.enumerated() { loss -= Double(logits[row * stride + target]) }
    for logarithm in softmax(&logits, rows: targets.count, columns: classCount, stride: stride) { loss += logarithm }
    logits.withUnsafeMutableBufferPointer { gradient in
      for (row, target) in targets.enumerated() { gradient[row * stride + target] -= 1 }
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
