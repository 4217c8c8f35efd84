#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// A learning rate that rises linearly to its peak and then falls to nearly 0 along half a cosine.
///
/// Source: Loshchilov and Hutter, "SGDR", ICLR 2017, with the warm-up of Goyal and others 2017.
public struct WarmupCosineSchedule: Sendable {
  /// The highest learning rate.
  package let peak: Double
  /// Steps in all, at least 1.
  package let steps: Int
  /// Steps it rises for.
  private let warmupSteps: Int

  /// Rises for `warmup` (a share, 0...1) of the steps.
  public init(peak: Double, steps: Int, warmup: Double = 0.1) {
    self.peak = peak
    self.steps = max(steps, 1)
    warmupSteps = Int(warmup * Double(steps))
  }

  /// The learning rate of a step, 0..<steps.
  public func rate(step: Int) -> Double {
    if step < warmupSteps { return peak * Double(step + 1) / Double(warmupSteps) }
    return peak * 0.5 * (1 + cos(.pi * Double(step - warmupSteps) / Double(steps - warmupSteps)))
  }
}
