/// How a picture is to be turned to be seen as it was taken: cameras store their pixels as they lie on the sensor.
///
/// The numbers are those of EXIF and TIFF. Source: CIPA DC-008 (Exif 3.0), tag 0x0112.
enum Orientation: Int, CaseIterable {
  case upright = 1
  case mirrored
  case upsideDown
  case flipped
  case transposed
  case toBeTurnedRight
  case transversed
  case toBeTurnedLeft

  /// Whether rows become columns.
  var exchangesSides: Bool { rawValue >= Self.transposed.rawValue }

  /// What a JPEG or PNG file says; upright where it says nothing, or nothing that can be read.
  init(ofEncoded file: [UInt8]) {
    let found =
      JPEG.isJPEG(file)
      ? JPEGSegments.first(of: file, beginningWith: Exif.marker).flatMap(Exif.orientation)
        ?? JPEGSegments.first(of: file, beginningWith: XMP.marker).flatMap(XMP.orientation)
      : PNGChunks.body(of: "eXIf", in: file).flatMap(Exif.orientation)
    self = found ?? .upright
  }

  /// The row and column in a stored picture of what is seen at a row and column of one of `height` x `width` pixels.
  fileprivate func source(_ row: Int, _ column: Int, height: Int, width: Int) -> (row: Int, column: Int) {
    let (lastRow, lastColumn) = (height - 1, width - 1)
    return switch self {
    case .upright: (row, column)
    case .mirrored: (row, lastColumn - column)
    case .upsideDown: (lastRow - row, lastColumn - column)
    case .flipped: (lastRow - row, column)
    case .transposed: (column, row)
    case .toBeTurnedRight: (lastColumn - column, row)
    case .transversed: (lastColumn - column, lastRow - row)
    case .toBeTurnedLeft: (column, lastRow - row)
    }
  }
}

extension Picture {
  /// The picture as it is to be seen.
  func turned(_ orientation: Orientation) -> Picture {
    guard orientation != .upright else { return self }
    let (height, width) = orientation.exchangesSides ? (self.width, self.height) : (self.height, self.width)
    var turned: [UInt8] = []
    turned.reserveCapacity(bytes.count)
    for row in 0..<height {
      for column in 0..<width {
        let source = orientation.source(row, column, height: height, width: width)
        let start = (source.row * self.width + source.column) * channels
        turned.append(contentsOf: bytes[start..<start + channels])
      }
    }
    return Picture(height: height, width: width, channels: channels, bytes: turned)
  }
}
