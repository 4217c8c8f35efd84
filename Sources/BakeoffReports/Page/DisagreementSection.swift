import BakeoffCore
import BakeoffEvaluation

extension ReportData {
  /// Rows that models do not agree on.
  var disagreementSection: String {
    guard let disagreement else { return "" }
    let names = pooled.filter { board.rows[$0.place].competitor.role == .entrant }.map { name($0.place) }
    let lists = [
      (
        "Wrong for every model", "Candidates for wrong labels; those come first that most models call the same.",
        disagreement.wrongForAll
      ),
      ("Only \(names[0]) is right", "\(names[1]) is wrong; in the order of the data.", disagreement.onlyFirst),
      ("Only \(names[1]) is right", "\(names[0]) is wrong; in the order of the data.", disagreement.onlySecond),
      ("Least certain for \(names[0])", "The smallest lead of its highest score.", disagreement.leastCertain),
    ]
    let parts = zip(lists, disagreement.counts).enumerated().map { index, item -> String in
      let ((title, caption, rows), count) = item
      let shown = rows.count < count ? "\(grouped(rows.count)) of \(counted(count, "row"))" : counted(count, "row")
      let items = rows.map { row -> String in
        let votes = zip(names, row.votes).map { "\($0) \(className($1))" }.joined(separator: ", ")
        return
          "<li>\(shownRow(row.row))<span>row \(row.row): is <strong>\(text(className(row.truth)))</strong>; \(text(votes))</span></li>"
      }
      return
        "<details\(index == 0 ? " open" : "")><summary>\(text(title)) (\(shown))</summary><p class=\"caption\">\(text(caption))</p>"
        + "<ul class=\"rows\">\(items.joined())</ul></details>"
    }
    return section(
      "disagreement", "Where models disagree", "Look at the rows themselves: is the label wrong, or the model?",
      parts.joined())
  }

  private func className(_ label: Int) -> String { board.run.classNames[label] }

  /// A row as it is shown in a list: its picture out of the store of the page, or its values.
  private func shownRow(_ number: Int) -> String {
    switch rows[number] {
    case .picture: "<img data-row=\"\(number)\" alt=\"row \(number)\" width=\"56\" height=\"56\">"
    case .values(let values): "<code>\(text(values))</code>"
    case nil: ""
    }
  }

  /// The rows that the page shows, as JSON by their numbers.
  var rowStore: JSON {
    .object(rows.sorted { $0.key < $1.key }.map { ("\($0.key)", .string($0.value.text)) })
  }

  /// The cells that can be opened, with their rows.
  var cellStore: JSON {
    .object(
      examples.sorted {
        ($0.key.place, $0.key.truth, $0.key.predicted) < ($1.key.place, $1.key.truth, $1.key.predicted)
      }.map {
        ("\($0.key.place)-\($0.key.truth)-\($0.key.predicted)", .array($0.value.map { .integer($0) }))
      })
  }

  /// The confusion matrices, for the difference of any two.
  var matrixStore: JSON {
    guard board.run.classNames.count <= largestMatrix else { return .object([]) }
    return .object(
      board.rows.enumerated().filter { $0.element.ok > 0 }.map { place, row in
        ("\(place)", .array(row.confusion.counts.map { .integer($0) }))
      })
  }
}
