import BakeoffCore

/// An array as NumPy stores it, in memory or in a memory-mapped file.
package struct NPYArray: Sendable {
  /// The type of the values.
  package var element: NPYElement { header.element }
  /// The length of each axis; empty for a single value.
  package var shape: [Int] { header.shape }
  /// Values in the array.
  package var count: Int { header.count }

  private let header: NPYHeader
  /// The values, in the order the header says.
  private let memory: FeatureBuffer

  /// The array in `memory`, the bytes of a whole .npy file.
  init(_ memory: FeatureBuffer, of file: InputFile, entry: String? = nil) throws {
    let (header, offset) = try memory.withUnsafeBytes { try NPYHeader.parse($0, of: file, entry: entry) }
    self.init(header: header, memory: memory.slice(from: offset))
  }

  private init(header: NPYHeader, memory: FeatureBuffer) {
    self.header = header
    self.memory = memory
  }

  /// Calls `body` with the bytes of the values (count x element.size), last axis fastest.
  package func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    try rowMajor.memory.withUnsafeBytes(body)
  }

  /// The values as features: bytes stay bytes, any other number becomes a float. Bytes and little-endian floats in
  /// row-major order are not copied: the buffer keeps the array's memory alive. Nil for text.
  package func featureBuffer() -> FeatureBuffer? {
    switch element {
    case .byte: featureBuffer(as: .byte)
    case .float: featureBuffer(as: .float)
    default: floats().map { FeatureBuffer($0) }
    }
  }

  /// The values as features of just this element, sharing the array's memory; nil where they are stored otherwise.
  package func featureBuffer(as wanted: FeatureBuffer.Element) -> FeatureBuffer? {
    let stored: [FeatureBuffer.Element: NPYElement] = [.byte: .byte, .float: .float, .double: .double]
    guard element == stored[wanted] else { return nil }
    let memory = rowMajor.memory
    guard wanted != .byte else { return memory }
    return memory.withUnsafeBytes { bytes in
      let isAligned = bytes.baseAddress.map { Int(bitPattern: $0) % wanted.size == 0 } ?? true
      if isAligned { return FeatureBuffer(adopting: bytes, element: wanted) { _ = memory } }
      return wanted == .double ? doubles().map { FeatureBuffer($0) } : floats().map { FeatureBuffer($0) }
    }
  }

  /// The values as doubles (count values, last axis fastest); nil for text.
  package func doubles() -> [Double]? {
    switch (element.kind, element.size) {
    case (.float, 2): values { Double(halfFloat(UInt16($0))) }
    case (.float, 4): values { Double(Float(bitPattern: UInt32($0))) }
    case (.float, _): values { Double(bitPattern: $0) }
    case (.signed, _): values { Double(signed($0)) }
    case (.unsigned, _), (.bool, _): values { Double($0) }
    case (.text, _): nil
    }
  }

  /// The values as floats (count values, last axis fastest); nil for text.
  package func floats() -> [Float]? {
    switch (element.kind, element.size) {
    case (.float, 2): values { halfFloat(UInt16($0)) }
    case (.float, 4): values { Float(bitPattern: UInt32($0)) }
    case (.float, _): values { Float(Double(bitPattern: $0)) }
    case (.signed, _): values { Float(signed($0)) }
    case (.unsigned, _), (.bool, _): values { Float($0) }
    case (.text, _): nil
    }
  }

  /// The values as integers (count values, last axis fastest); nil for text, fractions, and what does not fit.
  package func integers() -> [Int]? {
    switch (element.kind, element.size) {
    case (.float, 2): whole(values { Int(exactly: halfFloat(UInt16($0))) })
    case (.float, 4): whole(values { Int(exactly: Float(bitPattern: UInt32($0))) })
    case (.float, _): whole(values { Int(exactly: Double(bitPattern: $0)) })
    case (.signed, _): values(signed)
    case (.unsigned, _), (.bool, _): whole(values { Int(exactly: $0) })
    case (.text, _): nil
    }
  }

  /// The values as text (count values, last axis fastest); nil for numbers.
  package func texts() -> [String]? {
    guard element.kind == .text else { return nil }
    return withUnsafeBytes { bytes in
      (0..<count).map { index in
        let scalars = stride(from: index * element.size, to: (index + 1) * element.size, by: 4)
          .compactMap { Unicode.Scalar(UInt32(bits(bytes, at: $0, size: 4))) }
        let end = scalars.lastIndex { $0.value != 0 }.map { $0 + 1 } ?? 0
        return String(String.UnicodeScalarView(scalars[..<end]))
      }
    }
  }

  private func whole(_ values: [Int?]) -> [Int]? {
    let known = values.compactMap(\.self)
    return known.count == values.count ? known : nil
  }

  private func signed(_ bits: UInt64) -> Int {
    let unused = 64 - 8 * element.size
    return Int(Int64(bitPattern: bits << unused) >> unused)
  }

  /// Every value, made of its bits (zero-extended).
  private func values<Value>(_ make: (UInt64) -> Value) -> [Value] {
    withUnsafeBytes { bytes in
      (0..<count).map { make(bits(bytes, at: $0 * element.size, size: element.size)) }
    }
  }

  /// The bits of one value, zero-extended.
  private func bits(_ bytes: UnsafeRawBufferPointer, at offset: Int, size: Int) -> UInt64 {
    func load<Bits: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(_ type: Bits.Type) -> UInt64 {
      let value = bytes.loadUnaligned(fromByteOffset: offset, as: type)
      return UInt64(element.isBigEndian ? Bits(bigEndian: value) : Bits(littleEndian: value))
    }
    return switch size {
    case 1: load(UInt8.self)
    case 2: load(UInt16.self)
    case 4: load(UInt32.self)
    default: load(UInt64.self)
    }
  }

  /// The same array with the last axis fastest; copied only where it is not so already.
  private var rowMajor: NPYArray {
    guard header.isColumnMajor, shape.count > 1, count > 0 else { return self }
    // The distance between neighbours along each axis, in values of the column-major memory.
    let strides = shape.indices.map { shape[..<$0].reduce(1, *) }
    var position = Array(repeating: 0, count: shape.count)
    var source = 0
    var result: [UInt8] = []
    result.reserveCapacity(count * element.size)
    memory.withUnsafeBytes { bytes in
      for _ in 0..<count {
        result += bytes[source * element.size..<(source + 1) * element.size]
        for axis in shape.indices.reversed() {
          position[axis] += 1
          source += strides[axis]
          if position[axis] < shape[axis] { break }
          source -= strides[axis] * shape[axis]
          position[axis] = 0
        }
      }
    }
    return NPYArray(header: NPYHeader(element: element, shape: shape), memory: FeatureBuffer(result))
  }
}

/// The value of an IEEE 16-bit float. By hand: Swift has no `Float16` on Intel Macs.
private func halfFloat(_ bits: UInt16) -> Float {
  let exponent = Int(bits >> 10 & 0x1F)
  let fraction = Float(bits & 0x3FF)
  let magnitude: Float =
    switch exponent {
    case 0: fraction * 0x1p-24
    case 31: fraction == 0 ? .infinity : .nan
    default: Float(sign: .plus, exponent: exponent - 15, significand: 1 + fraction / 1024)
    }
  return bits >> 15 == 0 ? magnitude : -magnitude
}

extension FeatureBuffer {
  /// The bytes from `offset` on, sharing this buffer's memory.
  fileprivate func slice(from offset: Int) -> FeatureBuffer {
    withUnsafeBytes { bytes in
      FeatureBuffer(adopting: UnsafeRawBufferPointer(rebasing: bytes[offset...]), element: .byte) { _ = self }
    }
  }
}
