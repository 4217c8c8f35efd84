/// The bounds of a numeric setting, and the scale on which its values differ.
public struct SettingRange: Hashable, Sendable {
  /// How values are spread when a search draws them.
  public enum Scale: String, Hashable, Sendable, CaseIterable {
    /// Equal differences matter equally.
    case linear
    /// Equal ratios matter equally.
    case logarithmic
  }

  /// The lowest value; nil for none.
  public let lower: Double?
  /// The highest value; nil for none.
  public let upper: Double?
  /// Whether `lower` itself is left out.
  public let excludesLower: Bool
  /// Whether `upper` itself is left out.
  public let excludesUpper: Bool
  /// The scale on which values differ.
  public let scale: Scale

  /// Makes a range; without bounds it holds every finite number.
  public init(
    lower: Double? = nil, upper: Double? = nil, excludesLower: Bool = false, excludesUpper: Bool = false,
    scale: Scale = .linear
  ) {
    self.lower = lower
    self.upper = upper
    self.excludesLower = excludesLower
    self.excludesUpper = excludesUpper
    self.scale = scale
  }

  /// Whether `value` is finite and within the bounds.
  public func contains(_ value: Double) -> Bool {
    guard value.isFinite else { return false }
    let isHighEnough = lower.map { excludesLower ? value > $0 : value >= $0 } ?? true
    let isLowEnough = upper.map { excludesUpper ? value < $0 : value <= $0 } ?? true
    return isHighEnough && isLowEnough
  }

  /// The bounds in words, to follow a noun: ` from 1 to 100`, ` above 0`; empty where there are none.
  var words: String {
    switch (lower, upper) {
    case (let lower?, let upper?) where !excludesLower && !excludesUpper:
      " from \(shortest(lower)) to \(shortest(upper))"
    case (let lower?, let upper?):
      (excludesLower ? " above " : " of at least ") + shortest(lower)
        + (excludesUpper ? " and below " : " and at most ") + shortest(upper)
    case (let lower?, nil): (excludesLower ? " above " : " of at least ") + shortest(lower)
    case (nil, let upper?): (excludesUpper ? " below " : " of at most ") + shortest(upper)
    case (nil, nil): ""
    }
  }
}

/// A number without the fraction of a whole one.
func shortest(_ number: Double) -> String { Int(exactly: number).map(String.init) ?? "\(number)" }
