import BakeoffCore
import BakeoffExecution
import Testing

private func bundles(_ seconds: [Double], target: Double, alone: Set<Int> = []) -> [[Int]] {
  Bundles.of(seconds.enumerated().map { ($0, $1, alone.contains($0)) }, seconds: target)
}

@Test func shortTrialsAreBundledUntilThereIsWorkEnough() {
  #expect(bundles([10, 10, 10, 10, 10, 10, 10], target: 30) == [[0, 1, 2], [3, 4, 5, 6]])
  #expect(bundles([10, 10, 10, 10, 10], target: 30) == [[0, 1, 2], [3, 4]])
  #expect(bundles([100, 200], target: 60) == [[0], [1]])
  #expect(bundles([1, 1, 1], target: 60) == [[0, 1, 2]])
  #expect(bundles([], target: 60).isEmpty)
}

@Test func aTrialThatIsToBeAloneIs() {
  #expect(bundles([10, 10, 10, 10], target: 20, alone: [1]) == [[1], [0, 2], [3]])
  #expect(bundles([10], target: 20, alone: [0]) == [[0]])
}

/// Over many draws: every trial once, in order within its bundle, and each bundle but the last has work enough.
@Test func bundlesHoldEveryTrialOnce() {
  var generator = SeededGenerator(seed: 3)
  for _ in 0..<200 {
    let seconds = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
      Double.random(in: 0..<90, using: &generator)
    }
    let bundles = bundles(seconds, target: 60)
    #expect(bundles.joined().sorted() == Array(seconds.indices))
    #expect(bundles.allSatisfy { $0 == $0.sorted() && !$0.isEmpty })
    for bundle in bundles.dropLast() { #expect(bundle.reduce(0) { $0 + seconds[$1] } >= 60) }
  }
}
