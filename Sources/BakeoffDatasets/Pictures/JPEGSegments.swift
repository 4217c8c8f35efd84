/// The segments of a JPEG file that stand before its pixels: a marker, a length and a body each.
///
/// Source: ITU-T T.81, B.1.1.
enum JPEGSegments {
  private static let application1: UInt8 = 0xE1
  private static let startOfScan: UInt8 = 0xDA
  private static let endOfImage: UInt8 = 0xD9

  /// The body of the first APP1 segment that begins with `marker`; nil where there is none, or the file is damaged before it.
  static func first(of file: [UInt8], beginningWith marker: [UInt8]) -> ArraySlice<UInt8>? {
    // After the two bytes that say that it is a JPEG.
    var start = 2
    while start + 4 <= file.count {
      let kind = file[start + 1]
      // Markers may have more bytes 0xFF in front; bytes that belong to no segment are passed over.
      if file[start] != 0xFF || kind == 0xFF {
        start += 1
        continue
      }
      if kind == startOfScan || kind == endOfImage { return nil }
      // Markers without a body.
      if kind == 0x01 || (0xD0...0xD8).contains(kind) {
        start += 2
        continue
      }
      let length = Int(file[start + 2]) << 8 | Int(file[start + 3])
      let end = start + 2 + length
      guard length >= 2, end <= file.count else { return nil }
      let body = file[start + 4..<end]
      if kind == application1, body.starts(with: marker) { return body }
      start = end
    }
    return nil
  }
}
