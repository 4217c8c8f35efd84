/// An array of a fixed number of floats that starts on a cache line, as arrays of floats do not: vectors of 16 that
/// straddle two lines take twice as long to read and to write.
public struct AlignedFloats: Sendable {
  /// How many there are.
  public let count: Int
  private var storage: Storage

  /// `count` zeros.
  public init(count: Int) {
    self.count = count
    storage = Storage(count: count)
    storage.floats.initialize(repeating: 0)
  }

  /// A copy of `values`.
  public init(_ values: some Collection<Float>) {
    count = values.count
    storage = Storage(count: values.count)
    _ = storage.floats.initialize(from: values)
  }

  /// Calls `body` with the floats.
  public func withUnsafeBufferPointer<Result>(_ body: (UnsafeBufferPointer<Float>) throws -> Result) rethrows -> Result
  {
    defer { withExtendedLifetime(storage) {} }
    return try body(UnsafeBufferPointer(storage.floats))
  }

  /// Calls `body` with the floats, which it may change.
  public mutating func withUnsafeMutableBufferPointer<Result>(
    _ body: (UnsafeMutableBufferPointer<Float>) throws -> Result
  ) rethrows -> Result {
    makeUnique()
    defer { withExtendedLifetime(storage) {} }
    return try body(storage.floats)
  }

  /// Sets the first `count` floats to 0.
  mutating func clear(count: Int) {
    precondition(count <= self.count)
    withUnsafeMutableBufferPointer { $0.baseAddress?.update(repeating: 0, count: count) }
  }

  /// Adds the first floats of `other`, as many as there are here, times `factor`.
  package mutating func add(_ other: AlignedFloats, times factor: Float) {
    let count = count
    precondition(other.count >= count, "as many floats")
    withUnsafeMutableBufferPointer { floats in
      other.withUnsafeBufferPointer { other in
        for index in 0..<count { floats[index] += factor * other[index] }
      }
    }
  }

  /// Copies the floats if another value shares them.
  private mutating func makeUnique() {
    if isKnownUniquelyReferenced(&storage) { return }
    let copy = Storage(count: count)
    _ = copy.floats.initialize(from: storage.floats)
    storage = copy
  }
}

// Safe to share: the memory is written only by a value that alone refers to it.
private final class Storage: @unchecked Sendable {
  let floats: UnsafeMutableBufferPointer<Float>

  init(count: Int) {
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: count * MemoryLayout<Float>.stride, alignment: 64)
    floats = memory.bindMemory(to: Float.self)
  }

  deinit { floats.deallocate() }
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
      return storage.floats[index]
    }
    set {
      precondition(index >= 0 && index < count, "the index is within the array")
      makeUnique()
      storage.floats[index] = newValue
    }
  }
}
