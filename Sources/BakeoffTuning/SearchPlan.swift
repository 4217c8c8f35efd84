import BakeoffCore

/// How the settings of a model are searched.
public struct SearchPlan: Hashable, Sendable {
  /// How configurations are tried.
  public enum Schedule: String, Hashable, Sendable, CaseIterable {
    /// Fold by fold; whoever is certainly not the best is stopped.
    case race
    /// Every configuration on every fold.
    case full
    /// All with few rows or epochs first, the best third with three times as much, and so on.
    case halving
    /// Halving several times, from few rows or epochs and from more.
    case hyperband

    /// The inner folds, unless told otherwise: a race ends early, and has more of them.
    public var folds: Int { self == .race ? 10 : 5 }
  }

  /// What halving gives less of.
  public enum Resource: String, Hashable, Sendable, CaseIterable {
    /// Training rows.
    case rows
    /// The setting `epochs`.
    case epochs
  }

  /// What is looked through.
  public let space: SearchSpace
  /// Where configurations come from.
  public let method: SearchMethod
  /// How they are tried.
  public let schedule: Schedule
  /// What halving gives less of.
  public let resource: Resource
  /// What the search may take on each split.
  public let budget: SearchBudget
  /// The inner folds.
  public let folds: Int
  /// The metric by which is chosen.
  public let metric: String

  /// Makes a plan.
  ///
  /// Throws `ConfigurationError` for fewer than two folds, and a grid of more than a thousand configurations without a
  /// budget.
  public init(
    space: SearchSpace, method: SearchMethod = .sobol, schedule: Schedule = .race, resource: Resource = .rows,
    budget: SearchBudget? = nil, folds: Int? = nil, metric: String
  ) throws {
    let folds = folds ?? schedule.folds
    guard folds >= 2 else { throw ConfigurationError("tune-folds \(folds): give at least 2") }
    if method == .grid, budget == nil, space.gridSize > 1000 {
      let count =
        space.gridSize == .max ? "more combinations than can be counted" : "\(grouped(space.gridSize)) combinations"
      throw ConfigurationError(
        "tune-budget is missing: the grid has \(count); say how many of them to try, such as 50, or name fewer values")
    }
    self.space = space
    self.method = method
    self.schedule = schedule
    self.resource = resource
    // All of a grid, with the settings the model has anyway.
    self.budget = budget ?? .candidates(method == .grid ? space.gridSize + 1 : 30)
    self.folds = folds
    self.metric = metric
  }

  /// All that decides what a search finds, for the key of its trial.
  package var settingValue: SettingValue {
    .object([
      // Another number where the same plan would find something else.
      "rules": .integer(1),
      "space": .object(
        Dictionary(
          space.axes.map { axis in
            switch axis.domain {
            case .values(let values): (axis.name, .list(values))
            case .range(let range, let scale):
              (
                axis.name,
                .object([
                  "from": .number(range.lowerBound), "to": .number(range.upperBound), "scale": .text(scale.rawValue),
                ])
              )
            }
          }
        ) { first, _ in first }),
      "method": .text(method.rawValue), "schedule": .text(schedule.rawValue), "resource": .text(resource.rawValue),
      "budget": .text(budget.keyText), "folds": .integer(folds), "metric": .text(metric),
    ])
  }

  /// What is searched and how, in one line.
  public var summary: String {
    let method = method.used(for: space, count: budget.candidateCount)
    let words =
      switch schedule {
      case .race: "race over \(folds) inner folds"
      case .full: "\(folds) inner folds"
      case .halving: "halving by \(resource.rawValue), \(folds) inner folds"
      case .hyperband: "hyperband by \(resource.rawValue), \(folds) inner folds"
      }
    return "\(method.rawValue) search, \(words), budget \(budget)"
  }
}
