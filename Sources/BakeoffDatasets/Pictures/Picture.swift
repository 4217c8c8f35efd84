/// A picture of bytes: grey (one channel, 0 black ... 255 white) or colour (red, green, blue).
///
/// Layout: height x width x channels, row-major, channels last, as in `FeatureShape`.
package struct Picture: Hashable, Sendable {
  /// Rows of pixels.
  package let height: Int
  /// Columns of pixels.
  package let width: Int
  /// 1 for grey, 3 for red, green, blue.
  package let channels: Int
  /// height x width x channels values.
  package private(set) var bytes: [UInt8]

  /// Makes a picture; traps unless every side is at least 1, channels is 1 or 3, and the bytes fill it.
  package init(height: Int, width: Int, channels: Int = 1, bytes: [UInt8]) {
    precondition(height > 0 && width > 0, "a picture has at least one pixel")
    precondition(channels == 1 || channels == 3, "a picture is grey (1 channel) or colour (3 channels)")
    precondition(bytes.count == height * width * channels, "height x width x channels bytes")
    self.height = height
    self.width = width
    self.channels = channels
    self.bytes = bytes
  }

  /// A grey picture of one shade (0 black ... 255 white).
  package init(height: Int, width: Int, shade: UInt8) {
    self.init(height: height, width: width, bytes: Array(repeating: shade, count: height * width))
  }

  /// The value at a pixel; traps outside the picture.
  package subscript(row: Int, column: Int, channel: Int = 0) -> UInt8 {
    get { bytes[offset(row, column, channel)] }
    set { bytes[offset(row, column, channel)] = newValue }
  }

  /// The same picture with three equal channels where it was grey.
  package var inColour: Picture {
    guard channels == 1 else { return self }
    return Picture(height: height, width: width, channels: 3, bytes: bytes.flatMap { [$0, $0, $0] })
  }

  /// Every pixel repeated `factor` times in both directions (nearest neighbour); `factor` is at least 1.
  package func enlarged(_ factor: Int) -> Picture {
    precondition(factor >= 1, "a picture is enlarged by a whole number")
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count * factor * factor)
    for row in 0..<height * factor {
      for column in 0..<width * factor {
        let start = offset(row / factor, column / factor, 0)
        result.append(contentsOf: bytes[start..<start + channels])
      }
    }
    return Picture(height: height * factor, width: width * factor, channels: channels, bytes: result)
  }

  /// Copies `other`, which has the same channels, over this picture with its upper left corner at a pixel; what
  /// would stick out is left off.
  package mutating func paste(_ other: Picture, row: Int, column: Int) {
    precondition(other.channels == channels, "both pictures have the same channels")
    for y in 0..<other.height where (0..<height).contains(row + y) {
      for x in 0..<other.width where (0..<width).contains(column + x) {
        for channel in 0..<channels {
          self[row + y, column + x, channel] = other[y, x, channel]
        }
      }
    }
  }

  private func offset(_ row: Int, _ column: Int, _ channel: Int) -> Int {
    precondition(
      (0..<height).contains(row) && (0..<width).contains(column) && (0..<channels).contains(channel),
      "the pixel is in the picture")
    return (row * width + column) * channels + channel
  }
}
