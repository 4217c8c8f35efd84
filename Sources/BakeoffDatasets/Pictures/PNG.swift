import BakeoffCore
import BakeoffFiles
import CPNG
import CZlib
import Foundation

/// PNG through libpng's simplified API, which reads every PNG there is into plain bytes and never long-jumps.
extension Picture {
  /// Which values the decoder gives: another number wherever a change of it gives others for the same file.
  static let decoderVersion = 2

  /// More pixels than this are taken for a broken or hostile header and not allocated.
  private static let largestPixelCount = 100_000_000

  /// Reads a PNG or JPEG file; `channels` 1 makes it grey as `grey` does, 3 makes it colour, nil keeps what the file has.
  ///
  /// Sixteen bits become eight, palettes and inks become colours, transparent pixels are laid on white paper, and what a
  /// camera held sideways is turned. Throws `DatasetError` naming the file where it is missing, unreadable or not a whole picture.
  package init(file path: String, channels: Int? = nil, paper: Paper = .white) throws {
    let file = InputFile(path, remedy: "name a PNG or JPEG file that you may read")
    try self.init(encoded: file.bytes(), place: path, channels: channels, paper: paper)
  }

  /// What transparent pixels are laid on.
  package enum Paper: Sendable {
    /// White.
    case white
    /// Black under light ink, white under dark ink.
    case contrasting
  }

  /// Decodes the bytes of a PNG or JPEG file; `place` names them in errors.
  package init(encoded file: [UInt8], place: String, channels: Int? = nil, paper: Paper = .white) throws {
    self = try Self.decoded(file, place: place, channels: channels, paper: paper).picture
  }

  /// The picture in a PNG or JPEG file, as it is to be seen, and whether the file has bytes that belong to no pixel.
  static func decoded(
    _ file: [UInt8], place: String, channels: Int?, paper: Paper = .white
  ) throws -> (picture: Picture, hasBytesTooMany: Bool) {
    let (stored, hasBytesTooMany) =
      try JPEG.isJPEG(file) ? JPEG.decoded(file, place) : (pngPicture(file, place, paper), false)
    let picture = stored.turned(Orientation(ofEncoded: file))
    return switch channels {
    case 1: (picture.grey, hasBytesTooMany)
    case 3: (picture.inColour, hasBytesTooMany)
    default: (picture, hasBytesTooMany)
    }
  }

  /// The picture with the channels of the file: libpng's own way to grey has other weights.
  private static func pngPicture(_ png: [UInt8], _ place: String, _ paper: Paper) throws -> Picture {
    var image = png_image()
    image.version = png_uint_32(PNG_IMAGE_VERSION)
    defer { png_image_free(&image) }
    // The bytes must stay where they are from the beginning to the end of reading.
    return try essence(of: png, place).withUnsafeBytes { file in
      guard png_image_begin_read_from_memory(&image, file.baseAddress, file.count) != 0 else {
        throw malformed(place, message(of: image))
      }
      let (height, width) = (Int(image.height), Int(image.width))
      guard height * width <= largestPixelCount else {
        throw malformed(place, "a picture of \(width) x \(height) pixels, which is too large")
      }
      let isColour = image.format & png_uint_32(PNG_FORMAT_FLAG_COLOR) != 0
      if paper == .contrasting, image.format & png_uint_32(PNG_FORMAT_FLAG_ALPHA) != 0 {
        return try layingOut(&image, place)
      }
      image.format = isColour ? png_uint_32(PNG_FORMAT_FLAG_COLOR) : png_uint_32(PNG_FORMAT_GRAY)
      // Sixteen-bit files that do not say otherwise hold what eight-bit files hold, not linear light.
      image.flags |= png_uint_32(PNG_IMAGE_FLAG_16BIT_sRGB)
      var bytes = [UInt8](repeating: 0, count: height * width * (isColour ? 3 : 1))
      var paper = png_color(red: 255, green: 255, blue: 255)
      guard png_image_finish_read(&image, &paper, &bytes, 0, nil) != 0 else {
        throw malformed(place, message(of: image))
      }
      return Picture(height: height, width: width, channels: isColour ? 3 : 1, bytes: bytes)
    }
  }

  /// Decodes a picture with transparency and lays it on paper that its ink stands out from.
  private static func layingOut(_ image: inout png_image, _ place: String) throws -> Picture {
    image.format = png_uint_32(PNG_FORMAT_FLAG_COLOR) | png_uint_32(PNG_FORMAT_FLAG_ALPHA)
    image.flags |= png_uint_32(PNG_IMAGE_FLAG_16BIT_sRGB)
    let (height, width) = (Int(image.height), Int(image.width))
    var bytes = [UInt8](repeating: 0, count: height * width * 4)
    guard png_image_finish_read(&image, nil, &bytes, 0, nil) != 0 else { throw malformed(place, message(of: image)) }
    let pixels = stride(from: 0, to: bytes.count, by: 4)
    let weight = pixels.reduce(0) { $0 + Int(bytes[$1 + 3]) }
    let shade = pixels.reduce(0) { sum, pixel in
      sum + (Int(bytes[pixel]) + Int(bytes[pixel + 1]) + Int(bytes[pixel + 2])) / 3 * Int(bytes[pixel + 3])
    }
    let paper = weight > 0 && shade > 127 * weight ? 0 : 255
    return Picture(
      height: height, width: width, channels: 3,
      bytes: pixels.flatMap { pixel in
        (0..<3).map { channel in
          let alpha = Int(bytes[pixel + 3])
          return UInt8((Int(bytes[pixel + channel]) * alpha + paper * (255 - alpha) + 127) / 255)
        }
      })
  }

  /// The bytes of an eight-bit PNG file of this picture.
  package func pngBytes() throws -> [UInt8] {
    var image = png_image()
    image.version = png_uint_32(PNG_IMAGE_VERSION)
    image.height = png_uint_32(height)
    image.width = png_uint_32(width)
    image.format = channels == 3 ? png_uint_32(PNG_FORMAT_FLAG_COLOR) : png_uint_32(PNG_FORMAT_GRAY)
    defer { png_image_free(&image) }
    var size = 0
    // The first call finds the size, the second one writes.
    if png_image_write_to_memory(&image, nil, &size, 0, bytes, 0, nil) != 0 {
      var file = [UInt8](repeating: 0, count: size)
      if png_image_write_to_memory(&image, &file, &size, 0, bytes, 0, nil) != 0 {
        return Array(file.prefix(size))
      }
    }
    throw DatasetError.malformed(
      place: "picture of \(width) x \(height) pixels", expected: "one that PNG can hold", found: message(of: image),
      remedy: "make it smaller")
  }

  /// Writes an eight-bit PNG file: whole, or not at all; a file of that name is replaced.
  ///
  /// Throws `ConfigurationError` naming the path where it cannot be written.
  package func writePNG(to path: String) throws { try writeFile(Data(try pngBytes()), to: path) }

  private static func malformed(_ place: String, _ found: String) -> DatasetError {
    .malformed(place: place, expected: "a PNG file", found: found, remedy: "replace the file with a whole one")
  }

  private static func noPicture(_ file: [UInt8], _ place: String) -> DatasetError {
    .malformed(
      place: place, expected: "a PNG or JPEG picture", found: contentDescription(file),
      remedy: "save the picture as PNG, or take the file away")
  }

  private static let pngSignature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  /// The file with the chunks alone that say what its pixels are. Throws `DatasetError.malformed` for one that is not whole.
  private static func essence(of png: [UInt8], _ place: String) throws -> [UInt8] {
    guard png.starts(with: pngSignature) else { throw noPicture(png, place) }
    switch PNGChunks.essence(of: png) {
    case .success(let essence): return essence
    case .failure(let fault): throw malformed(place, fault.description)
    }
  }

  /// Height, width and channels (1 or 3) that a PNG or JPEG picture has as it is to be seen. Throws
  /// `DatasetError.malformed`.
  static func size(ofEncoded file: [UInt8], place: String) throws -> (height: Int, width: Int, channels: Int) {
    let (height, width, channels) = try JPEG.isJPEG(file) ? JPEG.size(of: file, place) : size(ofPNG: file, place)
    return Orientation(ofEncoded: file).exchangesSides ? (width, height, channels) : (height, width, channels)
  }

  private static func size(ofPNG file: [UInt8], _ place: String) throws -> (height: Int, width: Int, channels: Int) {
    var image = png_image()
    image.version = png_uint_32(PNG_IMAGE_VERSION)
    defer { png_image_free(&image) }
    guard
      try essence(of: file, place).withUnsafeBytes({
        png_image_begin_read_from_memory(&image, $0.baseAddress, $0.count)
      }) != 0
    else {
      throw malformed(place, message(of: image))
    }
    let isColour = image.format & png_uint_32(PNG_FORMAT_FLAG_COLOR) != 0
    return (Int(image.height), Int(image.width), isColour ? 3 : 1)
  }
}

/// What libpng said.
private func message(of image: png_image) -> String {
  withUnsafeBytes(of: image.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
}
