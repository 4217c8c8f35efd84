import BakeoffCore
import BakeoffEvaluation
import Testing

/// The test fold of each row.
private func folds(_ splits: [Split], rows: Int) -> [Int] {
  splits.reduce(into: Array(repeating: -1, count: rows)) { folds, split in
    for row in split.test { folds[row] = split.fold }
  }
}

private let vectors: [(labels: [Int], folds: [Int])] = [
  ([2, 2, 0, 0, 0, 1, 1, 1, 1, 2, 0], [0, 1, 0, 0, 1, 0, 1, 1, 2, 2, 2]),
  (
    Array(repeating: 7, count: 5) + Array(repeating: 5, count: 3) + Array(repeating: 4, count: 9),
    [0, 0, 1, 1, 2, 0, 1, 2, 0, 0, 0, 1, 1, 1, 2, 2, 2]
  ),
  ([1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 2, 2, 2], [0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 0, 1, 2]),
  ([1, 1, 1, 0, 0, 0, 2, 2, 2, 2], [0, 1, 2, 0, 1, 2, 0, 0, 1, 2]),
]

@Suite struct StratifiedKFoldTests {
  /// Values of scikit-learn 1.9's `StratifiedKFold(3)`, from the project's conventions.
  @Test(arguments: vectors) func agreesWithScikitLearn(labels: [Int], expected: [Int]) throws {
    let splits = try StratifiedKFold(folds: 3, shuffle: false).splits(labels: labels, seed: 0)
    #expect(folds(splits, rows: labels.count) == expected)
  }

  @Test(arguments: [2, 3, 7]) func everyRowIsTestedOnceARepeat(count: Int) throws {
    let labels = (0..<101).map { $0 * $0 % 11 % 4 }
    let splits = try StratifiedKFold(folds: count, repeats: 2).splits(labels: labels, seed: 3)
    #expect(splits.map(\.repetition) == Array(repeating: 0, count: count) + Array(repeating: 1, count: count))
    for repetition in 0..<2 {
      let tests = splits.filter { $0.repetition == repetition }.flatMap(\.test)
      #expect(tests.sorted() == Array(labels.indices))
    }
    for split in splits {
      #expect((split.training + split.test).sorted() == Array(labels.indices))
      #expect(split.training == split.training.sorted() && split.test == split.test.sorted())
    }
  }

  @Test func foldsDifferByAtMostOneRowInSizeAndInEveryClass() throws {
    let labels = (0..<143).map { $0 * 7 % 13 % 5 }
    let splits = try StratifiedKFold(folds: 4).splits(labels: labels, seed: 1)
    let sizes = splits.map(\.test.count)
    #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
    for label in 0..<5 {
      let counts = splits.map { $0.test.count { labels[$0] == label } }
      #expect((counts.max() ?? 0) - (counts.min() ?? 0) <= 1)
    }
  }

  @Test func theSeedDecidesAndRepeatsDiffer() throws {
    let labels = (0..<60).map { $0 % 3 }
    let resampling = StratifiedKFold(folds: 3, repeats: 2)
    let splits = try resampling.splits(labels: labels, seed: 5)
    #expect(try resampling.splits(labels: labels, seed: 5) == splits)
    #expect(try resampling.splits(labels: labels, seed: 6) != splits)
    #expect(splits[0].test != splits[3].test)
  }

  @Test func refusesMoreFoldsThanTheLargestClassHasRows() throws {
    #expect(throws: ConfigurationError.self) { try StratifiedKFold(folds: 4).splits(labels: [0, 0, 0, 1], seed: 0) }
    #expect(throws: ConfigurationError.self) { try StratifiedKFold(folds: 1).splits(labels: [0, 0, 0, 1], seed: 0) }
    #expect(throws: ConfigurationError.self) { try StratifiedKFold(folds: 2).splits(labels: [], seed: 0) }
    #expect(throws: ConfigurationError.self) {
      try StratifiedKFold(folds: 2, repeats: 0).splits(labels: [0, 0, 1, 1], seed: 0)
    }
    #expect(try StratifiedKFold(folds: 3).splits(labels: [0, 0, 0, 1], seed: 0).count == 3)
  }

  @Test func warnsOfAClassSmallerThanTheFolds() {
    let rare = Array(repeating: 0, count: 20) + [1, 1]
    #expect(StratifiedKFold(folds: 3).warnings(labels: rare, classNames: ["a", "b"]).count == 1)
    // Where figures are over all rows together, no fold leaves anything out.
    #expect(StratifiedKFold(folds: 3).warnings(labels: Array(rare.dropLast()), classNames: ["a", "b"]).isEmpty)
    #expect(StratifiedKFold(folds: 20).warnings(labels: rare, classNames: ["a", "b"]).isEmpty)
    #expect(StratifiedKFold(folds: 3).warnings(labels: [0, 0, 0, 1, 1, 1], classNames: ["a", "b"]).isEmpty)
  }
}
