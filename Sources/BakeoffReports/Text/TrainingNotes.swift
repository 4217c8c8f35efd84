import BakeoffCore
import BakeoffEvaluation
import Foundation

/// Models that were not trained to the end, or do worse than naming the commonest class, and what would help.
func trainingNotes(_ leaderboard: Leaderboard) -> [String] {
  leaderboard.rows.flatMap { row -> [String] in
    let name = row.competitor.name
    let passes = ["epochs", "minimumSteps", "maximumIterations", "max_iter", "iterations"].filter {
      row.competitor.settings[$0] != nil
    }
    let settings = passes.isEmpty ? "" : " (\(passes.map { "\(name).\($0)" }.joined(separator: ", ")))"
    var notes: [String] = []
    if !row.unfinished.isEmpty, row.competitor.role != .control {
      notes.append(
        "\(name): the loss still fell when training ended in \(row.unfinished.count) of \(row.trials) splits; more passes may "
          + "help\(settings).")
    }
    if let (right, majority) = belowTheMajority(row) {
      notes.append(
        "\(name): \(score(right)) of the rows are right, fewer than the commonest class has (\(score(majority))): it may need "
          + "other settings\(settings), another --prepare, or more rows.")
    }
    return notes.map { oneLine($0) }
  }
}

/// The shares of rows that are right and that the commonest class has, where a model is clearly below the second: by more
/// than two standard errors.
private func belowTheMajority(_ row: LeaderboardRow) -> (right: Double, majority: Double)? {
  guard row.competitor.role == .entrant, let (right, majority, error) = againstTheMajority(row) else { return nil }
  return majority - right > 2 * error ? (right, majority) : nil
}

/// The shares of rows that are right and that the commonest class has, with the standard error of the second; nil for no
/// rows.
func againstTheMajority(_ row: LeaderboardRow) -> (right: Double, majority: Double, error: Double)? {
  let total = row.confusion.total
  guard total > 0, let largest = row.confusion.classCounts.map(\.support).max() else { return nil }
  let (right, majority) = (Double(row.confusion.correct) / Double(total), Double(largest) / Double(total))
  return (right, majority, (majority * (1 - majority) / Double(total)).squareRoot())
}

/// Where naming the commonest class alone is nearly as often right as the best model.
func unbalancedNote(_ leaderboard: Leaderboard) -> [String] {
  guard leaderboard.metrics.contains(where: { $0.id == "accuracy" }),
    let best = leaderboard.rows.first(where: { $0.competitor.role == .entrant && $0.isComplete }),
    let (right, majority, _) = againstTheMajority(best), majority > 2.0 / 3, right - majority < 0.05
  else { return [] }
  return [
    "accuracy says little here: naming the commonest class alone is right for \(score(majority)) of the rows. Look at F1, "
      + "balanced-accuracy or mcc."
  ]
}

/// Log-losses that hang on probabilities of 0.
func clippedNotes(_ leaderboard: Leaderboard) -> [String] {
  guard leaderboard.metrics.contains(where: { $0.id == "log-loss" }) else { return [] }
  return leaderboard.rows.filter { $0.clipped > 0 }.map { row in
    let share = Double(row.clipped) / Double(max(row.confusion.total, 1)) * -log(Double.ulpOfOne)
    return oneLine(
      "\(row.competitor.name), log-loss: the true class of \(counted(row.clipped, "test row")) had a probability of 0, which counts as "
        + "2.2e-16; they make up \(score(share)) of the mean.")
  }
}
