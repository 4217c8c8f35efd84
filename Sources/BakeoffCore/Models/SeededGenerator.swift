/// A small, fast generator whose numbers depend on its seed alone: SplitMix64.
///
/// Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// Starts at `seed`.
  public init(seed: UInt64) {
    state = seed
  }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return mixed(state)
  }
}

/// A seed that depends on `seed` and on every part of `labels`, in order, and is the same in every process.
///
/// Seeds derived from different labels are independent, so that adding a model or a fold changes no other number.
public func derivedSeed(_ seed: UInt64, _ labels: String...) -> UInt64 {
  labels.reduce(mixed(seed)) { hash, label in
    // FNV-1a over the bytes and a terminator, so that ("ab", "c") and ("a", "bc") differ.
    let bytes = label.utf8.reduce(hash) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    return mixed((bytes ^ 0xFF) &* 0x0000_0100_0000_01B3)
  }
}

private func mixed(_ value: UInt64) -> UInt64 {
  var z = value
  z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
  z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
  return z ^ (z >> 31)
}
