import BakeoffCore

/// A picture made to look like the rows of a data set.
package struct FittedPicture: Sendable {
  /// The row.
  package let row: Features
  /// What a user should know of the picture, one line each: that it is blank, faint, or shows several figures.
  package let notes: [String]
}

extension Picture {
  /// This picture as one row of features of `shape`, read as bytes.
  ///
  /// A grey one is treated as handwriting, as MNIST's authors did: its ink is found on whatever paper, made light on dark
  /// (or dark on light where `isDarkOnLight`, as the rows learned from are), cropped, scaled to fit a box 20/28 of the
  /// shape's sides with its proportions kept, and placed so that its centre of mass is in the middle. What has that form
  /// already is taken as it is. A colour shape only has the picture scaled to it. Source: LeCun, Cortes, Burges, "The MNIST
  /// database of handwritten digits". Throws `ConfigurationError` unless `shape` is that of a grey or colour picture.
  package func fitted(to shape: FeatureShape, isDarkOnLight: Bool = false) throws -> FittedPicture {
    guard shape.isImage, shape.channels == 1 || shape.channels == 3 else {
      throw ConfigurationError(
        "a picture cannot be made into rows of \(shape): choose a data set of grey or colour pictures, or give a row of it in place of the picture"
      )
    }
    guard shape.channels == 1 else {
      let picture = inColour
      let isFitting = height == shape.height && width == shape.width
      return FittedPicture(
        row: Features(
          shape: shape,
          bytes: isFitting ? picture.bytes : picture.scaled(height: shape.height, width: shape.width).bytes), notes: [])
    }
    let (picture, notes) = grey.asHandwriting(height: shape.height, width: shape.width)
    return FittedPicture(
      row: Features(shape: shape, bytes: isDarkOnLight ? picture.bytes.map { 255 - $0 } : picture.bytes), notes: notes)
  }

  private func asHandwriting(height newHeight: Int, width newWidth: Int) -> (Picture, notes: [String]) {
    // Large enough for every stroke, and small enough to be quick.
    let side = max(height, width)
    let shrunk = side > 400 ? scaled(height: max(1, height * 400 / side), width: max(1, width * 400 / side)) : self
    var map = InkMap(shrunk)
    var parts = InkParts(map.mask, height: shrunk.height, width: shrunk.width)
    parts.dropFrameAndSpecks()
    guard map.contrast >= 8, let first = parts.parts.first, first.pixels.count > 1 else {
      return (
        Picture(height: newHeight, width: newWidth, shade: 0),
        ["the picture looks blank; whatever is said of it means nothing"]
      )
    }
    let notes =
      (map.contrast < 40 ? ["the ink hardly stands out from the paper (by \(Int(map.contrast)) of 255 levels)"] : [])
      + (parts.figures > 1 ? ["the picture shows \(parts.figures) figures side by side; a model names one class"] : [])
    map.keep(parts.widenedMask(by: max(1, side / 100)))
    let ink = map.picture
    if height == newHeight, width == newWidth, ink.isPlacedAsHandwriting {
      // Light on dark already: not one level of it is changed.
      let isClean = map.isLight && parts.mask == InkMap(self).mask
      return (isClean ? self : ink, notes)
    }
    return (ink.placedAsHandwriting(height: newHeight, width: newWidth), notes)
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

  /// The rows and columns from the first to the last that has ink.
  private var box: (rows: ClosedRange<Int>, columns: ClosedRange<Int>)? {
    // Ink fainter than this is the edge of a stroke.
    let threshold = 32
    let inkRows = (0..<height).filter { row in (0..<width).contains { Int(self[row, $0]) > threshold } }
    let inkColumns = (0..<width).filter { column in (0..<height).contains { Int(self[$0, column]) > threshold } }
    guard let top = inkRows.first, let bottom = inkRows.last, let left = inkColumns.first, let right = inkColumns.last
    else { return nil }
    return (top...bottom, left...right)
  }

  /// Whether the ink fills the box and has its centre of mass where MNIST's has, give or take a few pixels.
  private var isPlacedAsHandwriting: Bool {
    guard let box else { return false }
    let filled = max(Double(box.rows.count) / Double(height), Double(box.columns.count) / Double(width)) * 28
    let (row, column) = centreOfMass
    return (17...22).contains(filled) && abs(row / Double(height) - 0.5) * 28 <= 2
      && abs(column / Double(width) - 0.5) * 28 <= 2
  }

  /// Light ink on black, cropped, scaled and centred.
  private func placedAsHandwriting(height newHeight: Int, width newWidth: Int) -> Picture {
    var result = Picture(height: newHeight, width: newWidth, shade: 0)
    guard let box else { return result }
    let ink = cropped(rows: box.rows, columns: box.columns)
    let factor = min(
      Double(newHeight) * 20 / 28 / Double(ink.height), Double(newWidth) * 20 / 28 / Double(ink.width))
    let small = ink.scaled(
      height: max(1, Int((Double(ink.height) * factor).rounded())),
      width: max(1, Int((Double(ink.width) * factor).rounded()))
    ).stretched
    let (massRow, massColumn) = small.centreOfMass
    result.paste(
      small, row: Int((Double(newHeight) / 2 - massRow).rounded()),
      column: Int((Double(newWidth) / 2 - massColumn).rounded()))
    return result
  }

  /// The same with its brightest pixels white: thin strokes grow faint when they are scaled down.
  private var stretched: Picture {
    let top = Double(bytes.sorted()[(bytes.count - 1) * 98 / 100])
    guard top > 0, top < 250 else { return self }
    return Picture(height: height, width: width, bytes: bytes.map { UInt8(min(255, Double($0) * 255 / top)) })
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
