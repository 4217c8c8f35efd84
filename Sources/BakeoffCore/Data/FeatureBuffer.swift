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
    let stride = element == .byte ? 1 : MemoryLayout<Float>.stride
    precondition(memory.count % stride == 0, "the memory holds a whole number of values")
    self.memory = memory
    self.element = element
    self.count = memory.count / stride
    self.release = release
  }

  /// Copies bytes.
  public convenience init(_ bytes: [UInt8]) {
    let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
    _ = copy.initialize(from: bytes)
    nonisolated(unsafe) let owned = copy  // Only the release closure frees it, once.
    self.init(adopting: UnsafeRawBufferPointer(copy), element: .byte) { owned.deallocate() }
  }

  /// Copies floats.
  public convenience init(_ floats: [Float]) {
    let copy = UnsafeMutableBufferPointer<Float>.allocate(capacity: floats.count)
    _ = copy.initialize(from: floats)
    nonisolated(unsafe) let owned = copy  // Only the release closure frees it, once.
    self.init(adopting: UnsafeRawBufferPointer(copy), element: .float) { owned.deallocate() }
  }

  deinit { release() }

  /// Calls `body` with the stored bytes (for `.float`, the bytes of the floats in machine order).
  public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    try body(memory)
  }

  /// Writes `source` values as floats: bytes become value / 255, floats stay.
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
    }
  }
}
