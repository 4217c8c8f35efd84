import BakeoffCore

/// The content of a file from front to back: inflated where the file is gzip, which its first bytes tell and not its
/// name, and as it is otherwise.
final class ContentReader {
  /// The file itself, for errors that are found out later.
  let file: InputFile
  /// The bytes of the file, compressed or not.
  let stored: [UInt8]
  /// Bytes of content read so far.
  private(set) var offset = 0
  private let inflater: Inflater?

  /// Reads the file into memory, unless its `bytes` are there already. Throws `DatasetError.malformed` where it cannot be
  /// read or is empty.
  init(_ file: InputFile, _ bytes: [UInt8]? = nil, expected: String) throws {
    self.file = file
    stored = try bytes ?? file.bytes()
    guard !stored.isEmpty else { throw file.malformed(expected: expected, found: contentDescription([])) }
    inflater = stored.starts(with: [0x1F, 0x8B]) ? Inflater(stored[...], wrapping: .gzip) : nil
  }

  /// Whether the file is gzip.
  var isPacked: Bool { inflater != nil }

  /// The most content the file can hold: deflate packs no more than 1032 bytes into one (zlib, "Technical details").
  var largestContent: Int { inflater == nil ? stored.count : stored.count * 1032 }

  /// Fills `output` from the front; returns how much, less than its size only at the end of the content. Throws
  /// `DatasetError.malformed` where a gzip stream is damaged, cut off, or followed by something else.
  func read(into output: UnsafeMutableRawBufferPointer) throws -> Int {
    let count = try inflater.map { try inflate($0, into: output) } ?? copy(into: output)
    offset += count
    return count
  }

  private func copy(into output: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(output.count, stored.count - offset)
    stored.withUnsafeBytes { output.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[offset..<offset + count])) }
    return count
  }

  private func inflate(_ inflater: Inflater, into output: UnsafeMutableRawBufferPointer) throws -> Int {
    var produced = 0
    do {
      while produced < output.count {
        produced += try inflater.read(into: UnsafeMutableRawBufferPointer(rebasing: output[produced...]))
        guard inflater.isFinished else { continue }
        let rest = stored[inflater.consumed...]
        if rest.isEmpty { break }
        guard rest.starts(with: [0x1F, 0x8B]) else {
          throw file.malformed(expected: "gzip and nothing after it", found: "\(rest.count) bytes after its end")
        }
        inflater.startNextMember()
      }
    } catch Inflater.Failure.damaged(let reason) {
      throw file.malformed(
        expected: "an intact gzip stream", found: "damage near byte \(inflater.consumed) of the file (\(reason))")
    } catch Inflater.Failure.cutOff {
      throw file.malformed(
        expected: "a whole gzip stream", found: "one that is cut off at byte \(stored.count) of the file")
    }
    return produced
  }
}
