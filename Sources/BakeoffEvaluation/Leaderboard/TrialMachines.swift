import BakeoffCore

/// Machines of one kind that ran trials of another one's run.
public struct TrialMachines: Hashable, Sendable {
  /// Their processor and numeric kernels.
  public let kernels: String
  /// Their names, ascending.
  public let nodes: [String]
  /// How many trials they ran.
  public let trials: Int

  /// The machines that ran these trials, by kind, the one with most trials first; none for trials of the machine that
  /// asked.
  static func list(_ trials: [Trial]) -> [TrialMachines] {
    let costs = trials.compactMap { trial -> TrialCosts? in
      if case .ok(_, let costs) = trial.outcome, costs.node != nil { costs } else { nil }
    }
    return Dictionary(grouping: costs) { $0.kernels ?? "an unknown processor" }.map { kernels, costs in
      TrialMachines(kernels: kernels, nodes: Set(costs.compactMap(\.node)).sorted(), trials: costs.count)
    }.sorted { ($1.trials, $0.kernels) < ($0.trials, $1.kernels) }
  }
}
