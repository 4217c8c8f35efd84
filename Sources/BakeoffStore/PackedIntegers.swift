import Foundation

/// Whole numbers from 0 to 2^31 - 1 in few bytes: a byte that says how, then the numbers.
///
/// Row numbers of a split are mostly `bitmap` (60,000 rows: 7.5 kB), class labels `bytes`.
enum PackedIntegers: UInt8 {
  /// One byte each.
  case bytes = 0
  /// Four bytes each, little-endian.
  case words = 1
  /// Strictly ascending numbers: bit n % 8 (from the lowest) of byte n / 8 is set where n is among them.
  case bitmap = 2

  /// Packs `values`; traps on a number that is out of range.
  static func pack(_ values: [Int]) -> Data {
    let isAscending = zip(values, values.dropFirst()).allSatisfy(<)
    if isAscending, let last = values.last, last / 8 < values.count {
      return Data([bitmap.rawValue]) + bits(values, through: last)
    }
    if values.allSatisfy({ 0..<256 ~= $0 }) { return Data([bytes.rawValue]) + Data(values.map(UInt8.init)) }
    return Data([words.rawValue]) + packedWords(values.map(UInt32.init))
  }

  /// The numbers `data` stands for, or nil where it stands for none.
  static func unpack(_ data: Data) -> [Int]? {
    guard let form = data.first.flatMap(Self.init) else { return nil }
    let packed = data.dropFirst()
    switch form {
    case .bytes: return packed.map(Int.init)
    case .words: return unpackedWords(packed).map { $0.map(Int.init) }
    case .bitmap:
      return packed.enumerated().flatMap { index, byte in
        (0..<8).compactMap { byte & (1 << $0) != 0 ? index * 8 + $0 : nil }
      }
    }
  }

  private static func bits(_ values: [Int], through last: Int) -> Data {
    var bits = [UInt8](repeating: 0, count: last / 8 + 1)
    for value in values { bits[value / 8] |= 1 << (value % 8) }
    return Data(bits)
  }
}

/// The words one after the other, each with its lowest byte first.
func packedWords(_ words: [UInt32]) -> Data {
  words.map(\.littleEndian).withUnsafeBytes { Data($0) }
}

/// The words `data` holds, or nil where it does not hold a whole number of them.
func unpackedWords(_ data: Data) -> [UInt32]? {
  guard data.count % 4 == 0 else { return nil }
  return [UInt32](unsafeUninitializedCapacity: data.count / 4) { buffer, count in
    count = data.copyBytes(to: UnsafeMutableRawBufferPointer(buffer)) / 4
    for index in 0..<count { buffer[index] = UInt32(littleEndian: buffer[index]) }
  }
}
