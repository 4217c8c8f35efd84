import BakeoffCore

extension Picture {
  /// This picture as one row of features of `shape`, read as bytes.
  ///
  /// A picture of that very size is taken as it is. Any other grey one is treated as handwriting, as MNIST's authors did:
  /// made light on dark, cropped to its ink, scaled to fit a box 20/28 of the shape's sides with its proportions kept, and
  /// placed so that its centre of mass is in the middle. A colour shape only has the picture scaled to it. Source: LeCun,
  /// Cortes, Burges, "The MNIST database of handwritten digits". Throws `ConfigurationError` unless `shape` is that of
  /// a grey or colour picture.
  package func fitted(to shape: FeatureShape) throws -> Features {
    guard shape.isImage, shape.channels == 1 || shape.channels == 3 else {
      throw ConfigurationError(
        "a picture cannot be made into rows of \(shape): choose a data set of grey or colour pictures, or give a row of it in place of the picture"
      )
    }
    let picture = shape.channels == 1 ? grey : inColour
    guard picture.height != shape.height || picture.width != shape.width else {
      return Features(shape: shape, bytes: picture.bytes)
    }
    guard shape.channels == 1 else {
      return Features(shape: shape, bytes: picture.scaled(height: shape.height, width: shape.width).bytes)
    }
    return Features(
      shape: shape, bytes: picture.lightOnDark.asHandwriting(height: shape.height, width: shape.width).bytes)
  }

  /// Whether the border is light, so that the ink must be dark.
  package var hasLightBackground: Bool {
    let picture = grey
    let border =
      (0..<width).flatMap { [picture[0, $0], picture[height - 1, $0]] }
      + (0..<height).flatMap { [picture[$0, 0], picture[$0, width - 1]] }
    return border.reduce(0) { $0 + Int($1) } > 127 * border.count
  }

  /// The picture in shades of grey, by the luma weights of ITU-R BT.601.
  package var grey: Picture {
    guard channels == 3 else { return self }
    let shades = stride(from: 0, to: bytes.count, by: 3).map { pixel in
      let (red, green, blue) = (Int(bytes[pixel]), Int(bytes[pixel + 1]), Int(bytes[pixel + 2]))
      return UInt8((299 * red + 587 * green + 114 * blue + 500) / 1000)
    }
    return Picture(height: height, width: width, bytes: shades)
  }

  private var lightOnDark: Picture {
    hasLightBackground ? Picture(height: height, width: width, bytes: bytes.map { 255 - $0 }) : self
  }

  /// The mean of the pixels under each pixel of the new size (area averaging).
  func scaled(height newHeight: Int, width newWidth: Int) -> Picture {
    let rows = (0..<newHeight).map { shares(of: $0, parts: newHeight, whole: height) }
    let columns = (0..<newWidth).map { shares(of: $0, parts: newWidth, whole: width) }
    var result: [UInt8] = []
    for row in rows {
      for column in columns {
        for channel in 0..<channels {
          var sum = 0.0
          for (y, rowShare) in row {
            for (x, columnShare) in column { sum += rowShare * columnShare * Double(self[y, x, channel]) }
          }
          result.append(UInt8(min(255, max(0, sum.rounded()))))
        }
      }
    }
    return Picture(height: newHeight, width: newWidth, channels: channels, bytes: result)
  }

  private func asHandwriting(height newHeight: Int, width newWidth: Int) -> Picture {
    var result = Picture(height: newHeight, width: newWidth, shade: 0)
    // Ink fainter than this is the paper's.
    let threshold = 32
    let inkRows = (0..<height).filter { row in (0..<width).contains { Int(self[row, $0]) > threshold } }
    let inkColumns = (0..<width).filter { column in (0..<height).contains { Int(self[$0, column]) > threshold } }
    guard let top = inkRows.first, let bottom = inkRows.last, let left = inkColumns.first, let right = inkColumns.last
    else { return result }
    let ink = cropped(rows: top...bottom, columns: left...right)
    let factor = min(
      Double(newHeight) * 20 / 28 / Double(ink.height), Double(newWidth) * 20 / 28 / Double(ink.width))
    let small = ink.scaled(
      height: max(1, Int((Double(ink.height) * factor).rounded())),
      width: max(1, Int((Double(ink.width) * factor).rounded())))
    let (massRow, massColumn) = small.centreOfMass
    result.paste(
      small, row: Int((Double(newHeight) / 2 - massRow).rounded()),
      column: Int((Double(newWidth) / 2 - massColumn).rounded()))
    return result
  }

  private func cropped(rows: ClosedRange<Int>, columns: ClosedRange<Int>) -> Picture {
    Picture(height: rows.count, width: columns.count, bytes: rows.flatMap { row in columns.map { self[row, $0] } })
  }

  /// Where the ink is on average, in pixels from the upper left corner; the middle of a blank picture.
  private var centreOfMass: (row: Double, column: Double) {
    var (mass, rows, columns) = (0.0, 0.0, 0.0)
    for row in 0..<height {
      for column in 0..<width {
        let shade = Double(self[row, column])
        mass += shade
        rows += shade * (Double(row) + 0.5)
        columns += shade * (Double(column) + 0.5)
      }
    }
    guard mass > 0 else { return (Double(height) / 2, Double(width) / 2) }
    return (rows / mass, columns / mass)
  }
}

/// Which of `whole` pixels lie under part `index` of `parts` equal ones, and the share of the part each covers.
private func shares(of index: Int, parts: Int, whole: Int) -> [(Int, Double)] {
  let size = Double(whole) / Double(parts)
  let start = Double(index) * size
  let end = start + size
  return (Int(start)..<min(whole, Int(end.rounded(.up)))).map { pixel in
    (pixel, (min(end, Double(pixel + 1)) - max(start, Double(pixel))) / size)
  }
}
