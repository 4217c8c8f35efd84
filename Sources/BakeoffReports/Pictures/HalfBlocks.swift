import BakeoffCore

/// How a picture is shown in a terminal.
package enum PictureStyle: String, CaseIterable, Sendable {
  /// Black and white half blocks: two pixels a character, inked where brighter than half.
  case blocks
  /// Half blocks in 24-bit grey by ANSI escape codes: two pixels a character.
  case colour
  /// Darker and lighter ASCII characters, each the mean of two pixels: for terminals without UTF-8.
  case ascii
}

/// A grey picture as lines for a terminal: `width` columns and (height + 1) / 2 lines, since a character is about twice
/// as high as it is wide.
///
/// `bytes` has height x width values, row-major, 0 black ... 255 white; below an odd last row black is shown.
package func halfBlocks(_ bytes: [UInt8], height: Int, width: Int, style: PictureStyle = .blocks) -> [String] {
  precondition(height > 0 && width > 0 && bytes.count == height * width, "height x width bytes")
  return stride(from: 0, to: height, by: 2).map { row in
    let pairs = (0..<width).map { column in
      (
        upper: bytes[row * width + column],
        lower: row + 1 < height ? bytes[(row + 1) * width + column] : 0
      )
    }
    switch style {
    case .blocks: return String(pairs.map { block(upper: $0.upper >= 128, lower: $0.lower >= 128) })
    case .ascii: return String(pairs.map { shade((Int($0.upper) + Int($0.lower)) / 2) })
    case .colour: return coloured(pairs)
    }
  }
}

/// Pictures as rows for a terminal of `terminalWidth` columns, each with its caption above it: as many side by side as
/// fit, two columns apart, then the next row after an empty line.
///
/// Every picture has the same height and width. A picture wider than the terminal stands alone in its row. Captions are
/// cut to the width of a picture.
package func halfBlockRows(
  _ pictures: [(bytes: [UInt8], caption: String)], height: Int, width: Int, terminalWidth: Int = 80,
  style: PictureStyle = .blocks
) -> [String] {
  let gap = 2
  let columns = max((terminalWidth + gap) / (width + gap), 1)
  var lines: [String] = []
  for start in stride(from: 0, to: pictures.count, by: columns) {
    let row = pictures[start..<min(start + columns, pictures.count)]
    if start > 0 { lines.append("") }
    lines.append(joined(row.map { padded(abbreviated($0.caption, to: width), to: width) }, gap: gap))
    let blocks = row.map { halfBlocks($0.bytes, height: height, width: width, style: style) }
    for line in 0..<(height + 1) / 2 {
      lines.append(joined(blocks.map { $0[line] }, gap: gap))
    }
  }
  return lines
}

private func block(upper: Bool, lower: Bool) -> Character {
  switch (upper, lower) {
  case (false, false): " "
  case (true, false): "▀"
  case (false, true): "▄"
  case (true, true): "█"
  }
}

/// The character for a brightness 0...255, ink growing with it.
private func shade(_ brightness: Int) -> Character {
  let ramp = Array(" .:-=+*#%@")
  return ramp[brightness * ramp.count / 256]
}

/// Upper half blocks, the upper pixel as foreground and the lower as background; codes only where they change.
private func coloured(_ pairs: [(upper: UInt8, lower: UInt8)]) -> String {
  var line = ""
  var last: (upper: UInt8, lower: UInt8)?
  for pair in pairs {
    if pair.upper != last?.upper { line += "\u{1B}[38;2;\(pair.upper);\(pair.upper);\(pair.upper)m" }
    if pair.lower != last?.lower { line += "\u{1B}[48;2;\(pair.lower);\(pair.lower);\(pair.lower)m" }
    line += "▀"
    last = pair
  }
  return line + "\u{1B}[0m"
}

/// The cells of a line, without spaces at its end.
private func joined(_ cells: [String], gap: Int) -> String {
  let line = cells.joined(separator: String(repeating: " ", count: gap))
  return String(line.reversed().drop { $0 == " " }.reversed())
}
