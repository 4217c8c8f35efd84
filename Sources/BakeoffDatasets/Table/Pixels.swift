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

  private static func whole(_ values: some Collection<Double>) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(values.count)
    for value in values {
      guard let byte = UInt8(exactly: value) else { return nil }
      bytes.append(byte)
    }
    return bytes.contains { $0 > 127 } ? bytes : nil
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
