import BakeoffCore

/// Numbers that are the pixels of pictures, as bytes: whole numbers 0...255, or those divided by 255.
///
/// However pixels are stored, models get the same numbers.
enum Pixels {
  /// The fewest columns of a table that are taken for pixels without being told.
  static let fewestColumns = 64

  /// The values as bytes; nil where they are no pixels, or could as well be something else: some value has to be larger
  /// than 127, or between 0 and 1.
  ///
  /// `precision` is the relative error values may have been rounded with.
  static func bytes(_ values: some Collection<Double>, precision: Double = 1e-6) -> [UInt8]? {
    whole(values) ?? shares(values, precision: precision)
  }

  /// Whole numbers 0...255 in columns as bytes, row by row; nil where one is anything else, or none is above 127. The
  /// commonest case by far, without the room that row after row of doubles would take.
  static func bytes(ofColumns columns: [[Double]], rows: [Int]) -> [UInt8]? {
    let width = columns.count
    var bytes = [UInt8](repeating: 0, count: rows.count * width)
    var largest: UInt8 = 0
    for (place, column) in columns.enumerated() {
      for (index, row) in rows.enumerated() {
        guard let byte = UInt8(exactly: column[row]) else { return nil }
        bytes[index * width + place] = byte
        largest = max(largest, byte)
      }
    }
    return largest > 127 ? bytes : nil
  }

  /// The values of pictures as bytes, where they can be: the shape says already that they are pixels. Zeros and ones are
  /// black and white.
  static func bytes(ofPictures values: some Collection<Double>, precision: Double = 1e-6) -> [UInt8]? {
    if let bytes = whole(values, largestAtLeast: 2) { return bytes }
    if values.allSatisfy({ $0 == 0 || $0 == 1 }) { return values.map { $0 == 1 ? 255 : 0 } }
    return shares(values, precision: precision)
  }

  /// Whether bytes are shades of grey rather than zeros and ones.
  static func areShades(_ buffer: FeatureBuffer) -> Bool {
    buffer.withUnsafeBytes { bytes in bytes.contains { $0 > 1 } }
  }

  private static func whole(_ values: some Collection<Double>, largestAtLeast least: UInt8 = 128) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(values.count)
    for value in values {
      guard let byte = UInt8(exactly: value) else { return nil }
      bytes.append(byte)
    }
    return bytes.contains { $0 >= least } ? bytes : nil
  }

  private static func shares(_ values: some Collection<Double>, precision: Double) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(values.count)
    for value in values {
      let level = (value * 255).rounded()
      guard (0...255).contains(level), abs(value * 255 - level) <= precision * 255 + level * precision else {
        return nil
      }
      bytes.append(UInt8(level))
    }
    return bytes.contains { $0 > 0 && $0 < 255 } ? bytes : nil
  }
}
