/// Immutable memory that holds every row of a data set once, however many views look at it.
///
/// The owner may be an array or a memory-mapped file; `release` runs when the last view is gone.
public final class FeatureBuffer: Sendable {
  /// How the values are stored.
  public enum Element: String, Sendable, Codable {
    /// One unsigned byte a value, read as value / 255 (0...1).
    case byte
    /// One IEEE 32-bit float a value, read as it is.
    case float
    /// One IEEE 64-bit float a value: what a table has before it is prepared for models. Read as 32-bit floats it may
    /// lose digits.
    case double

    /// Bytes a value takes.
    public var size: Int {
      switch self {
      case .byte: 1
      case .float: MemoryLayout<Float>.stride
      case .double: MemoryLayout<Double>.stride
      }
    }
  }

  /// How the values are stored.
  public let element: Element
  /// Values held.
  public let count: Int
  // Safe to share: the memory is never written between `init` and `deinit`.
  nonisolated(unsafe) private let memory: UnsafeRawBufferPointer
  private let release: @Sendable () -> Void

  /// Adopts memory of `count` values; nothing may write to it afterwards. `release` is called once, at the end.
  public init(
    adopting memory: UnsafeRawBufferPointer, element: Element, release: @escaping @Sendable () -> Void
  ) {
    precondition(memory.count % element.size == 0, "the memory holds a whole number of values")
    self.memory = memory
    self.element = element
    self.count = memory.count / element.size
    self.release = release
  }

  /// Copies bytes.
  public convenience init(_ bytes: [UInt8]) { self.init(copying: bytes, as: .byte) }

  /// Copies floats.
  public convenience init(_ floats: [Float]) { self.init(copying: floats, as: .float) }

  /// Copies doubles.
  public convenience init(_ doubles: [Double]) { self.init(copying: doubles, as: .double) }

  private convenience init<Value: BitwiseCopyable & Sendable>(copying values: [Value], as element: Element) {
    let copy = UnsafeMutableBufferPointer<Value>.allocate(capacity: values.count)
    _ = copy.initialize(from: values)
    nonisolated(unsafe) let owned = copy  // Only the release closure frees it, once.
    self.init(adopting: UnsafeRawBufferPointer(copy), element: element) { owned.deallocate() }
  }

  deinit { release() }

  /// Calls `body` with the stored bytes (for `.float`, the bytes of the floats in machine order).
  public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    try body(memory)
  }

  /// Calls `body` with the place in `indices` and the value of each of these values, in full precision.
  func forEach(_ indices: some Sequence<Int>, _ body: (Int, Double) -> Void) {
    switch element {
    case .byte: for (place, index) in indices.enumerated() { body(place, Double(memory[index]) / 255) }
    case .float:
      let floats = memory.bindMemory(to: Float.self)
      for (place, index) in indices.enumerated() { body(place, Double(floats[index])) }
    case .double:
      let doubles = memory.bindMemory(to: Double.self)
      for (place, index) in indices.enumerated() { body(place, doubles[index]) }
    }
  }

  /// Writes `source` values as floats: bytes become value / 255, floats stay, doubles are rounded.
  func copy(_ source: Range<Int>, to output: inout MutableSpan<Float>, at offset: Int) {
    precondition(source.upperBound <= count && offset + source.count <= output.count)
    switch element {
    case .byte:
      let bytes = memory[source]
      for index in 0..<bytes.count {
        output[offset + index] = Float(bytes[bytes.startIndex + index]) * (1 / 255)
      }
    case .float:
      let floats = memory.bindMemory(to: Float.self)
      for index in source {
        output[offset + index - source.lowerBound] = floats[index]
      }
    case .double:
      let doubles = memory.bindMemory(to: Double.self)
      for index in source {
        output[offset + index - source.lowerBound] = Float(doubles[index])
      }
    }
  }
}
