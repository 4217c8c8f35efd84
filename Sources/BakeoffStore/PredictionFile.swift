import BakeoffCore
import BakeoffEvaluation

extension RunRecord {
  /// Writes every prediction of the run as CSV, so that any tool can recompute every number.
  ///
  /// One line for each trial that succeeded and each of its test rows:
  /// `model,repetition,fold,row,truth,predicted,kind,score_0,...,truth_class,predicted_class`, with `fit,share` after `fold`
  /// where splits were learned several times or in part. Rows and classes count from 0, the classes are those of the task (1 is
  /// the positive one of two), `kind` is `probabilities` or `margins`, scores have as many digits as their 32 bits need, and the
  /// names of the classes come last, where they move no other column. `write` is called with many lines at a time.
  public func writePredictions(_ write: (String) throws -> Void) rethrows {
    let scores = description.classNames.indices.map { "score_\($0)" }
    let heading =
      ["model", "repetition", "fold"] + (hasParts ? ["fit", "share"] : []) + ["row", "truth", "predicted", "kind"]
    try write((heading + scores + ["truth_class", "predicted_class"]).joined(separator: ",") + "\n")
    for trial in trials {
      guard case .ok(let predictions, _) = trial.outcome else { continue }
      try write(lines(predictions, model: competitors[trial.model].name, split: trial.split))
    }
  }

  /// Whether rows were learned more than once, or in part.
  private var hasParts: Bool { splits.contains { $0.fit > 0 || $0.share < 1 } }

  private func lines(_ predictions: Predictions, model: String, split: Int) -> String {
    let rows = splits[split]
    let start =
      "\(csvField(model)),\(rows.repetition),\(rows.fold)" + (hasParts ? ",\(rows.fit),\(rows.share)" : "")
    let predicted = predictions.labels
    let names = description.classNames.map(csvField)
    var text = ""
    for (index, row) in rows.test.enumerated() {
      text += "\(start),\(row),\(truths[split].labels[index]),\(predicted[index]),\(predictions.kind.rawValue)"
      for score in predictions.row(index) { text += ",\(score)" }
      text += ",\(names[truths[split].labels[index]]),\(names[predicted[index]])\n"
    }
    return text
  }
}
