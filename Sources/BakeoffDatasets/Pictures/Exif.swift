/// What cameras write beside a picture: a TIFF directory, of which one entry matters here.
///
/// Source: CIPA DC-008 (Exif 3.0), 4.5 and 4.6. Nothing in it is believed: offsets outside the data end the search.
enum Exif {
  /// What the segment of a JPEG file begins with that holds it.
  static let marker = Array("Exif\0\0".utf8)

  private static let orientationTag = 0x0112

  /// The orientation that a TIFF directory says, with or without the marker in front; nil where it says none.
  static func orientation(_ data: ArraySlice<UInt8>) -> Orientation? {
    let tiff = Array(data.starts(with: marker) ? data.dropFirst(marker.count) : data)
    guard let isLittleEndian = isLittleEndian(tiff) else { return nil }
    func number(_ start: Int, _ bytes: Int) -> Int? {
      guard start >= 0, start + bytes <= tiff.count else { return nil }
      let digits = tiff[start..<start + bytes]
      return (isLittleEndian ? digits.reversed() : Array(digits)).reduce(0) { $0 << 8 | Int($1) }
    }
    guard let directory = number(4, 4), let count = number(directory, 2) else { return nil }
    for entry in 0..<count {
      let start = directory + 2 + entry * 12
      guard let tag = number(start, 2), let type = number(start + 2, 2), let values = number(start + 4, 4) else {
        return nil
      }
      guard tag == orientationTag else { continue }
      // Bytes, and whole numbers of two and four bytes; writers take other than the two bytes that are asked for.
      guard values >= 1, let size = [1: 1, 3: 2, 4: 4, 6: 1, 8: 2, 9: 4][type] else { return nil }
      let place = size * values <= 4 ? start + 8 : number(start + 8, 4) ?? -1
      return number(place, size).flatMap(Orientation.init(rawValue:))
    }
    return nil
  }

  /// Whether numbers begin with their last digits; nil for what is no TIFF.
  private static func isLittleEndian(_ tiff: [UInt8]) -> Bool? {
    if tiff.starts(with: [0x49, 0x49, 42, 0]) { return true }
    return tiff.starts(with: [0x4D, 0x4D, 0, 42]) ? false : nil
  }
}

/// What programs that edit pictures write beside them, as XML; it counts where Exif says no orientation.
enum XMP {
  /// What the segment of a JPEG file begins with that holds it.
  static let marker = Array("http://ns.adobe.com/xap/1.0/\0".utf8)

  /// The digit after `tiff:Orientation="` or `tiff:Orientation>`.
  static func orientation(_ data: ArraySlice<UInt8>) -> Orientation? {
    let key = Array("tiff:Orientation".utf8)
    for start in data.indices where data[start] == key[0] {
      let rest = data[start...]
      guard rest.starts(with: key) else { continue }
      let value = rest.dropFirst(key.count)
      let opening: [[UInt8]] = [Array("=\"".utf8), Array("='".utf8), Array(">".utf8)]
      guard let opened = opening.first(where: value.starts), let digit = value.dropFirst(opened.count).first else {
        continue
      }
      return Orientation(rawValue: Int(digit) - Int(UInt8(ascii: "0")))
    }
    return nil
  }
}
