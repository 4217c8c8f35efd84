import CZlib

/// `bytes` as a gzip file.
func gzip(_ bytes: [UInt8]) -> [UInt8] { compress(bytes, windowBits: 31) }

/// `bytes` as a bare deflate stream.
func deflated(_ bytes: [UInt8]) -> [UInt8] { compress(bytes, windowBits: -15) }

private func compress(_ bytes: [UInt8], windowBits: Int32) -> [UInt8] {
  var stream = z_stream()
  var input = bytes
  deflateInit2_(
    &stream, 9, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
  defer { deflateEnd(&stream) }
  var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))))
  input.withUnsafeMutableBufferPointer { input in
    output.withUnsafeMutableBufferPointer { output in
      stream.next_in = input.baseAddress
      stream.avail_in = UInt32(input.count)
      stream.next_out = output.baseAddress
      stream.avail_out = UInt32(output.count)
      _ = deflate(&stream, Z_FINISH)
    }
  }
  return Array(output.prefix(Int(stream.total_out)))
}
