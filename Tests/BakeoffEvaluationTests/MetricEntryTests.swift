import BakeoffCore
import BakeoffEvaluation
import Testing

@Suite struct MetricEntryTests {
  private let registry: Registry<MetricEntry>

  init() throws { registry = try Registry("metric", standardMetrics) }

  @Test func everyMetricIsFoundByItsName() throws {
    #expect(try registry.metrics(named: registry.ids).map(\.id) == registry.ids)
    #expect(try registry.metrics(named: ["f1", "mcc", "f1"]).map(\.id) == ["f1", "mcc"])
    #expect(try registry.metrics(named: defaultMetricNames).count == 4)
  }

  @Test func topKTakesItsNumberFromTheName() throws {
    let metrics = try registry.metrics(named: ["top-2-accuracy", "top-3-accuracy", "top-2-accuracy"])
    #expect(metrics.map { $0 as? TopKAccuracy } == [TopKAccuracy(k: 2), TopKAccuracy(k: 3)])
    for name in ["top-0-accuracy", "top--1-accuracy", "top-x-accuracy", "top-03-accuracy", "top-2-acc", "top"] {
      #expect(throws: ConfigurationError.self) { try registry.metrics(named: [name]) }
    }
  }

  @Test func anUnknownNameGetsTheNearestAndTheKnownOnes() {
    let error = #expect(throws: ConfigurationError.self) { try registry.metrics(named: ["acuracy"]) }
    #expect(error?.description.contains("did you mean accuracy?") == true)
    #expect(error?.description.contains("roc-auc") == true)
  }

  @Test func theAverageReachesTheMetric() throws {
    let metrics = try registry.metrics(named: ["f1"], average: .weighted)
    #expect(metrics.map { $0 as? AveragedClassScore } == [AveragedClassScore(.f1, average: .weighted)])
  }

  @Test func aMetricOfSomebodyElsesIsSelectedLikeOurs() throws {
    struct ErrorRate: Metric {
      let id = "error-rate"
      let title = "error"
      let direction = MetricDirection.lowerIsBetter
      let range = 0.0...1.0
      func score(_ predictions: Predictions, truth: Truth) -> Double? {
        Accuracy().score(predictions, truth: truth).map { 1 - $0 }
      }
    }
    let metrics = try registry.adding(MetricEntry(ErrorRate())).metrics(named: ["error-rate", "f1"])
    #expect(metrics.map(\.id) == ["error-rate", "f1"])
    #expect(throws: ConfigurationError.self) { try registry.adding(MetricEntry(Accuracy())) }
  }
}
