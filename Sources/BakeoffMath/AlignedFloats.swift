/// An array of a fixed number of floats that starts on a cache line, as arrays of floats do not: vectors of 16 that
/// straddle two lines take twice as long to read and to write.
public struct AlignedFloats: Sendable, Equatable {
  // An array is aligned as its elements are.
  private var lanes: [SIMD16<Float>]
  /// How many there are.
  public let count: Int

  /// `count` zeros.
  public init(count: Int) {
    lanes = Array(repeating: .zero, count: (count + 15) / 16)
    self.count = count
  }

  /// A copy of `values`.
  public init(_ values: some Collection<Float>) {
    self.init(count: values.count)
    withUnsafeMutableBufferPointer { _ = $0.update(fromContentsOf: values) }
  }

  /// Calls `body` with the floats.
  public func withUnsafeBufferPointer<Result>(_ body: (UnsafeBufferPointer<Float>) throws -> Result) rethrows -> Result
  {
    try lanes.withUnsafeBytes { bytes in
      try body(UnsafeBufferPointer(rebasing: bytes.assumingMemoryBound(to: Float.self)[..<count]))
    }
  }

  /// Calls `body` with the floats, which it may change.
  public mutating func withUnsafeMutableBufferPointer<Result>(
    _ body: (UnsafeMutableBufferPointer<Float>) throws -> Result
  ) rethrows -> Result {
    let count = count
    return try lanes.withUnsafeMutableBytes { bytes in
      try body(UnsafeMutableBufferPointer(rebasing: bytes.assumingMemoryBound(to: Float.self)[..<count]))
    }
  }
}

extension AlignedFloats: RandomAccessCollection, MutableCollection {
  /// 0.
  public var startIndex: Int { 0 }
  /// `count`.
  public var endIndex: Int { count }

  /// The float at `index`; traps outside 0..<count.
  public subscript(index: Int) -> Float {
    get {
      precondition(index >= 0 && index < count, "the index is within the array")
      return lanes[index >> 4][index & 15]
    }
    set {
      precondition(index >= 0 && index < count, "the index is within the array")
      lanes[index >> 4][index & 15] = newValue
    }
  }
}
