import BakeoffCore
import BakeoffEvaluation
import Testing

@Suite struct HoldoutTests {
  @Test func testsTheFractionOfEveryClass() throws {
    let labels = Array(repeating: 0, count: 50) + Array(repeating: 1, count: 30) + Array(repeating: 2, count: 20)
    let splits = try Holdout(testFraction: 0.2, repeats: 3).splits(labels: labels, seed: 0)
    #expect(splits.map(\.repetition) == [0, 1, 2])
    for split in splits {
      #expect((0..<3).map { label in split.test.count { labels[$0] == label } } == [10, 6, 4])
      #expect((split.training + split.test).sorted() == Array(labels.indices))
    }
    #expect(Set(splits.map(\.test)).count == 3)
  }

  @Test(arguments: [0, 1, -0.1, 1.5, .nan, 0.01]) func refusesAnEmptySide(fraction: Double) {
    #expect(throws: ConfigurationError.self) {
      try Holdout(testFraction: fraction).splits(labels: [0, 1, 0, 1], seed: 0)
    }
  }

  @Test func trainTestIsTheDataSetsOwnSplit() throws {
    let splits = try TrainTest(testRows: 4..<7).splits(labels: [0, 1, 0, 1], seed: 0)
    #expect(splits == [Split(training: [0, 1, 2, 3], test: [4, 5, 6])])
    #expect(throws: ConfigurationError.self) { try TrainTest(testRows: 4..<4).splits(labels: [0, 1, 0, 1], seed: 0) }
    #expect(throws: ConfigurationError.self) { try TrainTest(testRows: 3..<7).splits(labels: [0, 1, 0, 1], seed: 0) }
  }

  @Test func sampleKeepsSharesByLargestRemainders() {
    // Shares of 10 among 33, 33 and 34: 3.3, 3.3, 3.4.
    let labels = (0..<100).map { $0 < 33 ? 0 : $0 < 66 ? 1 : 2 }
    let sample = stratifiedSample(labels: labels, count: 10, seed: 4)
    #expect(sample == Array(Set(sample)).sorted())
    #expect((0..<3).map { label in sample.count { labels[$0] == label } } == [3, 3, 4])
    #expect(stratifiedSample(labels: labels, count: 10, seed: 4) == sample)
    #expect(stratifiedSample(labels: labels, count: 10, seed: 5) != sample)
  }

  @Test func sampleOfNothingAndOfMoreThanThereIs() {
    #expect(stratifiedSample(labels: [0, 1, 1], count: 0, seed: 0).isEmpty)
    #expect(stratifiedSample(labels: [0, 1, 1], count: 9, seed: 0) == [0, 1, 2])
    #expect(stratifiedSample(labels: [], count: 3, seed: 0).isEmpty)
  }
}
