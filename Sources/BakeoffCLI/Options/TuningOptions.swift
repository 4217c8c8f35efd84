import ArgumentParser
import BakeoffCatalog
import BakeoffCore
import BakeoffEvaluation
import BakeoffExecution
import BakeoffHarness
import BakeoffTuning

/// The flags that say which models are tuned, how, and whether models may drop out.
struct TuningOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Add a row tuned:MODEL whose settings are chosen anew on the training rows of each split; may be given several times. MODEL searches what its plugin declares (see `bakeoff models`), MODEL.SETTING=64|128 these values, MODEL.SETTING=1e-4..1e-2:log a range.",
      valueName: "model[.setting=values]"))
  var tune: [String] = []

  @Option(
    help: ArgumentHelp(
      "Where configurations come from: sobol (evenly spread), random, grid (every combination), tpe (a model of what was good so far). (default: sobol)",
      valueName: "name"))
  var tuneSearch: SearchMethod?

  @Option(
    help: ArgumentHelp(
      "How they are tried: race (fold by fold, who is certainly not the best is stopped), full (all on every fold), halving, hyperband. (default: race)",
      valueName: "name"))
  var tuneSchedule: SearchPlan.Schedule?

  @Option(
    help: ArgumentHelp(
      "What a search may take on each split: so many configurations (50), so much time of fits (10m), or so many times what one trial of the model as it is takes (20x). (default: 30)",
      valueName: "amount"))
  var tuneBudget: String?

  @Option(
    help: ArgumentHelp(
      "Inner folds the training rows are dealt into. (default: 10 in a race, else 5)", valueName: "count"))
  var tuneFolds: Int?

  @Option(
    help: ArgumentHelp(
      "What halving and hyperband give less of: rows, or epochs. (default: rows)", valueName: "name"))
  var tuneResource: SearchPlan.Resource?

  @Flag(
    help:
      "Search once, on all training rows, and score on the test rows the data set has of its own (as --resampling train-test); the rows are named tuned-flat:MODEL."
  )
  var tuneFlat = false

  @Flag(
    help:
      "Let whole models drop out: from the second split on, those that are certainly not the best are not run on the splits that are left."
  )
  var race = false

  func validate() throws {
    if let tuneFolds, tuneFolds < 2 { throw ValidationError("--tune-folds \(tuneFolds): give at least 2") }
    guard tune.isEmpty else { return }
    let given: [(name: String, isGiven: Bool)] = [
      ("tune-search", tuneSearch != nil), ("tune-schedule", tuneSchedule != nil), ("tune-budget", tuneBudget != nil),
      ("tune-folds", tuneFolds != nil), ("tune-resource", tuneResource != nil), ("tune-flat", tuneFlat),
    ]
    if let flag = given.first(where: \.isGiven)?.name {
      throw ValidationError("--\(flag) says how models are tuned; name one with --tune, as in --tune mlp")
    }
  }

  /// The models to be tuned, in the order they are named, by what the metric says. Throws `ConfigurationError`.
  func tuned(_ models: [ConfiguredModel], by metric: any Metric) throws -> [TunedModel] {
    let requests = try tune.map { text in
      do {
        return try SearchRequest(text)
      } catch {
        throw ConfigurationError("--tune \(error)")
      }
    }
    let names = requests.map(\.model).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    return try names.map { name in
      let candidates = models.filter { $0.role == .entrant || $0.card.isBaseline }
      guard let model = candidates.first(where: { $0.name == name }) else {
        throw ConfigurationError(
          "--tune \(name): it is not among the selected models\(didYouMean(name, among: candidates.map(\.name))); they are "
            + candidates.map(\.name).joined(separator: ", "))
      }
      return try tuned(model, requests.filter { $0.model == name }, by: metric)
    }
  }

  private func tuned(_ model: ConfiguredModel, _ requests: [SearchRequest], by metric: any Metric) throws -> TunedModel
  {
    do {
      let plan = try SearchPlan(
        space: try model.searchSpace(requests), method: tuneSearch ?? .sobol, schedule: tuneSchedule ?? .race,
        resource: tuneResource ?? .rows, budget: try budget(), folds: tuneFolds, metric: metric.id)
      return try TunedModel(of: model, plan: plan, by: metric, isFlat: tuneFlat)
    } catch let error as ConfigurationError {
      let isFlag = error.description.hasPrefix("tune-")
      throw ConfigurationError(isFlag ? "--\(error)" : "--tune \(error)")
    }
  }

  /// What a search may take; nil for the usual. Throws `ConfigurationError`.
  private func budget() throws -> SearchBudget? {
    guard let text = tuneBudget else { return nil }
    if let count = Int(text) {
      guard count >= 2 else {
        throw ConfigurationError("tune-budget \(text): give at least 2 configurations, the model as it is and another")
      }
      guard count <= 100_000 else {
        throw ConfigurationError("tune-budget \(text): give at most 100000 configurations")
      }
      return .candidates(count)
    }
    if text.hasSuffix("x"), let count = Double(text.dropLast()), count.isFinite {
      guard count > 1 else {
        throw ConfigurationError("tune-budget \(text): it does not cover one trial and another; give more, such as 20x")
      }
      return .defaultTrials(count)
    }
    guard let duration = try? parseDuration(text, flag: "tune-budget") else {
      throw ConfigurationError(
        "tune-budget \(text): give a number of configurations (50), a time (10m), or trials of the model as it is (20x)"
      )
    }
    return .seconds(duration.seconds)
  }
}

extension SearchMethod: ExpressibleByArgument {}
extension SearchPlan.Schedule: ExpressibleByArgument {}
extension SearchPlan.Resource: ExpressibleByArgument {}
