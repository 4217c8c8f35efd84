import BakeoffEvaluation
import Testing

@Suite struct ClassScoresTests {
  /// The vector of the project's conventions.
  private let matrix = ConfusionMatrix(truth: [0, 0, 0, 1, 1, 2], predicted: [0, 0, 1, 1, 1, 1], classCount: 3)

  private func values(_ score: ClassScore) -> [Double?] { matrix.classCounts.map { score.value($0) } }

  @Test func eachClassFromItsCounts() {
    #expect(values(.precision) == [1, 0.5, nil])
    #expect(values(.recall) == [2.0 / 3, 1, 0])
    #expect(values(.f1) == [0.8, 2.0 / 3, 0])
  }

  @Test(arguments: [
    (ClassScore.precision, Average.macro, ZeroDivision.zero, 0.5), (.recall, .macro, .zero, 5.0 / 9),
    (.f1, .macro, .zero, 0.488_888_888_9), (.precision, .macro, .one, 0.833_333_333_3),
    (.precision, .macro, .undefined, 0.75), (.precision, .weighted, .undefined, 0.8),
    (.precision, .weighted, .zero, 2.0 / 3), (.recall, .weighted, .zero, 2.0 / 3),
    (.f1, .weighted, .zero, 0.622_222_222_2), (.precision, .micro, .zero, 4.0 / 6),
  ]) func averages(score: ClassScore, average: Average, zeroDivision: ZeroDivision, expected: Double) throws {
    let value = try #require(matrix.margins.average(of: score, average, zeroDivision: zeroDivision))
    #expect(abs(value - expected) < 1e-9)
  }

  @Test func undefinedCellsAreCounted() {
    #expect(matrix.margins.undefinedClasses(of: .precision, .macro) == [2])
    #expect(matrix.margins.undefinedClasses(of: .recall, .macro).isEmpty)
    #expect(matrix.margins.undefinedClasses(of: .f1, .weighted).isEmpty)
    #expect(matrix.margins.undefinedClasses(of: .precision, .micro).isEmpty)
  }

  @Test func matricesAddUp() {
    let other = ConfusionMatrix(truth: [2, 2], predicted: [0, 2], classCount: 3)
    let both = ConfusionMatrix(
      truth: [0, 0, 0, 1, 1, 2, 2, 2], predicted: [0, 0, 1, 1, 1, 1, 0, 2], classCount: 3)
    #expect(matrix + other == both)
    #expect(both.support == [3, 2, 3] && both.predicted == [3, 4, 1])
    #expect(both.correct == 5 && both.total == 8)
    #expect(both[2, 0] == 1 && both[0, 2] == 0)
  }

  @Test func onlyTrueOrPredictedClassesAreAveraged() {
    let matrix = ConfusionMatrix(truth: [0, 0, 3], predicted: [0, 2, 3], classCount: 5)
    #expect(matrix.labels == [0, 2, 3])
    #expect(matrix.margins.average(of: .recall, .macro) == 0.5)
    #expect(BalancedAccuracy().score(matrix.margins, positive: 1) == 0.75)
  }
}
