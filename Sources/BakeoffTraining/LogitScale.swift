import BakeoffCore
import BakeoffMath

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// The factor of the logits that makes the log-loss of known rows smallest.
///
/// Label smoothing keeps logits small, so that probabilities say less than the network knows. Scaled like this they say
/// what they would without it, and no prediction changes its class.
/// Source: Guo and others, "On calibration of modern neural networks", ICML 2017.
package struct LogitScale {
  /// What the factor may be: smoothing takes from the logits and never adds to them.
  private static let range = 1.0...8.0
  /// Rows that are looked at, spread over all.
  private static let mostRows = 2048

  /// The logarithm of each class's probability in each row, less that of the row's own class.
  private let differences: [[Double]]

  /// Of what `classifier` says of the examples it was trained on. Throws what predicting throws.
  package init(_ classifier: NetworkClassifier, on examples: Examples) throws {
    let step = (examples.count + Self.mostRows - 1) / Self.mostRows
    let some = examples.selecting(Array(stride(from: 0, to: examples.count, by: step)))
    let predictions = try classifier.predict(some.features)
    differences = some.labels.enumerated().map { row, label in
      let logarithms = predictions.row(row).map { log(max(Double($0), 1e-30)) }
      return logarithms.map { $0 - logarithms[label] }
    }
  }

  /// The factor, by golden-section search: the log-loss is convex in it.
  package var factor: Double {
    let ratio = (5.0.squareRoot() - 1) / 2
    var (low, high) = (Self.range.lowerBound, Self.range.upperBound)
    while high - low > 0.01 {
      let (left, right) = (high - ratio * (high - low), low + ratio * (high - low))
      if logLoss(left) < logLoss(right) { high = right } else { low = left }
    }
    return (low + high) / 2
  }

  /// The summed log-loss of the rows whose logits are multiplied by `factor`.
  private func logLoss(_ factor: Double) -> Double {
    differences.reduce(0) { sum, row in
      let highest = factor * (row.max() ?? 0)
      return sum + highest + log(row.reduce(0) { $0 + exp(factor * $1 - highest) })
    }
  }
}

extension NetworkClassifier {
  /// The same, with all logits multiplied by `factor`; traps unless the last layer is linear.
  package func scalingLogits(by factor: Double) -> NetworkClassifier {
    let last = network.layers.count - 1
    precondition((network.layers[last] as? Dense)?.isRectified == false, "the last layer is linear")
    var scaled = network
    scaled.parameters[last] = AlignedFloats(network.parameters[last].map { $0 * Float(factor) })
    return NetworkClassifier(network: scaled, shape: shape, classCount: classCount, views: views)
  }
}
