import BakeoffCore
import BakeoffEvaluation
import Testing

private func search(
  _ scores: [Int: [Double?]], chosen: Int?, direction: MetricDirection = .higherIsBetter
) -> SearchRecord {
  let candidates = scores.sorted { $0.key < $1.key }.map {
    SearchRecord.Candidate(settings: ["a": .integer($0.key)], scores: $0.value)
  }
  return SearchRecord(
    metric: "accuracy", direction: direction, folds: 2, candidates: candidates, chosen: chosen, leader: chosen, fits: 6,
    seconds: 1, end: "all 2 folds are met")
}

@Test func choicesAreListedMostFrequentFirst() {
  let choices = TuningChoice.list([
    search([0: [0.9, 0.9], 1: [0.8, nil], 2: [0.95, 0.94]], chosen: 2), nil,
    search([0: [0.9, 0.9], 1: [0.99, nil], 2: [0.95, 0.94]], chosen: 1),
    search([0: [0.9, 0.9], 1: [0.8, nil], 2: [0.95, 0.94]], chosen: 2),
  ])
  #expect(choices.map(\.settings) == [["a": .integer(2)], ["a": .integer(1)]])
  #expect(choices.map(\.splits) == [[0, 3], [2]] && choices.allSatisfy { !$0.isOwn })
}

@Test func ofEquallyFrequentChoicesTheBetterOnAllSplitsComesFirst() {
  // Each is chosen once; over both splits the second one's mean is higher, and so worse where lower is better.
  for (direction, first) in [(MetricDirection.higherIsBetter, 1), (.lowerIsBetter, 0)] {
    let choices = TuningChoice.list([
      search([0: [0.90, 0.90], 1: [0.88, 0.88]], chosen: 0, direction: direction),
      search([0: [0.80, 0.80], 1: [0.95, 0.95]], chosen: 1, direction: direction),
    ])
    #expect(choices.map(\.settings)[0] == ["a": .integer(first)])
    #expect(choices.first { $0.isOwn }?.splits == [0])
  }
}

@Test func aSearchThatChoseNothingIsNoChoice() {
  #expect(TuningChoice.list([search([0: [nil, nil]], chosen: nil), nil]).isEmpty)
  #expect(search([0: [0.5, nil]], chosen: nil).candidates[0].mean == 0.5)
  #expect(search([0: [nil, nil]], chosen: nil).candidates[0].mean == nil)
}
