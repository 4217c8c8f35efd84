import BakeoffCore

/// An image moved by whole pixels; what moves in is 0.
package struct ImageView: Hashable, Sendable, Codable {
  /// Pixels the image is moved down; up where below 0.
  package let down: Int
  /// Pixels it is moved to the right.
  package let right: Int

  /// Moved by so much.
  package init(down: Int, right: Int) { (self.down, self.right) = (down, right) }

  /// The image as it is.
  package static let asItIs = ImageView(down: 0, right: 0)

  /// The views of an image that a network which has seen images moved by `distance` pixels predicts from: as it is, and
  /// moved by a pixel up and left, and down and right. As it is alone where that leaves nothing of it, and of plain
  /// vectors.
  package static func views(of shape: FeatureShape, shiftedBy distance: Int) -> [ImageView] {
    guard distance > 0, shape.isImage, shape.width > 1 else { return [asItIs] }
    return [asItIs, ImageView(down: -1, right: -1), ImageView(down: 1, right: 1)]
  }

  /// Whether a part of an image of this shape is still there once it is moved.
  package func leavesSome(of shape: FeatureShape) -> Bool {
    self == .asItIs
      || (-shape.height..<shape.height).dropFirst().contains(down)
        && (-shape.width..<shape.width).dropFirst().contains(right)
  }

  /// Moves the image at `start`, height x width x channels; by less than its height and width.
  func apply(to images: inout MutableSpan<Float>, at start: Int, shape: FeatureShape) {
    guard self != .asItIs else { return }
    let width = shape.width * shape.channels
    let offset = right * shape.channels
    // Rows in the order that overwrites none before it is read.
    for index in 0..<shape.height {
      let y = down > 0 ? shape.height - 1 - index : index
      let target = start + y * width
      let source = start + (y - down) * width
      guard y - down >= 0, y - down < shape.height else {
        for x in 0..<width { images[target + x] = 0 }
        continue
      }
      if offset > 0 {
        for x in stride(from: width - 1, through: offset, by: -1) { images[target + x] = images[source + x - offset] }
        for x in 0..<offset { images[target + x] = 0 }
      } else {
        for x in 0..<width + offset { images[target + x] = images[source + x - offset] }
        for x in width + offset..<width { images[target + x] = 0 }
      }
    }
  }
}
