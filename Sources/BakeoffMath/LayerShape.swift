import BakeoffCore
import BakeoffKernels

/// The shape of one row between two layers: height x width pixels of `channels` values each.
///
/// Layout: row-major, channels last; a pixel takes `channelStride` floats, those past `channels` are 0.
public struct LayerShape: Hashable, Sendable {
  /// Rows of pixels.
  public let height: Int
  /// Columns of pixels.
  public let width: Int
  /// Values a pixel.
  public let channels: Int
  /// Floats a pixel takes, at least `channels`.
  public let channelStride: Int

  /// The rows of a data set as they are, without padding.
  public init(_ shape: FeatureShape) {
    height = shape.height
    width = shape.width
    channels = shape.channels
    channelStride = shape.channels
  }

  /// The output of a layer: channels are padded to a multiple of 16, so that vectors of 16 never straddle pixels.
  public init(height: Int = 1, width: Int = 1, channels: Int) {
    precondition(height > 0 && width > 0 && channels > 0, "every side of a shape is at least 1")
    self.height = height
    self.width = width
    self.channels = channels
    channelStride = paddedToLanes(channels)
  }

  /// Floats one row takes.
  public var count: Int { height * width * channelStride }
  /// Values in one row, without padding.
  package var valueCount: Int { height * width * channels }
}

extension LayerShape: Codable {
  private enum CodingKeys: String, CodingKey { case height, width, channels, channelStride }

  /// Reads what `encode` writes. Throws `DecodingError` for sides out of range.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    height = try container.decode(Int.self, forKey: .height)
    width = try container.decode(Int.self, forKey: .width)
    channels = try container.decode(Int.self, forKey: .channels)
    channelStride = try container.decode(Int.self, forKey: .channelStride)
    let sides = 1...Int(UInt16.max)
    guard sides.contains(height), sides.contains(width), (1...Int(UInt32.max) / (height * width)).contains(channels),
      channelStride == channels || channelStride == paddedToLanes(channels)
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .height, in: container, debugDescription: "a shape whose sides are out of range")
    }
  }
}

/// Columns of a panel.
let laneCount = Int(BAKEOFF_LANES)

/// `count` rounded up to a multiple of 16.
func paddedToLanes(_ count: Int) -> Int {
  (count + laneCount - 1) / laneCount * laneCount
}
