import BakeoffCore
import BakeoffEvaluation
import Foundation

/// Precision, recall, F1 and support of each class and their averages, as scikit-learn 1.9 prints them.
///
/// It lists the classes that are true or predicted anywhere; what is undefined is shown as 0.
public struct ClassificationReport: Hashable, Sendable {
  /// One line: precision and recall are nil on the line of the accuracy.
  struct Line: Hashable {
    let name: String
    let precision: Double?
    let recall: Double?
    let f1: Double
    let support: Int
  }

  let classes: [Line]
  let averages: [Line]

  /// Reads the report off a confusion matrix; `names` has one name for each of its classes.
  public init(_ matrix: ConfusionMatrix, names: [String]) {
    precondition(names.count == matrix.classCount, "one name a class")
    let margins = matrix.margins
    let counts = margins.classCounts
    classes = margins.labels.map { label in
      let value = { (score: ClassScore) in score.value(counts[label]) ?? 0 }
      return Line(
        name: oneLine(names[label]), precision: value(.precision), recall: value(.recall), f1: value(.f1),
        support: counts[label].support)
    }
    let accuracy = Accuracy().score(margins, positive: 1) ?? 0
    averages =
      [Line(name: "accuracy", precision: nil, recall: nil, f1: accuracy, support: margins.total)]
      + [Average.macro, .weighted].map { average in
        let value = { (score: ClassScore) in margins.average(of: score, average) ?? 0 }
        return Line(
          name: "\(average.rawValue) avg", precision: value(.precision), recall: value(.recall), f1: value(.f1),
          support: margins.total)
      }
  }

  /// The layout of scikit-learn's `classification_report` with two decimals.
  public var text: String {
    let width = max(12, (classes + averages).map { terminalWidth($0.name) }.max() ?? 0)
    func line(_ name: String, _ cells: [String]) -> String {
      padded(name, to: width, .right) + " " + cells.map { " " + padded($0, to: 9, .right) }.joined() + "\n"
    }
    let blocks = [classes, averages].map { lines in lines.map { line($0.name, Self.cells($0)) }.joined() }
    return ([line("", titles)] + blocks).joined(separator: "\n")
  }

  /// The same as a table.
  public var table: Table {
    let lines = classes + averages
    let cells = lines.map(Self.cells)
    return Table(
      columns: [Table.Column("class", alignment: .left, cells: lines.map(\.name))]
        + titles.indices.map { column in Table.Column(titles[column], cells: cells.map { $0[column] }) })
  }

  private var titles: [String] { ["precision", "recall", "f1-score", "support"] }

  private static func cells(_ line: Line) -> [String] {
    [line.precision, line.recall, line.f1].map { $0.map { String(format: "%.2f", $0) } ?? "" } + ["\(line.support)"]
  }
}
