import BakeoffCore
import BakeoffEvaluation

/// The matrix with true classes in rows and predicted ones in columns.
func confusionTable(_ matrix: ConfusionMatrix, names: [String], nameWidth: Int = .max) -> Table {
  let names = names.map { oneLine($0) }
  let labels = Table.Column("true", alignment: .left, cells: names.map { abbreviated($0, to: max(nameWidth, 12)) })
  return Table(
    columns: [labels]
      + (0..<matrix.classCount).map { column in
        let cells = (0..<matrix.classCount).map { "\(matrix[$0, column])" }
        return Table.Column(abbreviated(names[column], to: nameWidth), cells: cells)
      })
}

/// The matrix for a terminal of 80 columns; names are cut short where they would not fit.
func confusionText(_ matrix: ConfusionMatrix, names: [String], width: Int = 80) -> String {
  let digits = "\(matrix.largest)".count
  let labelWidth = min(12, max(4, names.map { terminalWidth(oneLine($0)) }.max() ?? 0))
  let room = (width - labelWidth) / max(1, matrix.classCount) - 1
  let table = confusionTable(matrix, names: names, nameWidth: max(room, digits))
  return "rows: true class, columns: predicted class\n" + table.text(width: width)
}
