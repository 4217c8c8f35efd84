import BakeoffCore
import CZlib

/// A zip archive, whole in memory: its entries by name, stored or deflated.
///
/// Format: PKWARE "APPNOTE.TXT" 6.3.10. Sizes come from the central directory at the end; archives over 4 GB (zip64),
/// encryption and other methods of compression are refused.
struct ZipArchive {
  /// What the central directory says of one entry.
  private struct Entry {
    let name: String
    let method: Int
    let isEncrypted: Bool
    let checksum: UInt
    let storedSize: Int
    let size: Int
    let offset: Int
  }

  private let file: InputFile
  /// The whole file.
  let bytes: [UInt8]
  private let entries: [Entry]

  /// Reads the list of entries. Throws `DatasetError.malformed` where the file is no zip archive that can be read here.
  init(_ file: InputFile) throws {
    self.file = file
    bytes = try file.bytes()
    guard bytes.starts(with: [0x50, 0x4B]) else {
      throw file.malformed(expected: "a zip archive", found: contentDescription(bytes))
    }
    entries = try Self.directory(of: bytes, file)
  }

  /// The names of the entries, in the order of the directory.
  var names: [String] { entries.map(\.name) }

  /// The content of an entry. Throws `DatasetError.malformed` where it is damaged.
  func content(of name: String) throws -> FeatureBuffer {
    guard let entry = entries.first(where: { $0.name == name }) else {
      throw file.malformed(expected: "an entry \(name)", found: "only \(names.joined(separator: ", "))")
    }
    let stored = try storedBytes(of: entry)
    let memory = OwnedMemory(count: entry.size)
    switch entry.method {
    case 0: stored.withUnsafeBytes { memory.bytes.copyMemory(from: $0) }
    default: try inflate(stored, of: entry, into: memory.bytes)
    }
    guard checksum(memory.bytes) == entry.checksum else {
      throw file.malformed("entry \(name)", expected: "content with its CRC-32", found: "other content")
    }
    return FeatureBuffer(memory, element: .byte)
  }

  private func storedBytes(of entry: Entry) throws -> ArraySlice<UInt8> {
    let place = "entry \(entry.name)"
    guard !entry.isEncrypted, entry.method == 0 || entry.method == 8 else {
      throw file.malformed(
        place, expected: "stored or deflated content",
        found: entry.isEncrypted ? "encrypted content" : "compression method \(entry.method)")
    }
    guard entry.offset + 30 <= bytes.count, bytes[entry.offset...].starts(with: [0x50, 0x4B, 3, 4]) else {
      throw file.malformed(place, expected: "its header at byte \(entry.offset)", found: "something else")
    }
    let start = entry.offset + 30 + bytes.number(2, at: entry.offset + 26) + bytes.number(2, at: entry.offset + 28)
    guard start + entry.storedSize <= bytes.count else {
      throw file.malformed(place, expected: "\(entry.storedSize) bytes", found: "the end of the file before that")
    }
    // Deflate packs no more than 1032 bytes into one.
    guard entry.method == 0 ? entry.size == entry.storedSize : entry.size <= 1032 * entry.storedSize else {
      throw file.malformed(place, expected: "content that fits \(entry.storedSize) bytes", found: "\(entry.size) bytes")
    }
    let limit = InputFile.unpackLimit(packed: bytes.count)
    guard entry.method == 0 || entry.size <= limit else { throw file.unpacksToTooMuch(place, limit: limit) }
    return bytes[start..<start + entry.storedSize]
  }

  private func inflate(
    _ stored: ArraySlice<UInt8>, of entry: Entry, into output: UnsafeMutableRawBufferPointer
  ) throws {
    let inflater = Inflater(stored, wrapping: .none)
    let place = "entry \(entry.name)"
    do {
      let count = try inflater.read(into: output)
      guard count == output.count, try inflater.finish() else {
        throw file.malformed(place, expected: "\(entry.size) bytes of content", found: "another number of them")
      }
    } catch let failure as Inflater.Failure {
      throw file.malformed(place, expected: "an intact deflate stream", found: "damage (\(failure))")
    }
  }

  private func checksum(_ content: UnsafeMutableRawBufferPointer) -> UInt {
    crc32_z(0, content.baseAddress?.assumingMemoryBound(to: UInt8.self), content.count)
  }

  // MARK: The central directory

  private static func directory(of bytes: [UInt8], _ file: InputFile) throws -> [Entry] {
    // The end record is 22 bytes and a comment of at most 65,535.
    let first = max(0, bytes.count - 22 - 0xFFFF)
    guard bytes.count >= 22,
      let end = (first...bytes.count - 22).last(where: { bytes[$0...].starts(with: [0x50, 0x4B, 5, 6]) })
    else { throw file.malformed(expected: "a zip directory at its end", found: "none: the file is cut off") }
    let count = bytes.number(2, at: end + 10)
    var offset = bytes.number(4, at: end + 16)
    guard count < 0xFFFF, offset < 0xFFFF_FFFF else {
      throw file.malformed(
        expected: "a zip archive under 4 GB", found: "a zip64 archive",
        remedy: "save fewer rows, or smaller numbers, such as uint8 or float32")
    }
    return try (0..<count).map { _ in
      let (entry, next) = try entry(at: offset, of: bytes, file)
      offset = next
      return entry
    }
  }

  private static func entry(at offset: Int, of bytes: [UInt8], _ file: InputFile) throws -> (Entry, next: Int) {
    guard offset + 46 <= bytes.count, bytes[offset...].starts(with: [0x50, 0x4B, 1, 2]) else {
      throw file.malformed(expected: "an entry of the zip directory at byte \(offset)", found: "something else")
    }
    let nameEnd = offset + 46 + bytes.number(2, at: offset + 28)
    guard nameEnd <= bytes.count else {
      throw file.malformed(expected: "the name of an entry at byte \(offset + 46)", found: "the end of the file")
    }
    let entry = Entry(
      name: String(decoding: bytes[offset + 46..<nameEnd], as: UTF8.self),
      method: bytes.number(2, at: offset + 10), isEncrypted: bytes.number(2, at: offset + 8) & 1 == 1,
      checksum: UInt(bytes.number(4, at: offset + 16)), storedSize: bytes.number(4, at: offset + 20),
      size: bytes.number(4, at: offset + 24), offset: bytes.number(4, at: offset + 42))
    guard [entry.storedSize, entry.size, entry.offset].allSatisfy({ $0 < 0xFFFF_FFFF }) else {
      throw file.malformed(
        "entry \(entry.name)", expected: "an entry under 4 GB", found: "a zip64 entry",
        remedy: "save fewer rows, or smaller numbers, such as uint8 or float32")
    }
    return (entry, nameEnd + bytes.number(2, at: offset + 30) + bytes.number(2, at: offset + 32))
  }
}

extension [UInt8] {
  /// The little-endian number in `size` bytes at `offset`.
  fileprivate func number(_ size: Int, at offset: Int) -> Int {
    (0..<size).reduce(0) { $0 | Int(self[offset + $1]) << (8 * $1) }
  }
}
