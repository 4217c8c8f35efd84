import BakeoffCore
import BakeoffEvaluation
import Testing

@Suite struct StandingTests {
  private func standing(_ mean: Double?, isComplete: Bool = true, _ direction: MetricDirection = .higherIsBetter)
    -> Standing
  {
    Standing(isComplete: isComplete, mean: mean, direction: direction)
  }

  @Test func completeComesBeforeDefinedComesBeforeTheMean() {
    let standings = [
      standing(nil, isComplete: false), standing(0.9, isComplete: false), standing(nil), standing(0.1), standing(0.2),
    ]
    #expect(Standing.bestFirst(standings) == [4, 3, 2, 1, 0])
  }

  @Test func theDirectionSaysWhichMeanIsBetter() {
    #expect(standing(0.2) < standing(0.1))
    #expect(standing(0.1, .lowerIsBetter) < standing(0.2, .lowerIsBetter))
    #expect(standing(-0.2, .lowerIsBetter) < standing(nil, .lowerIsBetter))
  }

  @Test func theOriginalOrderSettlesTies() {
    #expect(Standing.bestFirst([standing(0.5), standing(0.7), standing(0.5), standing(0.7)]) == [1, 3, 0, 2])
    #expect(Standing.bestFirst([]).isEmpty)
  }
}
