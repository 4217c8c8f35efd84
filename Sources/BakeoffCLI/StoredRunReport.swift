import BakeoffCore
import BakeoffEvaluation
import BakeoffStore
import Foundation

extension RunDescription {
  /// The description a stored run was begun with. Throws `DatasetError` where it cannot be read.
  init(stored details: String, run: Int) throws {
    do {
      self = try JSONDecoder().decode(RunDescription.self, from: Data(details.utf8))
    } catch {
      throw DatasetError.malformed(
        place: "run \(run)", expected: "a description of the run", found: "one that cannot be read",
        remedy: "run the comparison again, or remove the run with `bakeoff runs remove \(run)`")
    }
  }

  /// The description as a store keeps it.
  func stored() throws -> String { String(decoding: try JSONEncoder().encode(self), as: UTF8.self) }
}

extension StoredRun {
  /// The leaderboard of the run by the metrics asked for now.
  func leaderboard(_ report: ReportOptions) throws -> Leaderboard {
    var description = try RunDescription(stored: plan.details, run: id)
    description.average = report.average ?? description.average
    try report.validate(description.average, classCount: plan.classNames.count)
    let metrics = try report.selectedMetrics(average: description.average)
    return try Leaderboard(
      run: description, competitors: plan.models.map { Competitor(name: $0.name, settings: $0.settings) },
      trials: trials, truths: plan.truths, metrics: metrics, sortedBy: report.sortedBy(metrics))
  }
}
