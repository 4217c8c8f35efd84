import Foundation

/// Writes all of `bytes` to an open descriptor; false, and `errno` says why, where that is not possible. A caller whose
/// reader may be gone has nobody to tell and leaves the answer.
@discardableResult package func writeAll(_ bytes: some ContiguousBytes, to descriptor: Int32) -> Bool {
  bytes.withUnsafeBytes { bytes in
    var written = 0
    while written < bytes.count {
      let count = write(descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      written += count
    }
    return true
  }
}
