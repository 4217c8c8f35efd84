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
    let (height, width, channels, _, _) = try withDecoder(place) { try header(file, $0, place) }
    return (height, width, channels)
  }

  /// The picture in a JPEG file, and whether the file has bytes too many. Throws `DatasetError.malformed`, also for one that
  /// is damaged or cut off.
  static func decoded(_ file: [UInt8], _ place: String) throws -> (picture: Picture, hasBytesTooMany: Bool) {
    try withDecoder(place) { decoder in
      let (height, width, channels, hasInks, isOdd) = try header(file, decoder, place)
      guard height * width <= largestPixelCount else {
        throw malformed(place, "a picture of \(width) x \(height) pixels, which is too large")
      }
      guard height * width <= mostPixelsInAByte * file.count else {
        throw malformed(place, "a file too small for its \(width) x \(height) pixels")
      }
      let format: TJPF = hasInks ? TJPF_CMYK : channels == 1 ? TJPF_GRAY : TJPF_RGB
      let values = hasInks ? 4 : channels
      var bytes = [UInt8](repeating: 0, count: height * width * values)
      let state = decode(file, format, width, height, into: &bytes, decoder)
      if case .damaged(let fault) = state { throw malformed(place, fault) }
      let picture = Picture(
        height: height, width: width, channels: channels,
        bytes: hasInks ? CMYK.colours(ofInverted: bytes) : bytes)
      return (picture, isOdd || state == .withBytesTooMany)
    }
  }

  /// How a file was found when it was decoded.
  enum State: Equatable {
    case whole
    /// Bytes stand between its parts that belong to none.
    case withBytesTooMany
    /// What is wrong.
    case damaged(String)
  }

  /// Decodes the pixels, and says how the file is.
  private static func decode(
    _ file: [UInt8], _ format: TJPF, _ width: Int, _ height: Int, into bytes: inout [UInt8], _ decoder: tjhandle
  ) -> State {
    // Of a progressive picture at most 500 scans are decoded: a small file may ask for thousands.
    let flags = Int32(TJFLAG_ACCURATEDCT) | Int32(TJFLAG_LIMITSCANS)
    func status(_ more: Int32) -> Int32 {
      tjDecompress2(
        decoder, file, UInt(file.count), &bytes, Int32(width), 0, Int32(height), Int32(format.rawValue), flags | more)
    }
    if status(0) == 0 { return .whole }
    let last = message(decoder)
    guard isOfBytesTooMany(last) else { return .damaged(last) }
    // It tells what it saw last; such bytes may also stand behind pixels that are damaged, and that was seen first.
    _ = status(Int32(TJFLAG_STOPONWARNING))
    let first = message(decoder)
    _ = status(0)
    return isOfBytesTooMany(first) ? .withBytesTooMany : .damaged(first)
  }

  /// Whether a message is of bytes between one part of the file and the next, which every reader passes over. Source:
  /// libjpeg's JWRN_EXTRANEOUS_DATA.
  private static func isOfBytesTooMany(_ fault: String) -> Bool {
    fault.contains("extraneous bytes before marker")
  }

  private static func withDecoder<Result>(_ place: String, _ body: (tjhandle) throws -> Result) throws -> Result {
    guard let decoder = tjInitDecompress() else { throw malformed(place, "no memory to decode it") }
    defer { tjDestroy(decoder) }
    return try body(decoder)
  }

  private static func header(_ file: [UInt8], _ decoder: tjhandle, _ place: String) throws -> (
    height: Int, width: Int, channels: Int, hasInks: Bool, hasBytesTooMany: Bool
  ) {
    var (width, height, subsampling, colours): (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
    let status = tjDecompressHeader3(decoder, file, UInt(file.count), &width, &height, &subsampling, &colours)
    guard status == 0 || isOfBytesTooMany(message(decoder)), width > 0, height > 0 else {
      throw malformed(place, message(decoder))
    }
    let hasInks = [TJCS_CMYK, TJCS_YCCK].contains { Int32($0.rawValue) == colours }
    return (Int(height), Int(width), colours == TJCS_GRAY.rawValue ? 1 : 3, hasInks, status != 0)
  }

  private static func message(_ decoder: tjhandle) -> String {
    tjGetErrorStr2(decoder).map { "one that cannot be decoded (\(String(cString: $0)))" }
      ?? "one that cannot be decoded"
  }

  private static func malformed(_ place: String, _ found: String) -> DatasetError {
    // What is whole, and of a kind that is not read.
    let isOfOtherKind = ["nsupported", "not supported", "not implemented", "SOF type"].contains { found.contains($0) }
    return .malformed(
      place: place, expected: isOfOtherKind ? "a JPEG picture of a usual kind" : "a whole JPEG picture", found: found,
      remedy: isOfOtherKind ? "save it anew, as PNG or as a JPEG of 8 bits" : "replace the file with a whole one")
  }
}
