import BakeoffCore

/// An IDX file of any type, plain or packed.
///
/// Header: two zero bytes, a type byte (08 unsigned byte, 09 signed byte, 0B short, 0C int, 0D float, 0E double), a
/// dimension count, then one big-endian 32-bit size a dimension; the values follow, row-major (LeCun, "The MNIST database
/// of handwritten digits").
struct IDXArray {
  /// The size of each dimension.
  let sizes: [Int]
  /// The type byte.
  private let type: UInt8
  private let content: [UInt8]
  private let start: Int

  private static let widths: [UInt8: Int] = [0x08: 1, 0x09: 1, 0x0B: 2, 0x0C: 4, 0x0D: 4, 0x0E: 8]

  /// Takes the header of `content` apart. Throws `DatasetError.malformed` where it is no such file, or of another size.
  init(_ content: [UInt8], _ file: InputFile) throws {
    guard content.count >= 4, content[0] == 0, content[1] == 0, let width = Self.widths[content[2]],
      (1...4).contains(content[3]), content.count >= 4 + 4 * Int(content[3])
    else { throw file.malformed(expected: "an IDX file", found: contentDescription(content)) }
    let dimensions = Int(content[3])
    sizes = (0..<dimensions).map { dimension in
      (0..<4).reduce(0) { $0 << 8 | Int(content[4 + 4 * dimension + $1]) }
    }
    start = 4 + 4 * dimensions
    let needed = sizes.reduce(Double(width)) { $0 * Double($1) }
    guard needed == Double(content.count - start), sizes.allSatisfy({ $0 > 0 }) else {
      throw file.malformed(
        expected: "\(sizes.map(String.init).joined(separator: "x")) values, as its header says",
        found: "\(content.count - start) bytes")
    }
    type = content[2]
    self.content = content
  }

  /// The values where they are unsigned bytes.
  var bytes: ArraySlice<UInt8>? { type == 0x08 ? content[start...] : nil }

  /// The values where they are whole numbers.
  var integers: [Int]? {
    guard let width = Self.widths[type], type < 0x0D else { return nil }
    return stride(from: start, to: content.count, by: width).map { position in
      let bits = (0..<width).reduce(UInt64(0)) { $0 << 8 | UInt64(content[position + $1]) }
      let unused = UInt64(64 - 8 * width)
      return type == 0x08 ? Int(bits) : Int(Int64(bitPattern: bits << unused) >> Int64(unused))
    }
  }
}
