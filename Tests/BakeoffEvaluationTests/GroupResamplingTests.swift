import BakeoffCore
import BakeoffEvaluation
import Testing

/// 30 groups of one to eight rows each, of three classes in uneven shares.
private func rows() -> (labels: [Int], groups: [Int]) {
  var generator = SeededGenerator(seed: 4)
  var (labels, groups): ([Int], [Int]) = ([], [])
  for group in 0..<30 {
    for _ in 0..<Int.random(in: 1...8, using: &generator) {
      labels.append([0, 0, 0, 1, 1, 2].randomElement(using: &generator) ?? 0)
      groups.append(group * 7)
    }
  }
  return (labels, groups)
}

@Suite struct GroupResamplingTests {
  @Test(arguments: [2, 5, 10]) func noGroupIsSplitAndClassesKeepTheirShares(folds: Int) throws {
    let (labels, groups) = rows()
    let splits = try StratifiedGroupKFold(folds: folds, repeats: 2).splits(labels: labels, groups: groups, seed: 3)
    #expect(splits.count == 2 * folds)
    for split in splits {
      #expect(Set(split.test.map { groups[$0] }).isDisjoint(with: Set(split.training.map { groups[$0] })))
      #expect(split.test.count + split.training.count == labels.count && !split.test.isEmpty)
      let expected = Double(labels.count { $0 == 0 }) / Double(folds)
      #expect(abs(Double(split.test.count { labels[$0] == 0 }) - expected) <= 8)
    }
    #expect(splits.prefix(folds).map(\.test) != splits.suffix(folds).map(\.test), "repeats are dealt anew")
    #expect(
      try StratifiedGroupKFold(folds: folds, repeats: 2).splits(labels: labels, groups: groups, seed: 3) == splits)
  }

  @Test func oneGroupIsLeftOutAtATime() throws {
    let splits = try LeaveOneGroupOut().splits(labels: [0, 1, 0, 1, 0], groups: [9, 9, 2, 5, 2], seed: 0)
    #expect(splits.map(\.test) == [[0, 1], [2, 4], [3]])
    #expect(throws: ConfigurationError.self) {
      try LeaveOneGroupOut().splits(labels: [0, 1], groups: [1, 1], seed: 0)
    }
  }

  @Test func groupsAreNeededAndNoOthersMaySplitThem() throws {
    let (labels, groups) = rows()
    for resampling in [StratifiedGroupKFold(), LeaveOneGroupOut()] as [any Resampling] {
      #expect(throws: ConfigurationError.self) { try resampling.splits(labels: labels, groups: nil, seed: 0) }
    }
    let error = #expect(throws: ConfigurationError.self) {
      try StratifiedKFold().splits(labels: labels, groups: groups, seed: 0)
    }
    #expect(error?.description.contains("use stratified-group-kfold") == true)
    let alone = try StratifiedKFold().splits(labels: labels, groups: Array(labels.indices), seed: 0)
    #expect(alone == (try StratifiedKFold().splits(labels: labels, seed: 0)))
    #expect(throws: ConfigurationError.self) {
      try StratifiedGroupKFold(folds: 31).splits(labels: labels, groups: groups, seed: 0)
    }
  }
}
