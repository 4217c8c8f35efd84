/// Which trials share a task.
///
/// A task costs a scheduler a second or so and its node some more, so short trials are bundled until there is work enough
/// for a task to be worth it. They keep their order: the first splits of all models are run first.
package enum Bundles {
  /// The trials, in bundles of at least `seconds` of work where there is so much.
  ///
  /// A trial that `isAlone` says so of shares its task with none. What is left at the end joins the bundle before it,
  /// where it is less than half of one.
  package static func of<ID>(
    _ trials: [(id: ID, seconds: Double, isAlone: Bool)], seconds target: Double
  ) -> [[ID]] {
    var bundles: [[ID]] = []
    var open: [ID] = []
    var sum = 0.0
    for trial in trials {
      guard !trial.isAlone else {
        bundles.append([trial.id])
        continue
      }
      open.append(trial.id)
      sum += trial.seconds
      guard sum >= target else { continue }
      bundles.append(open)
      (open, sum) = ([], 0)
    }
    guard !open.isEmpty else { return bundles }
    let lastIsShared = bundles.last.map { last in !trials.contains { $0.isAlone } && !last.isEmpty } ?? false
    if lastIsShared, sum < target / 2 {
      bundles[bundles.count - 1] += open
    } else {
      bundles.append(open)
    }
    return bundles
  }
}

/// How long trials take, by those that have ended.
struct TrialPacing {
  /// Seconds of a training row, by model: the mean so far.
  private var rates: [String: (mean: Double, count: Int)] = [:]

  /// The seconds to expect of a trial; nil where nothing of its model is known.
  func seconds(of request: TrialRequest) -> Double? {
    rates[request.model.name].map { $0.mean * Double(request.split.training.count) }
  }

  /// Takes in how long a trial took.
  mutating func add(_ request: TrialRequest, seconds: Double) {
    let rate = seconds / Double(max(1, request.split.training.count))
    let (mean, count) = rates[request.model.name] ?? (0, 0)
    rates[request.model.name] = (mean + (rate - mean) / Double(count + 1), count + 1)
  }
}
