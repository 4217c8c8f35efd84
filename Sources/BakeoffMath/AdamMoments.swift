import BakeoffKernels

/// The running means Adam keeps of one flat list of parameters, and the arithmetic of its step.
package struct AdamMoments: Sendable {
  private var means: AlignedFloats
  private var squares: AlignedFloats

  /// Zeros for `count` parameters.
  package init(count: Int) {
    means = AlignedFloats(count: count)
    squares = means
  }

  /// m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g^2; w -= rate * m / (sqrt(v) * inverseRoot + epsilon),
  /// for rate = learning rate / (1 - beta1^t) and inverseRoot = 1 / sqrt(1 - beta2^t) in step t.
  package mutating func step(
    _ parameters: inout AlignedFloats, gradients: AlignedFloats, beta1: Float, beta2: Float, rate: Float,
    inverseRoot: Float, epsilon: Float, by team: ThreadTeam? = nil
  ) {
    let count = parameters.count
    precondition(gradients.count == count && means.count == count, "one gradient a parameter")
    parameters.withUnsafeMutableBufferPointer { parameters in
      gradients.withUnsafeBufferPointer { gradients in
        means.withUnsafeMutableBufferPointer { means in
          squares.withUnsafeMutableBufferPointer { squares in
            guard let parameters = parameters.baseAddress, let gradients = gradients.baseAddress,
              let means = means.baseAddress, let squares = squares.baseAddress
            else { return }
            // Safe to share: every thread changes its own part.
            nonisolated(unsafe) let (weights, slopes, first, second) = (parameters, gradients, means, squares)
            sharedOut(count, by: team, unit: 4096) { _, part in
              let start = part.lowerBound
              bakeoff_adam(
                weights + start, slopes + start, first + start, second + start, part.count, rate, beta1, beta2,
                inverseRoot, epsilon)
            }
          }
        }
      }
    }
  }
}
