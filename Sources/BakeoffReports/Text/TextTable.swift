import BakeoffCore

extension Table {
  /// The table as aligned text, one line a row, each ending in a line break and none in a space.
  ///
  /// Where it is wider than `width` columns the gaps shrink to one space, then titles of several words are stacked.
  /// Wider than that it stays, or, with a number of columns that say what a row is, those are repeated before the
  /// columns that did not fit, in another table below.
  public func text(width: Int = 80, repeating labels: Int = 0) -> String {
    let layouts = [
      TextLayout(self, gap: 2, stacksTitles: false), TextLayout(self, gap: 1, stacksTitles: false),
      TextLayout(self, gap: 1, stacksTitles: true),
    ]
    if let layout = layouts.first(where: { $0.width <= width }) { return layout.text }
    let narrowest = layouts[layouts.count - 1]
    guard labels > 0 else { return narrowest.text }
    let fitting = max(narrowest.columns(within: width), labels + 1)
    guard fitting < columns.count else { return narrowest.text }
    let first = Table(columns: Array(columns[..<fitting]))
    let rest = Table(columns: Array(columns[..<labels] + columns[fitting...]))
    return first.text(width: width) + "\n" + rest.text(width: width, repeating: labels)
  }
}

extension Table {
  /// The same with nothing in a title or cell that a terminal would obey.
  fileprivate var onOneLineEach: Table {
    Table(
      columns: columns.map { Column(oneLine($0.title), alignment: $0.alignment, cells: $0.cells.map { oneLine($0) }) })
  }
}

/// A table with its titles cut into lines and its columns measured.
private struct TextLayout {
  let table: Table
  let gap: Int
  let titles: [[String]]
  let widths: [Int]

  init(_ table: Table, gap: Int, stacksTitles: Bool) {
    let table = table.onOneLineEach
    self.table = table
    self.gap = gap
    let titles = table.columns.map { stacksTitles ? $0.title.split(separator: " ").map(String.init) : [$0.title] }
    self.titles = titles
    widths = table.columns.indices.map { column in
      (titles[column] + table.columns[column].cells).map { terminalWidth($0) }.max() ?? 0
    }
  }

  var width: Int { widths.reduce(0, +) + gap * max(0, widths.count - 1) }

  /// How many columns from the left fill no more than `width`.
  func columns(within width: Int) -> Int {
    var filled = -gap
    return widths.prefix { column in
      filled += gap + column
      return filled <= width
    }.count
  }

  /// The lines, each ending in a line break.
  var text: String { lines.map { $0 + "\n" }.joined() }

  /// Titles stand on the lines just above the rows.
  private var lines: [String] {
    let height = titles.map(\.count).max() ?? 0
    let heading = (0..<height).map { line in
      titles.map { title in
        let index = line - (height - title.count)
        return index >= 0 ? title[index] : ""
      }
    }
    return (heading + table.rows).map(line)
  }

  private func line(_ cells: [String]) -> String {
    let separator = String(repeating: " ", count: gap)
    let cells = cells.indices.map { padded(cells[$0], to: widths[$0], table.columns[$0].alignment) }
    let line = cells.joined(separator: separator)
    return String(line.reversed().drop { $0 == " " }.reversed())
  }
}
