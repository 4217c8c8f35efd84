import BakeoffCore
import BakeoffFiles
import Foundation

extension ClusterQueue {
  /// Finds the trials among `ids` that an earlier command handed over, and returns the others.
  ///
  /// Folders of runs that somebody looks after are left alone.
  func adopt(_ ids: [TrialRequest.ID]) -> [TrialRequest.ID] {
    guard options.leftovers != .none else { return ids }
    let wanted = Set(ids.compactMap { entries[$0]?.key })
    if leftBehind == nil { findLeftBehind(wanted) }
    for path in Set(wanted.compactMap { leftBehind?[$0] }) {
      if let campaign = Campaign(takingOver: path) {
        adopted.append(campaign)
        load(campaign)
      }
      leftBehind = leftBehind?.filter { $0.value != path }
    }
    return ids.filter { id in
      guard let entry = entries[id], let (job, place) = unclaimed.removeValue(forKey: entry.key) else { return true }
      jobs[job].trials[place.task][place.index] = id
      return false
    }
  }

  /// Finds what is left behind, and removes what nobody can want any more.
  private func findLeftBehind(_ wanted: Set<String>) {
    leftBehind = [:]
    if let campaign { load(campaign) }
    for path in shared.campaigns where path != campaign?.path {
      guard let campaign = Campaign(takingOver: path) else { continue }
      if campaign.isCancelled && !campaign.isDetached || campaign.age > SharedFolder.longestKept {
        // A minute for tasks to leave.
        if campaign.age > 60 { campaign.remove() }
        continue
      }
      let keys = Self.keys(of: campaign)
      if campaign.isCertainlyOurs, Self.isDoneWith(campaign), campaign.age > 60, wanted.isDisjoint(with: keys) {
        campaign.remove()
        continue
      }
      for key in keys { leftBehind?[key] = path }
    }
  }

  /// Whether every result was taken in, or was about to be when the command was killed that looked after it.
  private static func isDoneWith(_ campaign: Campaign) -> Bool {
    campaign.jobs.allSatisfy { job in
      guard let description = try? ArrayDescription(of: job) else { return true }
      return openPlaces(of: job, description.keys).allSatisfy {
        FileManager.default.fileExists(atPath: job.taking($0))
      }
    }
  }

  /// Keys of trials whose results were not taken in.
  private static func keys(of campaign: Campaign) -> [String] {
    campaign.jobs.flatMap { job -> [String] in
      guard let description = try? ArrayDescription(of: job) else { return [] }
      return openPlaces(of: job, description.keys).map { description.keys[$0.task][$0.index] }
    }
  }

  private static func openPlaces(of job: JobFolder, _ keys: [[String]]) -> [TrialPlace] {
    let all = keys.indices.flatMap { task in keys[task].indices.map { TrialPlace(task: task, index: $0) } }
    return all.filter { place in
      ![job.taken(place), job.cancelled(place)].contains { FileManager.default.fileExists(atPath: $0) }
    }
  }

  /// Looks after the arrays of a run from now on.
  private func load(_ campaign: Campaign) {
    for folder in campaign.jobs {
      guard let description = try? ArrayDescription(of: folder) else { continue }
      for place in Self.openPlaces(of: folder, description.keys) {
        unclaimed[description.keys[place.task][place.index]] = (jobs.count, place)
      }
      jobs.append(
        Job(
          folder: folder, name: description.name, keys: description.keys, id: folder.id,
          trials: description.keys.map { $0.map { _ in nil } }, isAdopted: true))
    }
  }
}
