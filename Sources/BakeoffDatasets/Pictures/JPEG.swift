import BakeoffCore
import CTurboJPEG

/// JPEG through libjpeg-turbo's TurboJPEG interface, which reports errors and never long-jumps into our frames.
enum JPEG {
  /// More pixels than this are taken for a broken or hostile header and not allocated.
  private static let largestPixelCount = 100_000_000

  /// No byte holds more: a block of 64 pixels takes a bit at least. Source: ITU-T T.81, F.1.2, where the shortest code has
  /// one bit. (Arithmetic coding, which next to nobody writes, could do with less for a blank picture.)
  private static let mostPixelsInAByte = 512

  /// Whether a file begins as a JPEG does.
  static func isJPEG(_ file: [UInt8]) -> Bool { file.starts(with: [0xFF, 0xD8, 0xFF]) }

  /// Height, width and channels (1 or 3) of a JPEG file. Throws `DatasetError.malformed`.
  static func size(of file: [UInt8], _ place: String) throws -> (height: Int, width: Int, channels: Int) {
    try withDecoder(place) { try header(file, $0, place) }
  }

  /// The picture in a JPEG file. Throws `DatasetError.malformed`, also for one that is damaged or cut off.
  static func decoded(_ file: [UInt8], _ place: String) throws -> Picture {
    try withDecoder(place) { decoder in
      let (height, width, channels) = try header(file, decoder, place)
      guard height * width <= largestPixelCount else {
        throw malformed(place, "a picture of \(width) x \(height) pixels, which is too large")
      }
      guard height * width <= mostPixelsInAByte * file.count else {
        throw malformed(place, "a file too small for its \(width) x \(height) pixels")
      }
      var bytes = [UInt8](repeating: 0, count: height * width * channels)
      let format = channels == 1 ? TJPF_GRAY : TJPF_RGB
      let status = tjDecompress2(
        decoder, file, UInt(file.count), &bytes, Int32(width), 0, Int32(height), Int32(format.rawValue),
        // Of a progressive picture at most 500 scans are decoded: a small file may ask for thousands.
        Int32(TJFLAG_ACCURATEDCT) | Int32(TJFLAG_LIMITSCANS))
      guard status == 0 else { throw malformed(place, message(decoder)) }
      return Picture(height: height, width: width, channels: channels, bytes: bytes)
    }
  }

  private static func withDecoder<Result>(_ place: String, _ body: (tjhandle) throws -> Result) throws -> Result {
    guard let decoder = tjInitDecompress() else { throw malformed(place, "no memory to decode it") }
    defer { tjDestroy(decoder) }
    return try body(decoder)
  }

  private static func header(_ file: [UInt8], _ decoder: tjhandle, _ place: String) throws -> (
    height: Int, width: Int, channels: Int
  ) {
    var (width, height, subsampling, colours): (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
    guard
      tjDecompressHeader3(decoder, file, UInt(file.count), &width, &height, &subsampling, &colours) == 0,
      width > 0, height > 0
    else { throw malformed(place, message(decoder)) }
    return (Int(height), Int(width), colours == TJCS_GRAY.rawValue ? 1 : 3)
  }

  private static func message(_ decoder: tjhandle) -> String {
    tjGetErrorStr2(decoder).map { "one that cannot be decoded (\(String(cString: $0)))" }
      ?? "one that cannot be decoded"
  }

  private static func malformed(_ place: String, _ found: String) -> DatasetError {
    .malformed(
      place: place, expected: "a whole JPEG picture", found: found, remedy: "replace the file with a whole one")
  }
}
