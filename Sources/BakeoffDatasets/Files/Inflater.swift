import CZlib

/// Inflates a compressed stream that is whole in memory, piece by piece, by zlib.
final class Inflater {
  /// How the stream is wrapped; the value is zlib's `windowBits`.
  enum Wrapping: Int32 {
    /// RFC 1952: one or more gzip members, each with a checksum of its content.
    case gzip = 31
    /// RFC 1951: a bare deflate stream, as in a zip archive.
    case none = -15
  }

  /// Why inflating stopped short.
  enum Failure: Error {
    /// The bytes are not what a compressor writes, in zlib's words.
    case damaged(String)
    /// The input ended before the stream did.
    case cutOff
  }

  /// Bytes of input used so far.
  private(set) var consumed = 0
  /// Whether the end of the stream (of this gzip member) was reached.
  private(set) var isFinished = false
  private let input: ArraySlice<UInt8>
  // On the heap: zlib keeps its address.
  private let stream: UnsafeMutablePointer<z_stream>

  init(_ input: ArraySlice<UInt8>, wrapping: Wrapping) {
    self.input = input
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let status = inflateInit2_(stream, wrapping.rawValue, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    precondition(status == Z_OK, "zlib refuses to start")
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// Starts over with the member that follows in the input.
  func startNextMember() {
    inflateReset(stream)
    isFinished = false
  }

  /// Fills `output` from the front; returns how much, less than its size only at the end of the stream.
  func read(into output: UnsafeMutableRawBufferPointer) throws -> Int {
    try input.withUnsafeBytes { bytes in
      var produced = 0
      while produced < output.count && !isFinished {
        let size = try step(bytes[consumed...], output[produced...])
        produced += size
      }
      return produced
    }
  }

  /// Reads to the end of the stream, which checks its checksum; throws what `read` throws. Returns whether nothing more
  /// came out.
  func finish() throws -> Bool {
    var byte: UInt8 = 0
    return try withUnsafeMutableBytes(of: &byte) { try read(into: $0) } == 0
  }

  private func step(_ source: Slice<UnsafeRawBufferPointer>, _ target: Slice<UnsafeMutableRawBufferPointer>) throws
    -> Int
  {
    let source = UnsafeRawBufferPointer(rebasing: source).assumingMemoryBound(to: UInt8.self)
    let target = UnsafeMutableRawBufferPointer(rebasing: target).assumingMemoryBound(to: UInt8.self)
    let available = (source: UInt32(clamping: source.count), target: UInt32(clamping: target.count))
    stream.pointee.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
    stream.pointee.avail_in = available.source
    stream.pointee.next_out = target.baseAddress
    stream.pointee.avail_out = available.target
    let status = inflate(stream, Z_NO_FLUSH)
    consumed += Int(available.source - stream.pointee.avail_in)
    switch status {
    case Z_OK: break
    case Z_STREAM_END: isFinished = true
    case Z_BUF_ERROR: throw Failure.cutOff
    default: throw Failure.damaged(stream.pointee.msg.map { String(cString: $0) } ?? "code \(status)")
    }
    return Int(available.target - stream.pointee.avail_out)
  }
}
