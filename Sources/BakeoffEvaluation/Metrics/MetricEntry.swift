import BakeoffCore

/// A metric, or a family of metrics, that can be selected by name.
public struct MetricEntry: Registered {
  /// The id of the metric, or of the best known one of a family.
  public let id: String
  /// Makes the metric, averaged over classes as told where it is averaged at all.
  public let make: @Sendable (Average) -> any Metric
  /// The metric of a family that a name means, such as `top-2-accuracy`; nil where the name means none of it.
  public let matching: (@Sendable (String, Average) -> (any Metric)?)?

  /// Makes an entry; `id` is that of the metric `make` makes.
  public init(
    _ id: String, matching: (@Sendable (String, Average) -> (any Metric)?)? = nil,
    make: @escaping @Sendable (Average) -> any Metric
  ) {
    self.id = id
    self.make = make
    self.matching = matching
  }

  /// An entry for a metric that is not averaged over classes.
  public init(_ metric: any Metric) {
    self.init(metric.id) { _ in metric }
  }
}

/// The metrics that come with Bakeoff.
public let standardMetrics = [
  MetricEntry(Accuracy()),
  MetricEntry(BalancedAccuracy()),
  MetricEntry("precision") { AveragedClassScore(.precision, average: $0) },
  MetricEntry("recall") { AveragedClassScore(.recall, average: $0) },
  MetricEntry("f1") { AveragedClassScore(.f1, average: $0) },
  MetricEntry(MatthewsCorrelation()),
  MetricEntry(LogLoss()),
  MetricEntry(ROCAUC()),
  MetricEntry("top-3-accuracy", matching: { name, _ in TopKAccuracy(named: name) }) { _ in TopKAccuracy(k: 3) },
]

/// The names of the metrics shown unless told otherwise, in order.
public let defaultMetricNames = ["accuracy", "precision", "recall", "f1"]

extension Registry where Entry == MetricEntry {
  /// The metrics of these names, each once, in order. Throws `ConfigurationError` as `entry` does.
  public func metrics(named names: [String], average: Average = .macro) throws(ConfigurationError) -> [any Metric] {
    var metrics: [any Metric] = []
    for name in names where !metrics.contains(where: { $0.id == name }) {
      metrics.append(try metric(named: name, average: average))
    }
    return metrics
  }

  /// The metric of that name: an entry's own, or else one of an entry's family.
  private func metric(named name: String, average: Average) throws(ConfigurationError) -> any Metric {
    if !ids.contains(name), let metric = entries.lazy.compactMap({ $0.matching?(name, average) }).first {
      return metric
    }
    return try entry(name).make(average)
  }
}
