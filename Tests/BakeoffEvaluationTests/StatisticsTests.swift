import BakeoffEvaluation
import Foundation
import Testing

/// Tail probabilities of SciPy; Fixtures/make_statistics.py wrote the file.
private struct Tail: Decodable {
  let function: String
  let arguments: [Double]
  let value: Double

  var ours: Double? {
    switch function {
    case "t": studentTwoSided(arguments[0], degreesOfFreedom: arguments[1])
    case "f": fSurvival(arguments[0], numerator: arguments[1], denominator: arguments[2])
    case "chi2": chiSquaredSurvival(arguments[0], degreesOfFreedom: arguments[1])
    case "coin": fairCoinCumulative(Int(arguments[0]), of: Int(arguments[1]))
    default: nil
    }
  }
}

@Suite struct StatisticsTests {
  @Test func distributionsAgreeWithSciPy() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/statistics.json")
    let tails = try JSONDecoder().decode([Tail].self, from: Data(contentsOf: file))
    #expect(Set(tails.map(\.function)) == ["t", "f", "chi2", "coin"])
    for tail in tails {
      let ours = try #require(tail.ours)
      // A tail of 1e-300 may be 0.
      let tolerance = 1e-12 * tail.value + 1e-290
      #expect(abs(ours - tail.value) <= tolerance, "\(tail) is \(ours)")
    }
  }

  @Test func correctedTestOfTheConventions() throws {
    let first = [0.978, 0.975, 0.980, 0.977, 0.979]
    let second = [0.974, 0.973, 0.975, 0.976, 0.974]
    let corrected = try #require(PairedComparison(first, second, testToTrainRatio: 0.25))
    #expect(abs(corrected.t - 2.790074) < 5e-7)
    #expect(abs(corrected.pValue - 0.049308) < 5e-7)
    #expect(corrected.degreesOfFreedom == 4)
    let plain = try #require(PairedComparison(first, second, testToTrainRatio: 0))
    #expect(abs(plain.t - 4.185110) < 1e-6)
    #expect(abs(plain.pValue - 0.013861) < 5e-7)
    let reversed = try #require(PairedComparison(second, first, testToTrainRatio: 0.25))
    #expect(reversed.t == -corrected.t && reversed.pValue == corrected.pValue)
  }

  @Test func differencesWithoutScatterAreCertain() throws {
    #expect(PairedComparison([1, 2, 3], [1, 2, 3], testToTrainRatio: 0.5)?.pValue == 1)
    // Without scatter, or with two splits, the test says nothing.
    #expect(PairedComparison([2, 3, 4], [1, 2, 3], testToTrainRatio: 0.5) == nil)
    #expect(PairedComparison([1, 3], [2, 5], testToTrainRatio: 0.5) == nil)
  }

  @Test func holmStepsDownAndStaysMonotone() {
    let corrected = holmCorrected([0.04, 0.01, 0.03, 0.5])
    let expected = [0.09, 0.04, 0.09, 0.5]
    #expect(zip(corrected, expected).allSatisfy { abs($0 - $1) < 1e-15 })
    #expect(holmCorrected([0.9, 0.8]) == [1, 1])
    #expect(holmCorrected([]).isEmpty)
  }

  @Test func mcNemarOfTheConventions() {
    #expect(abs(exactMcNemar(onlyFirst: 30, onlySecond: 50) - 0.032993) < 5e-7)
    #expect(exactMcNemar(onlyFirst: 50, onlySecond: 30) == exactMcNemar(onlyFirst: 30, onlySecond: 50))
    #expect(exactMcNemar(onlyFirst: 0, onlySecond: 0) == 1)
    #expect(exactMcNemar(onlyFirst: 7, onlySecond: 7) == 1)
    #expect(exactMcNemar(onlyFirst: 0, onlySecond: 5) == 0.0625)
  }

  @Test func ranksShareTheMeanOnATie() {
    #expect(meanRanks([3, 1, 2, 1]) == [4, 1.5, 3, 1.5])
    #expect(meanRanks([0.9, 0.9, 0.8, 0.9], .largestFirst) == [2, 2, 4, 2])
  }

  @Test func friedmanOfTheConventions() throws {
    let test = try #require(FriedmanTest(ranks: [[1, 8, 6, 4, 7, 2, 5, 3, 9], [1, 6, 3, 9, 7, 2, 8, 4, 5]]))
    #expect(abs(test.chiSquared - 11.7333) < 5e-5)
    #expect(abs(test.chiSquaredP - 0.16350) < 5e-6)
    #expect(abs(test.f - 2.75) < 1e-12)
    #expect(abs(test.fP - 0.08697) < 5e-6)
    let difference = try #require(test.criticalDifference)
    #expect(abs(difference - 8.4944) < 5e-5)
  }

  /// q of Demšar's table 5a: with N data sets and k models, CD = q sqrt(k (k + 1) / (6 N)).
  @Test(arguments: zip(2...10, [1.960, 2.344, 2.569, 2.728, 2.850, 2.948, 3.031, 3.102, 3.164]))
  func criticalDifferencesFollowTheTable(models: Int, q: Double) throws {
    let ranks = Array(repeating: (1...models).map(Double.init), count: 6)
    let difference = try #require(FriedmanTest(ranks: ranks)?.criticalDifference)
    let ours = difference / (Double(models * (models + 1)) / 36).squareRoot()
    #expect(abs(ours - q) < 1e-3)
  }

  @Test func ranksThatAllAgreeAreAsUnlikelyAsCanBe() throws {
    let test = try #require(FriedmanTest(ranks: [[1, 2, 3], [1, 2, 3], [1, 2, 3]]))
    #expect(test.f == .infinity && test.fP == 0)
    #expect(FriedmanTest(ranks: [[1, 2]]) == nil)
    #expect(FriedmanTest(ranks: []) == nil)
    let many = try #require(FriedmanTest(ranks: Array(repeating: (1...11).map(Double.init), count: 2)))
    #expect(many.criticalDifference == nil)
  }
}
