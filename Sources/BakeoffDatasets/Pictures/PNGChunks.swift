import CZlib

/// The chunks of a PNG file: a length, a type, a body and a checksum each.
///
/// Source: Portable Network Graphics specification, third edition, section 5.3.
enum PNGChunks {
  /// What is wrong with the chunks of a file.
  struct Fault: Error, CustomStringConvertible {
    let description: String
  }

  /// The chunks that pixels are made from; texts, colour profiles and the like make no difference to them here, and some
  /// of them do harm.
  private static let essential: Set<String> = ["IHDR", "PLTE", "tRNS", "gAMA", "sRGB", "sBIT", "IDAT", "IEND"]

  /// The file without what makes no difference to its pixels; what is wrong with it where it is not whole. libpng stops at
  /// the last pixel and does not look at what follows, so that it takes some damaged and cut files for whole, and believes
  /// a chunk's length before it has seen the chunk.
  static func essence(of file: [UInt8]) -> Result<[UInt8], Fault> {
    var essence = Array(file.prefix(8))
    var packed = 0
    var start = 8
    while start + 12 <= file.count {
      let length = number(in: file, at: start)
      let end = start + 12 + length
      guard end <= file.count else { break }
      let checksum = file.withUnsafeBufferPointer {
        crc32(0, $0.baseAddress.map { $0 + start + 4 }, UInt32(length + 4))
      }
      guard number(in: file, at: end - 4) == Int(checksum) else {
        return .failure(Fault(description: "a damaged file (checksum of the chunk at byte \(start))"))
      }
      let type = String(decoding: file[start + 4..<start + 8], as: UTF8.self)
      if type == "IDAT" { packed += length }
      if essential.contains(type) { essence += file[start..<end] }
      if type == "IEND" { return whole(essence, packed: packed) }
      start = end
    }
    return .failure(Fault(description: "a file cut short after \(file.count) bytes"))
  }

  /// The body of the first chunk of a type; nil where there is none, or the file is damaged before it.
  static func body(of type: String, in file: [UInt8]) -> ArraySlice<UInt8>? {
    var start = 8
    while start + 12 <= file.count {
      let end = start + 12 + number(in: file, at: start)
      guard end <= file.count else { return nil }
      if file[start + 4..<start + 8].elementsEqual(type.utf8) { return file[start + 8..<end - 4] }
      start = end
    }
    return nil
  }

  /// The same unless its pixels cannot be in so many packed bytes: deflate packs no more than 1032 into one.
  private static func whole(_ file: [UInt8], packed: Int) -> Result<[UInt8], Fault> {
    // Length, type, width, height, depth, colour type.
    guard file.count >= 26, file[12..<16].elementsEqual("IHDR".utf8) else {
      return .failure(Fault(description: "one that does not begin with its size"))
    }
    let channels = [0: 1, 2: 3, 3: 1, 4: 2, 6: 4][Int(file[25])] ?? 1
    let bits = number(in: file, at: 16).multipliedReportingOverflow(by: channels * Int(file[24]))
    let bytes = ((bits.partialValue + 7) / 8).multipliedReportingOverflow(by: number(in: file, at: 20))
    guard !bits.overflow, !bytes.overflow, bytes.partialValue <= 1032 * packed else {
      return .failure(
        Fault(description: "a file too small for its \(number(in: file, at: 16)) x \(number(in: file, at: 20)) pixels"))
    }
    return .success(file)
  }

  /// The big-endian 32-bit number at a byte.
  private static func number(in file: [UInt8], at start: Int) -> Int {
    file[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
  }
}
