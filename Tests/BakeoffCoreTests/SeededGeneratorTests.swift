import BakeoffCore
import Testing

/// The first outputs of the reference implementation (https://prng.di.unimi.it/splitmix64.c) from state 1234567.
@Test func numbersAreThoseOfTheReferenceSplitMix64() {
  var generator = SeededGenerator(seed: 1_234_567)
  let numbers = (0..<3).map { _ in generator.next() }
  #expect(numbers == [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423])
}

@Test func derivedSeedsDependOnEveryPartAndItsPlace() {
  let seeds = [
    derivedSeed(0, "ab", "c"), derivedSeed(0, "a", "bc"), derivedSeed(0, "c", "ab"), derivedSeed(1, "ab", "c"),
    derivedSeed(0, "abc"), derivedSeed(0, "ab", "c", ""),
  ]
  #expect(Set(seeds).count == seeds.count)
  #expect(derivedSeed(0, "ab", "c") == seeds[0])
}
