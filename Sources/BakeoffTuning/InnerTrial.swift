/// One fit that a search asks for.
public struct InnerTrial: Hashable, Sendable {
  /// Which configuration, from 0.
  public let candidate: Int
  /// Which inner fold, from 0.
  public let fold: Int
  /// Which fit of the same rows, from 0.
  public let fit: Int
  /// The share of the training rows or epochs, above 0 and at most 1.
  public let share: Double

  /// Names a fit.
  public init(candidate: Int, fold: Int, fit: Int = 0, share: Double = 1) {
    self.candidate = candidate
    self.fold = fold
    self.fit = fit
    self.share = share
  }
}
