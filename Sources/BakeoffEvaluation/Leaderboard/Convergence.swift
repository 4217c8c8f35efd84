import BakeoffCore

/// How the training of a trial ended.
public struct Convergence: Hashable, Sendable {
  /// Passes over the training rows, or steps of the solver, that were done.
  public let passes: Int
  /// How many there could have been.
  public let allowed: Int
  /// By what share of itself the loss fell in the last of them; nil where there was only one, or the loss was 0.
  public let lastDecrease: Double?
  /// Whether training stopped by itself, or the loss had settled: no more than a tenth of all it gained came in the last
  /// fifth of the passes.
  public let isConverged: Bool

  /// Reads it off a learning curve; nil for an empty one.
  public init?(_ curve: [FitProgress]) {
    guard let first = curve.first, let last = curve.last else { return nil }
    passes = last.epoch
    allowed = last.epochs
    let previous = curve.dropLast().last?.loss
    lastDecrease = previous.flatMap { $0 == 0 ? nil : ($0 - last.loss) / abs($0) }
    let before = curve.last { $0.epoch * 5 <= last.epoch * 4 } ?? first
    let gained = first.loss - last.loss
    let isFalling =
      curve.count >= 5 && gained > 0 && last.loss > 0 && (before.loss - last.loss) > 0.1 * gained
    isConverged = last.epoch < last.epochs || !isFalling
  }
}
