extension Features {
  /// Whether these are grey pictures most of which are dark on light, as their borders tell.
  public var isDarkOnLight: Bool {
    guard shape.isImage, shape.channels == 1, count > 0 else { return false }
    let step = max(1, count / 200)
    let rows = Array(stride(from: 0, to: count, by: step))
    let light = rows.count { row in
      let values = floats(row..<row + 1)
      let border = values.indices.filter { index in
        let (y, x) = (index / shape.width, index % shape.width)
        return y == 0 || x == 0 || y == shape.height - 1 || x == shape.width - 1
      }
      return border.reduce(0) { $0 + values[$1] } > 0.5 * Float(border.count)
    }
    return light * 2 > rows.count
  }
}
