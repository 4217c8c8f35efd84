import BakeoffCore

/// Moves every image of a batch by a random whole number of pixels each way, so that a model learns from more places
/// than it was shown; what moves in is 0. Plain vectors stay as they are.
///
/// Source: Simard, Steinkraus, Platt, "Best practices for convolutional neural networks", ICDAR 2003.
package struct ImageShift: Sendable {
  private let shape: FeatureShape
  private let distance: Int
  private var generator: SeededGenerator

  /// Shifts of at most `distance` pixels each way, and never so far that nothing of the image is left.
  package init(_ shape: FeatureShape, by distance: Int, seed: UInt64) {
    self.shape = shape
    self.distance = shape.isImage ? min(distance, min(shape.height, shape.width) - 1) : 0
    generator = SeededGenerator(seed: seed)
  }

  /// Moves each of the first `rows` images (rows x height x width x channels) on its own.
  package mutating func apply(to images: inout MutableSpan<Float>, rows: Int) {
    guard distance > 0 else { return }
    for row in 0..<rows {
      let down = Int.random(in: -distance...distance, using: &generator)
      let right = Int.random(in: -distance...distance, using: &generator)
      ImageView(down: down, right: right).apply(to: &images, at: row * shape.count, shape: shape)
    }
  }
}
