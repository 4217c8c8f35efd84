import BakeoffFiles
import Foundation

/// The folder of one array of tasks: what each is to run, what came of it, and the signs it leaves.
///
/// Trials are named by their task and their place in it, such as `3-0`.
package struct JobFolder: Sendable, Hashable {
  /// The folder.
  package let path: String
  /// Which of the arrays of its run.
  let number: Int

  /// The folder at `path`.
  package init(path: String, number: Int) {
    self.path = path
    self.number = number
  }

  /// The folder of the run.
  package var campaign: String {
    URL(fileURLWithPath: path).deletingLastPathComponent().deletingLastPathComponent().path
  }

  /// What the array is.
  var description: String { "\(path)/job.json" }
  /// The script of every task.
  var script: String { "\(path)/script.sh" }
  /// The folder of logs.
  package var logs: String { "\(path)/logs" }
  /// The folder of results.
  package var results: String { "\(path)/results" }

  /// The file of what a task is to run.
  package func task(_ task: Int) -> String { "\(path)/tasks/\(task).json" }
  /// The file that says how a trial ended; it is there when all else is.
  package func result(_ place: TrialPlace) -> String { "\(path)/results/\(place).json" }
  /// The file of its scores.
  package func predictions(_ place: TrialPlace) -> String { "\(path)/results/\(place).npy" }
  /// The file of its fitted model.
  func model(_ place: TrialPlace) -> String { "\(path)/results/\(place).model" }
  /// What an attempt at it printed.
  func log(_ place: TrialPlace, attempt: Int) -> String { "\(path)/logs/\(place).\(attempt).log" }
  /// What a task itself printed, over all attempts.
  package func log(ofTask task: Int) -> String { "\(path)/logs/task-\(task).log" }
  /// The sign that a trial began.
  package func started(_ place: TrialPlace) -> String { "\(path)/state/started-\(place)" }
  /// The sign that a trial is not wanted.
  package func cancelled(_ place: TrialPlace) -> String { "\(path)/state/cancelled-\(place)" }
  /// A file that a task touches while it lives.
  package func alive(_ task: Int) -> String { "\(path)/state/alive-\(task)" }
  /// The sign that an attempt at a task was asked to leave.
  package func notice(_ task: Int, attempt: Int) -> String { "\(path)/state/notice-\(task)-\(attempt)" }
  /// The sign that the result of a trial is about to be taken in: it is in the store already, or it is asked for again.
  package func taking(_ place: TrialPlace) -> String { "\(path)/state/taking-\(place)" }
  /// The sign that the result of a trial was taken in.
  package func taken(_ place: TrialPlace) -> String { "\(path)/taken/\(place)" }

  /// The trials whose results are there.
  package var resultPlaces: [TrialPlace] {
    names("results").compactMap { $0.hasSuffix(".json") ? TrialPlace($0.dropLast(5)) : nil }
  }

  /// The trials that began and whose results were not taken in.
  var startedPlaces: [TrialPlace] {
    names("state").compactMap { $0.hasPrefix("started-") ? TrialPlace($0.dropFirst(8)) : nil }
  }

  private func names(_ folder: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: "\(path)/\(folder)")) ?? []
  }

  /// The id that the scheduler gave it; nil where it was never heard.
  var id: String? {
    (try? String(contentsOfFile: "\(path)/id", encoding: .utf8)).flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Notes the id that the scheduler gave it. Throws `WriteFailure`.
  func write(id: String) throws { try writePrivateFile(Data(id.utf8), to: "\(path)/id") }

  /// Takes a trial's files away, with a sign that says so: a task that is begun again does not run it again.
  func take(_ place: TrialPlace) {
    touch(taken(place))
    forget(place)
  }

  /// Takes a trial's files away.
  func forget(_ place: TrialPlace) {
    for file in [result(place), predictions(place), model(place), started(place), taking(place)] { unlink(file) }
  }

  /// Removes the folder and all in it.
  func remove() { removeTree(path) }
}

/// Which trial of an array: its task, and its place in that.
package struct TrialPlace: Hashable, Sendable, CustomStringConvertible {
  package let task: Int
  package let index: Int

  package init(task: Int, index: Int) {
    self.task = task
    self.index = index
  }

  /// Reads what `description` writes.
  init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "-").compactMap { Int($0) }
    guard parts.count == 2 else { return nil }
    self.init(task: parts[0], index: parts[1])
  }

  package var description: String { "\(task)-\(index)" }
}
