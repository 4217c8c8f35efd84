import CZlib

/// The chunks of a PNG file: a length, a type, a body and a checksum each.
///
/// Source: Portable Network Graphics specification, third edition, section 5.3.
enum PNGChunks {
  /// What is wrong with the chunks of a file, or nil; libpng stops at the last pixel and does not look at what follows,
  /// so that it takes some damaged and cut files for whole.
  static func fault(in file: [UInt8]) -> String? {
    var start = 8
    while start + 12 <= file.count {
      let length = number(in: file, at: start)
      let end = start + 12 + length
      guard end <= file.count else { break }
      let checksum = file.withUnsafeBufferPointer {
        crc32(0, $0.baseAddress.map { $0 + start + 4 }, UInt32(length + 4))
      }
      guard number(in: file, at: end - 4) == Int(checksum) else {
        return "a damaged file (checksum of the chunk at byte \(start))"
      }
      if file[start + 4..<start + 8].elementsEqual("IEND".utf8) { return nil }
      start = end
    }
    return "a file cut short after \(file.count) bytes"
  }

  /// The big-endian 32-bit number at a byte.
  private static func number(in file: [UInt8], at start: Int) -> Int {
    file[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
  }
}
