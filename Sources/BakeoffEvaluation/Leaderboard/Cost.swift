import BakeoffCore

/// A cost that is measured for every trial and shown on request; fit and predict seconds are always shown.
public enum Cost: String, CaseIterable, Hashable, Sendable {
  case cpu
  case wall
  case memory
  case modelSize = "model-size"
  case parameters
  case latencyP50 = "latency-p50"
  case latencyP95 = "latency-p95"

  /// The name it is selected by.
  public var id: String { rawValue }

  /// The heading of its column.
  public var title: String {
    switch self {
    case .cpu: "cpu s"
    case .wall: "wall s"
    case .memory: "memory"
    case .modelSize: "model size"
    case .parameters: "parameters"
    case .latencyP50: "latency p50"
    case .latencyP95: "latency p95"
    }
  }

  /// Its key in result files: what is measured and the unit, in lower case, joined by underscores.
  public var key: String {
    switch self {
    case .cpu: "cpu_seconds"
    case .wall: "wall_seconds"
    case .memory: "peak_memory_bytes"
    case .modelSize: "model_bytes"
    case .parameters: "parameters"
    case .latencyP50: "latency_p50_seconds"
    case .latencyP95: "latency_p95_seconds"
    }
  }

  /// What a trial cost; nil where it was not measured.
  public func value(_ costs: TrialCosts) -> Double? {
    switch self {
    case .cpu: costs.cpuSeconds
    case .wall: costs.wallSeconds
    case .memory: costs.peakMemoryBytes.map(Double.init)
    case .modelSize: costs.modelBytes.map(Double.init)
    case .parameters: costs.parameterCount.map(Double.init)
    case .latencyP50: costs.latencyP50Seconds
    case .latencyP95: costs.latencyP95Seconds
    }
  }

  /// The costs of these names in their order, each once; `all` stands for every one.
  ///
  /// Throws for an unknown name, with the known ones and the nearest of them.
  public static func named(_ names: [String]) throws(ConfigurationError) -> [Cost] {
    var costs: [Cost] = []
    for name in names {
      let chosen = name == "all" ? allCases : [try cost(named: name)]
      costs += chosen.filter { !costs.contains($0) }
    }
    return costs
  }

  private static func cost(named name: String) throws(ConfigurationError) -> Cost {
    if let cost = Cost(rawValue: name) { return cost }
    let names = allCases.map(\.id) + ["all"]
    throw ConfigurationError(
      "no cost \(name)\(didYouMean(name, among: names)); the costs are \(names.joined(separator: ", "))")
  }
}
