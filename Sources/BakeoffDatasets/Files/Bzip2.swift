import BakeoffCore
import CBzip2

/// The content of a bzip2 file, of all its streams one after the other. Throws `DatasetError.malformed` where one is
/// damaged or cut off, or the content is larger than `limit`.
func unpackedBzip2(_ packed: [UInt8], of file: InputFile, limit: Int) throws -> [UInt8] {
  var content: [UInt8] = []
  var consumed = 0
  while consumed < packed.count {
    consumed += try unpackStream(packed[consumed...], into: &content, of: file, limit: limit)
  }
  return content
}

/// Adds the content of the stream at the front of `packed` to `content` and returns how many bytes it took.
private func unpackStream(
  _ packed: ArraySlice<UInt8>, into content: inout [UInt8], of file: InputFile, limit: Int
) throws -> Int {
  var stream = bz_stream()
  guard BZ2_bzDecompressInit(&stream, 0, 0) == BZ_OK else {
    throw file.malformed(expected: "memory to unpack bzip2", found: "none left")
  }
  defer { BZ2_bzDecompressEnd(&stream) }
  var piece = [CChar](repeating: 0, count: 1 << 20)
  var source = packed.map { CChar(bitPattern: $0) }
  return try source.withUnsafeMutableBufferPointer { source in
    var consumed = 0
    while true {
      let available = UInt32(clamping: source.count - consumed)
      let (status, taken, made) = piece.withUnsafeMutableBufferPointer { piece in
        stream.next_in = source.baseAddress?.advanced(by: consumed)
        stream.avail_in = available
        stream.next_out = piece.baseAddress
        stream.avail_out = UInt32(piece.count)
        let status = BZ2_bzDecompress(&stream)
        return (status, Int(available - stream.avail_in), piece.count - Int(stream.avail_out))
      }
      consumed += taken
      content.append(contentsOf: piece[..<made].lazy.map { UInt8(bitPattern: $0) })
      guard content.count <= limit else {
        throw file.unpacksToTooMuch(limit: limit)
      }
      if status == BZ_STREAM_END { return consumed }
      guard status == BZ_OK else {
        throw file.malformed(expected: "an intact bzip2 stream", found: "damage near byte \(consumed) of the file")
      }
      guard taken > 0 || made > 0 else {
        throw file.malformed(expected: "a whole bzip2 stream", found: "one that is cut off")
      }
    }
  }
}
