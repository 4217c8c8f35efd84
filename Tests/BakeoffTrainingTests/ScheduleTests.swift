import BakeoffTraining
import Testing

@Test func theLearningRateRisesToItsPeakAndFallsAlongACosine() {
  let schedule = WarmupCosineSchedule(peak: 0.4, steps: 50, warmup: 0.2)
  let rates = (0..<50).map(schedule.rate(step:))
  #expect(abs(rates[0] - 0.04) < 1e-12 && abs(rates[9] - 0.4) < 1e-12 && abs(rates[10] - 0.4) < 1e-12)
  #expect(abs(rates[30] - 0.2) < 1e-12)
  #expect(zip(rates[10...], rates[11...]).allSatisfy { $0 > $1 })
  #expect(rates[49] > 0 && rates[49] < 0.001)
}

@Test func oneStepIsTakenAtThePeak() {
  #expect(WarmupCosineSchedule(peak: 0.4, steps: 1).rate(step: 0) == 0.4)
}
