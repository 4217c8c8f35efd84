/// The shape of one row of features: height x width x channels, stored row-major with channels last.
///
/// A plain vector of n features is `FeatureShape(features: n)`: height 1, width n, one channel.
public struct FeatureShape: Hashable, Sendable, Codable {
  /// Rows of pixels, at least 1.
  public let height: Int
  /// Columns of pixels, at least 1.
  public let width: Int
  /// Values per pixel, at least 1.
  public let channels: Int

  /// Makes a shape; traps if a side is below 1.
  public init(height: Int, width: Int, channels: Int = 1) {
    precondition(height > 0 && width > 0 && channels > 0, "every side of a shape is at least 1")
    self.height = height
    self.width = width
    self.channels = channels
  }

  /// The shape of a plain vector of `features` values.
  public init(features: Int) {
    self.init(height: 1, width: features)
  }

  /// Values in one row.
  public var count: Int { height * width * channels }

  /// Whether the row is a picture (more than one row of pixels) and not a plain vector.
  public var isImage: Bool { height > 1 }
}

extension FeatureShape {
  /// Reads what `encode` writes. Throws `DecodingError` for a side below 1 and for more than 2^31 values.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    height = try container.decode(Int.self, forKey: .height)
    width = try container.decode(Int.self, forKey: .width)
    channels = try container.decode(Int.self, forKey: .channels)
    let sides = [height, width, channels]
    guard sides.allSatisfy({ $0 > 0 }), sides.reduce(1, { $0 * Double($1) }) <= Double(Int32.max) else {
      throw DecodingError.dataCorruptedError(
        forKey: .height, in: container, debugDescription: "a shape whose sides are out of range")
    }
  }
}

extension FeatureShape: CustomStringConvertible {
  /// For example `28x28x1`, or `13` for a plain vector.
  public var description: String {
    isImage || channels > 1 ? "\(height)x\(width)x\(channels)" : "\(width)"
  }
}
