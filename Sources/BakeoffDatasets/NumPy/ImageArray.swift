import BakeoffCore

/// An array of pictures, in whatever type and order of axes it was written.
struct ImageArray {
  /// Height, width and channels.
  let shape: FeatureShape
  /// The pixels: bytes wherever they can be.
  let buffer: FeatureBuffer
  /// What was made of them, where that is not plain.
  let notes: [String]

  /// Reads rows x height x width, with channels last or first. Throws `DatasetError.malformed` for values that models
  /// cannot compute with.
  init(_ array: NPYArray, _ file: InputFile, entry: String) throws {
    let axes = array.shape
    let isChannelsFirst = axes.count == 4 && ![1, 3, 4].contains(axes[3]) && [1, 3, 4].contains(axes[1])
    shape =
      isChannelsFirst
      ? FeatureShape(height: axes[2], width: axes[3], channels: axes[1])
      : FeatureShape(height: axes[1], width: axes[2], channels: axes.count == 4 ? axes[3] : 1)
    let channelNote = ["The channels come first in \(entry); they were put last."]
    let order = isChannelsFirst && shape.channels > 1 ? shape : nil
    var notes = isChannelsFirst ? channelNote : []
    if array.element == .byte, order == nil, let bytes = array.featureBuffer(), Pixels.areShades(bytes) {
      buffer = bytes
      self.notes = notes
      return
    }
    var values = array.doubles() ?? []
    if let order { values = channelsLast(values, order) }
    if let index = values.firstIndex(where: { !Float($0).isFinite }) {
      throw file.malformed(
        "\(entry), row \(index / axes.dropFirst().reduce(1, *))", expected: "finite numbers that fit a 32-bit float",
        found: "\(values[index])", remedy: "replace such values, or leave those rows out")
    }
    // A 16-bit float has 11 bits.
    if let bytes = Pixels.bytes(ofPictures: values, precision: array.element.size == 2 ? 0x1p-11 : 1e-6) {
      buffer = FeatureBuffer(bytes)
    } else if let low = values.min(), let high = values.max(), low >= 0, high > 2, high <= 255 {
      notes.append("The pixels of \(entry) go up to \(numberText(high)); they were divided by 255.")
      buffer = FeatureBuffer(values.map { Float($0 / 255) })
    } else {
      buffer = FeatureBuffer(values.map { Float($0) })
    }
    self.notes = notes
  }
}

/// Pictures of planes, one a channel, with the channels of each pixel side by side.
private func channelsLast(_ values: [Double], _ shape: FeatureShape) -> [Double] {
  let plane = shape.height * shape.width
  var result = values
  for picture in 0..<values.count / shape.count {
    let start = picture * shape.count
    for channel in 0..<shape.channels {
      for pixel in 0..<plane {
        result[start + pixel * shape.channels + channel] = values[start + channel * plane + pixel]
      }
    }
  }
  return result
}
