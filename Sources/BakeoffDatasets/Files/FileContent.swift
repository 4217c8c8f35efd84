import BakeoffCore
import Foundation

extension InputFile {
  /// The content of the file, unpacked where it is gzip or bzip2, which its first bytes tell and not its name. Throws
  /// `DatasetError`.
  func content(limit: Int = 4 << 30) throws -> [UInt8] {
    let stored = try bytes(limit: limit)
    let limit = min(limit, Self.unpackLimit(packed: stored.count))
    if stored.starts(with: [0x1F, 0x8B]) { return try gunzipped(stored, limit: limit) }
    if stored.starts(with: Array("BZh".utf8)) { return try unpackedBzip2(stored, of: self, limit: limit) }
    return stored
  }

  private func gunzipped(_ stored: [UInt8], limit: Int) throws -> [UInt8] {
    let reader = try ContentReader(self, stored, expected: "gzip")
    var content: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = try piece.withUnsafeMutableBytes { try reader.read(into: $0) }
      content += piece[..<count]
      guard content.count <= limit else { throw unpacksToTooMuch(limit: limit) }
      if count < piece.count { return content }
    }
  }
}

/// The path with `~` at its front replaced by the user's home folder, as a shell does for a word that begins with it.
func expandingHome(_ path: String) -> String {
  path == "~" || path.hasPrefix("~/") ? (path as NSString).expandingTildeInPath : path
}
