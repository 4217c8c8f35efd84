import BakeoffCore
import BakeoffEvaluation

/// More classes than these are shown as a list of the commonest confusions: a matrix would be unreadable.
let largestMatrix = 30

extension ReportData {
  /// The confusion matrix of each model, and the difference of two.
  var confusionSection: String {
    let places = board.rows.indices.filter { board.rows[$0].ok > 0 && board.rows[$0].competitor.role != .control }
    guard let first = places.first else { return "" }
    let second = places.count > 1 ? places[1] : first
    func options(_ chosen: Int) -> String {
      places.map { "<option value=\"\($0)\"\($0 == chosen ? " selected" : "")>\(text(name($0)))</option>" }.joined()
    }
    let panels = places.map { place in
      element("div", ["class": "panel", "data-group": "confusion", "data-value": "\(place)"], matrix(place))
    }
    let difference =
      places.count > 1
      ? "<h3>The difference of two</h3><p class=\"caption\">Above 0: the first model has more rows there. Right answers are on the diagonal.</p>"
        + "<p class=\"tools\"><label>First <select id=\"first\">\(options(first))</select></label> <label>second <select id=\"second\">\(options(second))</select></label></p>"
        + "<div id=\"difference\">\(differenceTable(first, second))</div>"
      : ""
    let isSmall = board.run.classNames.count <= largestMatrix
    return section(
      "confusion", "Confusions",
      isSmall
        ? "Rows are true classes, columns what the model names. Cells that can be opened show such rows."
        : "The commonest confusions; a matrix of \(board.run.classNames.count) classes would be unreadable.",
      "<p class=\"tools\"><label>Model <select data-group=\"confusion\">\(options(first))</select></label></p>"
        + panels.joined() + "<div id=\"cell\" class=\"gallery\" aria-live=\"polite\"></div>"
        + (isSmall ? difference : ""))
  }

  private func matrix(_ place: Int) -> String {
    let confusion = board.rows[place].confusion
    let names = board.run.classNames
    guard names.count <= largestMatrix else {
      return htmlTable(commonest(confusion, limit: 30), caption: "Commonest confusions of \(name(place))")
    }
    return grid(names, caption: "Confusion matrix of \(name(place))") { truth, predicted in
      let count = confusion[truth, predicted]
      let share = Double(count) / Double(max(confusion.support[truth], 1))
      let look = truth == predicted ? "right" : "wrong"
      let content =
        count > 0 && truth != predicted && examples[Cell(place, truth, predicted)] != nil
        ? "<button type=\"button\" class=\"cell\" data-cell=\"\(place)-\(truth)-\(predicted)\" aria-label=\"\(count) rows of \(text(names[truth])) named \(text(names[predicted]))\">\(count)</button>"
        : count == 0 ? "<span class=\"none\">0</span>" : "\(count)"
      return (content, "\(look) s\(shade(share, isRight: truth == predicted))")
    }
  }

  private func differenceTable(_ a: Int, _ b: Int) -> String {
    let (one, other) = (board.rows[a].confusion, board.rows[b].confusion)
    return grid(board.run.classNames, caption: "\(name(a)) less \(name(b))") { truth, predicted in
      let difference = one[truth, predicted] - other[truth, predicted]
      return (
        difference == 0 ? "<span class=\"none\">0</span>" : difference > 0 ? "+\(difference)" : "\(difference)", ""
      )
    }
  }

  private func grid(
    _ names: [String], caption: String, _ cell: (_ truth: Int, _ predicted: Int) -> (content: String, look: String)
  ) -> String {
    let heads = names.map { "<th scope=\"col\">\(text($0))</th>" }.joined()
    let rows = names.indices.map { truth in
      let cells = names.indices.map { predicted -> String in
        let cell = cell(truth, predicted)
        return "<td class=\"\(cell.look)\">\(cell.content)</td>"
      }
      return "<tr><th scope=\"row\">\(text(names[truth]))</th>\(cells.joined())</tr>"
    }
    return
      "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"\(text(caption))\"><table class=\"matrix\"><caption>\(text(caption))</caption>"
      + "<thead><tr><th scope=\"col\">true \\ named</th>\(heads)</tr></thead><tbody>\(rows.joined(separator: "\n"))</tbody></table></div>"
  }

  /// One of five shades; wrong answers are rarer, so they get dark sooner.
  private func shade(_ share: Double, isRight: Bool) -> Int {
    let limits = isRight ? [0.2, 0.5, 0.8, 0.95] : [0.0005, 0.005, 0.02, 0.1]
    return limits.count { share >= $0 }
  }

  /// The largest cells off the diagonal.
  func commonest(_ confusion: ConfusionMatrix, limit: Int) -> Table {
    let names = board.run.classNames
    let cells = names.indices.flatMap { truth in
      names.indices.filter { $0 != truth && confusion[truth, $0] > 0 }.map { (truth, $0, confusion[truth, $0]) }
    }.sorted { ($1.2, $0.0, $0.1) < ($0.2, $1.0, $1.1) }.prefix(limit)
    return Table(columns: [
      Table.Column("true class", alignment: .left, cells: cells.map { names[$0.0] }),
      Table.Column("named", alignment: .left, cells: cells.map { names[$0.1] }),
      Table.Column("rows", cells: cells.map { grouped($0.2) }),
    ])
  }
}

/// A cell of a model's confusion matrix.
struct Cell: Hashable {
  let place: Int
  let truth: Int
  let predicted: Int

  init(_ place: Int, _ truth: Int, _ predicted: Int) {
    self.place = place
    self.truth = truth
    self.predicted = predicted
  }
}
