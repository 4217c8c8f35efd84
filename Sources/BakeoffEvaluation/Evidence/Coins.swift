import BakeoffCore

/// A coin for each unit, tossed: 1 where it shows heads, 0 where it shows tails.
package struct Coins: Sendable {
  private let bits: [UInt64]

  /// Tosses so many coins.
  package init(_ count: Int, seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    bits = (0..<(count + 63) / 64).map { _ in generator.next() }
  }

  /// The coin of a unit.
  package subscript(unit: Int32) -> Int { Int(bits[Int(unit) >> 6] >> UInt64(unit & 63) & 1) }
}
