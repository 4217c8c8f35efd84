import BakeoffCore
import BakeoffEvaluation
import BakeoffReports
import Testing

/// The search of one split: so many configurations, of which those named failed with a message.
private func search(_ count: Int, failed: [Int: String] = [:], chosen: Int = 0, isCutShort: Bool = false)
  -> SearchRecord
{
  let candidates = (0..<count).map { index in
    SearchRecord.Candidate(
      settings: ["a": .integer(index)], scores: failed[index] == nil ? [0.9, 0.9] : [nil, nil],
      ending: failed[index].map {
        SearchRecord.Ending(candidate: index, reason: .failed, folds: 0, message: $0)
      })
  }
  return SearchRecord(
    metric: "accuracy", direction: .higherIsBetter, folds: 2, candidates: candidates, chosen: chosen, leader: chosen,
    fits: 2 * count, seconds: 1,
    end: isCutShort ? "the budget of 9s has no room for 4 more fits" : "all 2 folds are met",
    isCutShort: isCutShort)
}

/// The board of a model and its tuned form, equally good, whose searches on two splits were these.
private func notes(_ searches: [SearchRecord]) throws -> String {
  let labels = (0..<40).map { $0 % 2 }
  let right = Predictions(
    kind: .margins, classCount: 2, scores: labels.flatMap { $0 == 0 ? [1, 0] : [0, 1] as [Float] })
  let outcome = TrialOutcome.ok(right, TrialCosts(fitSeconds: 1, predictSeconds: 1))
  let board = try Leaderboard(
    run: ReportFixture.run,
    competitors: [
      Competitor(name: "knn"),
      Competitor(
        name: "tuned:knn",
        tuning: Tuning(base: "knn", summary: "grid search", space: ["a": "0..4"], options: [:], isFlat: false)),
    ],
    trials: searches.indices.flatMap { split in
      [
        Trial(TrialCell(model: 0, split: split), outcome),
        Trial(TrialCell(model: 1, split: split), outcome, search: searches[split]),
      ]
    }, truths: searches.map { _ in Truth(labels: labels, classCount: 2) }, metrics: [Accuracy()],
    splits: searches.indices.map { split in
      Split(
        fold: split, training: (0..<40).map { $0 + 40 * (1 - split) }, test: (0..<40).map { $0 + 40 * split })
    })
  return TableFormat().render(board, details: ReportDetails()).split(whereSeparator: \.isWhitespace).joined(
    separator: " ")
}

@Test func aSearchWhoseConfigurationsFailedIsNotJudged() throws {
  let failed = [1: "no such C", 2: "no such C", 3: "no such C", 4: "other"]
  let text = try notes([search(5, failed: failed), search(5, failed: failed)])
  #expect(
    text.contains(
      "tuned:knn: 4 of 5 configurations failed on each of 2 splits: no such C in 6, and 1 other reason. `bakeoff tune` lists them."
    ))
  #expect(text.contains("So it cannot be told whether tuned:knn chose well"))
  #expect(!text.contains("The choice is stable") && !text.contains("as good as tuned:knn"), "\(text)")

  // Other numbers on each split, and one reason.
  let uneven = try notes([search(5, failed: [1: "no", 2: "no"]), search(4, failed: [1: "no"])])
  #expect(uneven.contains("3 of 9 configurations failed, over 2 splits: no. `bakeoff tune`"), "\(uneven)")
}

@Test func aFailureAmongManyIsSaidAndTheSearchJudged() throws {
  let text = try notes([search(9, failed: [3: "no such C"]), search(9)])
  #expect(text.contains("1 of 18 configurations failed, over 2 splits: no such C."))
  #expect(text.contains("The choice is stable: every split makes it.") && !text.contains("So it cannot be told"))
  #expect(text.contains("as good as tuned:knn"), "\(text)")
}

@Test func aSearchThatWasCutShortIsNotJudged() throws {
  let text = try notes([search(5, isCutShort: true), search(5)])
  #expect(
    text.contains(
      "tuned:knn: the search was cut short on 1 of 2 splits, first because the budget of 9s has no room for 4 more fits."
    ))
  #expect(!text.contains("The choice is stable") && !text.contains("as good as tuned:knn"), "\(text)")
}
