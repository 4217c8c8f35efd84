import BakeoffCore
import BakeoffEvaluation

extension RunRecord {
  /// Writes every prediction of the run as CSV, so that any tool can recompute every number.
  ///
  /// One line for each trial that succeeded and each of its test rows:
  /// `model,repetition,fold,row,truth,predicted,kind,truth_class,predicted_class,score_0,...`, with `fit,share` after `fold`
  /// where splits were learned several times or in part. Rows and classes count from 0, the classes are those of the task (1 is
  /// the positive one of two), `kind` is `probabilities` or `margins`, the names of the classes stand before the scores, which
  /// stay the last columns, and scores have as many digits as their 32 bits need. `write` is called with many lines at a time.
  public func writePredictions(_ write: (String) throws -> Void) rethrows {
    let scores = description.classNames.indices.map { "score_\($0)" }
    let heading =
      ["model", "repetition", "fold"] + (hasParts ? ["fit", "share"] : []) + [
        "row", "truth", "predicted", "kind", "truth_class", "predicted_class",
      ]
    try write((heading + scores).joined(separator: ",") + "\n")
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
      let (truth, answer) = (truths[split].labels[index], predicted[index])
      text += "\(start),\(row),\(truth),\(answer),\(predictions.kind.rawValue),\(names[truth]),\(names[answer])"
      for score in predictions.row(index) { text += ",\(score)" }
      text += "\n"
    }
    return text
  }
}
