import BakeoffCore

/// The metrics a user can choose, and those shown unless told otherwise.
public enum MetricCatalog {
  /// The names of the metrics shown by default, in order.
  public static let defaultNames = ["accuracy", "precision", "recall", "f1"]

  /// Every metric, those averaged over classes by `average`.
  public static func all(average: Average = .macro) -> [any Metric] {
    [
      Accuracy(), BalancedAccuracy(), AveragedClassScore(.precision, average: average),
      AveragedClassScore(.recall, average: average), AveragedClassScore(.f1, average: average), MatthewsCorrelation(),
      LogLoss(), ROCAUC(), TopKAccuracy(k: 3),
    ]
  }

  /// The metric of that name; `top-2-accuracy`, `top-3-accuracy` and so on take their k from it.
  ///
  /// Throws for an unknown name, with the known ones and the nearest of them.
  public static func metric(named name: String, average: Average = .macro) throws(ConfigurationError) -> any Metric {
    let metrics = all(average: average)
    if let metric = metrics.first(where: { $0.id == name }) { return metric }
    if let k = topK(name) { return TopKAccuracy(k: k) }
    let names = metrics.map(\.id)
    let suggestion = nearestName(to: name, among: names).map { " (did you mean \($0)?)" } ?? ""
    throw ConfigurationError("no metric \(name)\(suggestion); the metrics are \(names.joined(separator: ", "))")
  }

  /// The metrics of these names, in their order, each once.
  public static func metrics(
    named names: [String], average: Average = .macro
  ) throws(ConfigurationError) -> [any Metric] {
    var metrics: [any Metric] = []
    for name in names where !metrics.contains(where: { $0.id == name }) {
      metrics.append(try metric(named: name, average: average))
    }
    return metrics
  }

  private static func topK(_ name: String) -> Int? {
    let parts = name.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0] == "top", parts[2] == "accuracy", let k = Int(parts[1]), k >= 1 else { return nil }
    return parts[1] == "\(k)" ? k : nil
  }
}
