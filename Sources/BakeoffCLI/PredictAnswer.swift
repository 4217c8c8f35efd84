import BakeoffCore
import BakeoffDatasets
import BakeoffReports
import Foundation

/// What one model says of one row, as text.
struct PredictAnswer {
  /// The row.
  let row: Features
  /// Lines that show what the model was given, besides the picture.
  let input: [String]
  /// What the row is called.
  let title: String
  /// What the model is called.
  let model: String
  /// The scores of the row.
  let predictions: Predictions
  /// The classes, in the order of the scores.
  let names: [String]
  /// The true class, where it is known.
  let truth: Int?
  /// One line on how the model came about.
  let note: String

  /// The picture, the class, and the ten highest scores.
  var text: String {
    let label = predictions.labels[0]
    let names = names.map { oneLine($0) }
    var lines = picture + input.map { oneLine($0) } + ["\(oneLine(title)): \(model) says \(names[label])"]
    if let truth { lines.append("The truth is \(names[truth]): \(truth == label ? "right" : "wrong").") }
    lines.append(predictions.kind == .probabilities ? "Probabilities:" : "Margins (higher is likelier):")
    let width = names.map { terminalWidth($0) }.max() ?? 0
    let order = names.indices.sorted { (-predictions.scores[$0], $0) < (-predictions.scores[$1], $1) }
    for index in order.prefix(10) {
      let name = padded(names[index], to: width, .right)
      lines.append("  \(name)  \(String(format: "%8.4f", predictions.scores[index]))")
    }
    return (lines + [note]).joined(separator: "\n") + "\n"
  }

  private var picture: [String] {
    row.picture(ofRow: 0).map { picture in
      halfBlocks(picture.grey.bytes, height: picture.height, width: picture.width, style: .standard)
    } ?? []
  }
}
