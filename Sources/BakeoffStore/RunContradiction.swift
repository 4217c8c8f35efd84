import BakeoffCore
import BakeoffEvaluation

extension RunRecord {
  /// What in a run cannot be, for whoever reads it from a file that something else may have changed; nil where all fits
  /// together, as all that computes with a run takes for granted.
  var contradiction: String? {
    let classes = description.classNames.count
    guard task.positive.map({ $0 >= 0 && classes == 2 }) ?? true else { return "it has no class \(task.positive ?? 0)" }
    guard description.rows >= 0 else { return "it has \(description.rows) rows" }
    for (split, truth) in zip(splits, truths) {
      guard truth.classCount == classes, truth.labels.allSatisfy({ 0..<classes ~= $0 }) else {
        return "a label is of no class"
      }
      guard split.repetition >= 0, split.fold >= 0, split.fit >= 0, 0...1 ~= split.share else {
        return "the number of a split is out of range"
      }
    }
    let cells = Set(trials.map(\.cell))
    guard cells.count == trials.count else { return "a trial is there twice" }
    for trial in trials {
      guard competitors.indices.contains(trial.model), splits.indices.contains(trial.split) else {
        return "a trial is of no model or split"
      }
      guard case .ok(let predictions, _) = trial.outcome else { continue }
      guard predictions.classCount == classes, predictions.count == splits[trial.split].test.count,
        predictions.scores.allSatisfy(\.isFinite)
      else { return "the scores of a trial are not those of its split" }
    }
    return nil
  }
}
