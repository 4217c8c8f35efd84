import BakeoffCore

/// Points drawn at random.
///
/// Source: Bergstra, Bengio, "Random search for hyper-parameter optimization", JMLR 13, 2012.
package struct RandomSource: CandidateSource {
  package let batch: Int? = nil
  private let axes: Int
  private var generator: SeededGenerator

  package init(axes: Int, seed: UInt64) {
    self.axes = axes
    generator = SeededGenerator(seed: derivedSeed(seed, "random search"))
  }

  package mutating func next(_ count: Int, scored: [ScoredPoint]) -> [[Double]] {
    (0..<count).map { _ in (0..<axes).map { _ in Double.random(in: 0..<1, using: &generator) } }
  }
}
