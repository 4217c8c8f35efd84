import BakeoffCore
import BakeoffEvaluation
import Testing

/// Runs of 100 rows in which each model is right in as many as its score says: data sets x models.
private func runs(
  _ scores: [[Int]], names: [String] = ["a", "b", "c", "d"], roles: [ModelRole] = [], sameData: Bool = false
) -> [RunRecord] {
  scores.enumerated().map { number, scores in
    let trials = scores.enumerated().compactMap { model, right -> Trial? in
      guard right >= 0 else { return nil }
      let values = (0..<100).flatMap { $0 < right ? [1, 0] : [0, 1] as [Float] }
      return Trial(
        TrialCell(model: model, split: 0),
        .ok(
          Predictions(kind: .margins, classCount: 2, scores: values), TrialCosts(fitSeconds: 1, predictSeconds: 1)))
    }
    return RunRecord(
      number: number + 1,
      description: RunDescription(
        dataset: "data \(number)", rows: 200, classNames: ["x", "y"], sha256: sameData ? "same" : "\(number)",
        task: "multiclass", resampling: "", seed: 0,
        environment: RunEnvironment(blas: "", machine: "", os: "", swift: "", version: "")), task: .multiclass,
      competitors: scores.indices.map {
        Competitor(name: names[$0], role: roles.indices.contains($0) ? roles[$0] : .entrant)
      }, splits: [Split(training: Array(0..<100), test: Array(100..<200))],
      truths: [Truth(labels: Array(repeating: 0, count: 100), classCount: 2)], trials: trials)
  }
}

@Suite struct WilcoxonSignedRankTests {
  /// SciPy 1.17: scipy.stats.wilcoxon(d, method="exact"), and by hand with ties: all 2^n signs counted.
  @Test(arguments: [
    ([1.0, -2, 3, 4, 5, -6, 7, 8], 8.0, 0.1953125), ([1, 2, 3, 4, 5, 6], 0, 0.03125), ([0, 0, 1], 0, 1),
    ([0.1, -0.2, 0.3, 0.4, -0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2], 7, 0.009277343750000002),
  ]) func chancesAreExact(differences: [Double], statistic: Double, p: Double) {
    let test = WilcoxonSignedRank(differences: differences)
    #expect(test.statistic == statistic && abs(test.pValue - p) < 1e-12)
    #expect(WilcoxonSignedRank(differences: differences.map { -$0 }).pValue == test.pValue)
  }

  /// Every assignment of signs is as likely as any other, ties or not.
  @Test(arguments: [[1.0, 1, 2, 2, 3], [1, 1, 1, -1], [2, -2, 2, 5, 5, 7, -1]])
  func tiesAreCountedOverAllSigns(differences: [Double]) {
    let ranks = meanRanks(differences.map(abs))
    func smaller(_ signs: [Bool]) -> Double {
      let positive = zip(ranks, signs).filter(\.1).map(\.0).reduce(0, +)
      return min(positive, ranks.reduce(0, +) - positive)
    }
    let observed = smaller(differences.map { $0 > 0 })
    let all = (0..<1 << ranks.count).map { bits in smaller(ranks.indices.map { bits >> $0 & 1 == 1 }) }
    let share = Double(all.count { $0 <= observed }) / Double(all.count)
    #expect(abs(WilcoxonSignedRank(differences: differences).pValue - share) < 1e-12)
  }

  @Test func manyPairsAreNormal() {
    // SciPy 1.17: wilcoxon(d, correction=True, method="asymptotic").
    let test = WilcoxonSignedRank(differences: (1...60).map { $0 % 3 == 0 ? -Double($0) : Double($0) })
    #expect(test.pairs == 60 && test.statistic == 630 && abs(test.pValue - 0.03622649417878663) < 1e-12)
  }
}

@Suite struct RankStudyTests {
  @Test func ranksAndTestsAreThoseOfFriedman() throws {
    let study = try RankStudy(runs([[90, 80, 70], [85, 86, 60], [70, 60, 50], [99, 98, 10]]), metric: Accuracy())
    #expect(study.models == ["a", "b", "c"] && study.friedman.meanRanks == [1.25, 1.75, 3])
    #expect(study.friedman == FriedmanTest(ranks: [[1, 2, 3], [2, 1, 3], [1, 2, 3], [1, 2, 3]]))
    #expect(study.pairs[0][1] == study.pairs[0][1] && study.pairs[0][1].wins == 3 && study.pairs[0][1].losses == 1)
    #expect(abs(study.pairs[0][1].meanDifference - 0.05) < 1e-12)
    #expect(study.postHoc == .nemenyi && study.isSeparated(0, 2) && !study.isSeparated(0, 1))
    #expect(study.groups == [0...1, 1...2])
    let strict = try RankStudy(
      runs([[90, 80, 70], [85, 86, 60], [70, 60, 50], [99, 98, 10]]), metric: Accuracy(), postHoc: .wilcoxon)
    #expect(strict.groups == [0...2], "four data sets are too few for Wilcoxon")
  }

  @Test func aPairDoesNotChangeWhenAModelJoins() throws {
    let few = [[90, 80], [85, 86], [70, 60], [99, 98], [50, 40], [60, 59]]
    let two = try RankStudy(runs(few), metric: Accuracy())
    let three = try RankStudy(runs(few.map { $0 + [$0[0] + 1] }), metric: Accuracy())
    #expect(three.models == ["c", "a", "b"] && two.models == ["a", "b"])
    #expect(three.pairs[1][2] == two.pairs[0][1])
  }

  @Test func aLossRanksTheOtherWayRound() throws {
    let study = try RankStudy(runs([[90, 80], [85, 80]]), metric: ErrorRate())
    #expect(study.models == ["b", "a"].reversed() && study.pairs[0][1].wins == 2)
    #expect(study.pairs[0][1].meanDifference < 0, "a difference keeps the sign of the metric")
  }

  @Test func floorsTakeNoPartAndIncompleteModelsAreNamed() throws {
    let study = try RankStudy(
      runs([[90, 80, 10, 5], [85, 86, -1, 6]], roles: [.entrant, .entrant, .entrant, .floor]), metric: Accuracy())
    #expect(study.models.sorted() == ["a", "b"] && study.incomplete == ["c"])
  }

  @Test func dataSetsCountOnce() {
    #expect(throws: ConfigurationError.self) { try RankStudy(runs([[9, 8]]), metric: Accuracy()) }
    #expect(throws: ConfigurationError.self) { try RankStudy(runs([[9], [8]]), metric: Accuracy()) }
    let error = #expect(throws: ConfigurationError.self) {
      try RankStudy(runs([[9, 8], [8, 9]], sameData: true), metric: Accuracy())
    }
    #expect(error?.description.contains("runs 1 and 2 are of the same data") == true)
  }
}

private struct ErrorRate: Metric {
  let id = "error", title = "error"
  let direction = MetricDirection.lowerIsBetter
  let range = 0.0...1.0
  func score(_ predictions: Predictions, truth: Truth) -> Double? {
    Accuracy().score(predictions, truth: truth).map { 1 - $0 }
  }
}
