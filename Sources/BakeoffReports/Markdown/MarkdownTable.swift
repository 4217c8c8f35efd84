import BakeoffCore

extension Table {
  /// The table in the pipe syntax of GitHub-flavoured Markdown, aligned in the source too.
  public var markdown: String {
    let cells = columns.map { column in ([column.title] + column.cells).map(markdownEscaped) }
    let widths = cells.map { column in max(3, column.map { terminalWidth($0) }.max() ?? 0) }
    let lines = (0...rowCount).map { row in
      columns.indices.map { padded(cells[$0][row], to: widths[$0], columns[$0].alignment) }
    }
    let rule = columns.indices.map { column in
      let dashes = String(repeating: "-", count: widths[column] - 1)
      return columns[column].alignment == .right ? dashes + ":" : dashes + "-"
    }
    return ([lines[0], rule] + lines.dropFirst()).map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
  }
}

/// The text as it must stand in Markdown, on one line and with nothing that would end a cell, start a tag, or make a link.
func markdownEscaped(_ text: String) -> String {
  oneLine(text).reduce(into: "") { escaped, character in
    if #"\|`*_<>"#.contains(character) { escaped.append("\\") }
    escaped.append(character)
  }.replacing("](", with: "\\](").replacing("][", with: "\\][").replacing("&", with: "\\&")
}
