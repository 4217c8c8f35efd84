import BakeoffCore

/// Memory that is filled once, then only read, and freed with its last reference.
final class OwnedMemory: Sendable {
  // Safe to share: it is written by the one function that makes it, before any other sees it.
  nonisolated(unsafe) let bytes: UnsafeMutableRawBufferPointer

  /// Room for `count` bytes, not yet initialised, aligned for any number.
  init(count: Int) {
    bytes = .allocate(byteCount: count, alignment: 64)
  }

  deinit { bytes.deallocate() }
}

extension FeatureBuffer {
  /// Shares memory that is filled.
  convenience init(_ memory: OwnedMemory, element: Element) {
    self.init(adopting: UnsafeRawBufferPointer(memory.bytes), element: element) { _ = memory }
  }
}
