import BakeoffCore
import BakeoffEvaluation
import Testing

@Suite struct MetricCatalogTests {
  @Test func everyMetricIsFoundByItsName() throws {
    let names = MetricCatalog.all().map(\.id)
    #expect(Set(names).count == names.count)
    #expect(try MetricCatalog.metrics(named: names).map(\.id) == names)
    #expect(try MetricCatalog.metrics(named: ["f1", "mcc", "f1"]).map(\.id) == ["f1", "mcc"])
    #expect(try MetricCatalog.metrics(named: MetricCatalog.defaultNames).count == 4)
  }

  @Test func topKTakesItsNumberFromTheName() throws {
    #expect(try MetricCatalog.metric(named: "top-2-accuracy") as? TopKAccuracy == TopKAccuracy(k: 2))
    for name in ["top-0-accuracy", "top--1-accuracy", "top-x-accuracy", "top-03-accuracy"] {
      #expect(throws: ConfigurationError.self) { try MetricCatalog.metric(named: name) }
    }
  }

  @Test func anUnknownNameGetsTheNearestAndTheKnownOnes() {
    let error = #expect(throws: ConfigurationError.self) { try MetricCatalog.metric(named: "acuracy") }
    #expect(error?.description.contains("did you mean accuracy?") == true)
    #expect(error?.description.contains("roc-auc") == true)
  }

  @Test func theAverageReachesTheMetric() throws {
    let metric = try MetricCatalog.metric(named: "f1", average: .weighted)
    #expect(metric as? AveragedClassScore == AveragedClassScore(.f1, average: .weighted))
  }
}
