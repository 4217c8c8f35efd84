import BakeoffCore

/// Sixteen resamples side by side: how often something was drawn in each of them.
package typealias Lanes = SIMD16<Float>

/// Test rows drawn anew with replacement, the same ones for every model: the resamples of a bootstrap.
///
/// Rows of one unit, as those of one patient, are drawn together. Source: Efron, Tibshirani, "An Introduction to the
/// Bootstrap", 1993.
package struct RowResamples: Sendable {
  /// How many units there are to draw, each as often as all together.
  package let units: Int
  /// The unit of each test row of each split.
  package let unitOfRow: [[Int]]
  private let seed: UInt64

  /// Draws the rows that `splits` test, each row once however many splits test it, or their groups where they have any.
  package init(_ splits: [Split], seed: UInt64) {
    var numbers: [Int: Int] = [:]
    unitOfRow = splits.map { split in
      (split.groups ?? split.test).map { key in
        let number = numbers[key] ?? numbers.count
        numbers[key] = number
        return number
      }
    }
    units = numbers.count
    self.seed = derivedSeed(seed, "bootstrap")
  }

  /// Draws the resamples 16 * `batch` and on, into one count for each unit. Precondition: room for them.
  package func draw(batch: Int, into counts: inout [Lanes]) {
    var generator = SeededGenerator(seed: derivedSeed(seed, "\(batch)"))
    for unit in counts.indices { counts[unit] = .zero }
    let bound = UInt64(units)
    counts.withUnsafeMutableBytes { bytes in
      // One lane at a time, as single numbers: setting a lane of a vector would move all sixteen.
      let lanes = bytes.bindMemory(to: Float.self)
      for lane in 0..<Lanes.scalarCount {
        for _ in 0..<units {
          let unit = Int(truncatingIfNeeded: generator.next().multipliedFullWidth(by: bound).high)
          lanes[unit &* Lanes.scalarCount &+ lane] += 1
        }
      }
    }
  }
}
