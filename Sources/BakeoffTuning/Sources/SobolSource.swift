import BakeoffCore

/// Points of a Sobol sequence, shifted at random: they fill the cube more evenly than random ones do, and more of them
/// continue where fewer ended. Axes beyond the tenth are drawn at random.
///
/// Source: Joe, Kuo, "Constructing Sobol sequences with better two-dimensional projections", SIAM J. Sci. Comput. 30, 2008
/// (the direction numbers new-joe-kuo-6); the random digital shift: Owen, "Monte Carlo theory, methods and examples", 17.
package struct SobolSource: CandidateSource {
  /// Degree, coefficients and first direction numbers of the axes after the first.
  private static let polynomials: [(degree: Int, coefficients: UInt32, first: [UInt32])] = [
    (1, 0, [1]), (2, 1, [1, 3]), (3, 1, [1, 3, 1]), (3, 2, [1, 1, 1]), (4, 1, [1, 1, 3, 3]), (4, 4, [1, 3, 5, 13]),
    (5, 2, [1, 1, 5, 5, 17]), (5, 4, [1, 1, 5, 5, 5]), (5, 7, [1, 1, 7, 11, 19]),
  ]

  package let batch: Int? = nil
  private let directions: [[UInt32]]
  private let shift: [UInt32]
  private let axes: Int
  private var state: [UInt32]
  private var count: UInt32 = 0
  private var generator: SeededGenerator

  package init(axes: Int, seed: UInt64) {
    var generator = SeededGenerator(seed: derivedSeed(seed, "sobol sequence"))
    self.init(
      axes: axes, shift: (0..<axes).map { _ in UInt32.random(in: 0...UInt32.max, using: &generator) }, generator)
  }

  /// The sequence with its digits shifted by `shift`.
  package init(axes: Int, shift: [UInt32], _ generator: SeededGenerator) {
    self.axes = axes
    self.generator = generator
    directions = (0..<min(axes, Self.polynomials.count + 1)).map(Self.directions)
    self.shift = shift
    state = directions.map { _ in 0 }
  }

  package mutating func next(_ count: Int, scored: [ScoredPoint]) -> [[Double]] { (0..<count).map { _ in point() } }

  private mutating func point() -> [Double] {
    let known = zip(state, shift).map { Double($0 ^ $1) / 0x1p32 }
    let bit = (~count).trailingZeroBitCount
    for axis in state.indices { state[axis] ^= directions[axis][bit] }
    count += 1
    return known + (known.count..<axes).map { _ in Double.random(in: 0..<1, using: &generator) }
  }

  /// The 32 direction numbers of an axis.
  private static func directions(_ axis: Int) -> [UInt32] {
    guard axis > 0 else { return (0..<32).map { 1 << (31 - $0) } }
    let (degree, coefficients, first) = polynomials[axis - 1]
    var numbers = first.enumerated().map { $1 << (31 - UInt32($0)) }
    for index in degree..<32 {
      var number = numbers[index - degree] ^ (numbers[index - degree] >> UInt32(degree))
      for step in 1..<max(degree, 1) where (coefficients >> UInt32(degree - 1 - step)) & 1 == 1 {
        number ^= numbers[index - step]
      }
      numbers.append(number)
    }
    return numbers
  }
}
