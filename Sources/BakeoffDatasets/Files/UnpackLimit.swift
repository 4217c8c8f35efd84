import BakeoffCore

extension InputFile {
  /// The most bytes that so many packed ones may unpack to: 256 MiB, or a hundred times as many where that is more.
  ///
  /// Real data packs ten to twenty times smaller at the most, a thousand times what is made to fill memory.
  static func unpackLimit(packed: Int) -> Int { max(256 << 20, min(packed, 1 << 40) * 100) }

  /// The error for what would unpack to more.
  func unpacksToTooMuch(_ part: String? = nil, limit: Int) -> DatasetError {
    malformed(
      part, expected: "at most \(formattedBytes(limit)) unpacked, for a packed file of this size", found: "more",
      remedy: "if it is what you want, unpack it yourself and name that")
  }
}
