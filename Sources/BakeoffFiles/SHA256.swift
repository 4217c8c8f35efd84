import Foundation

#if canImport(CryptoKit)
  import CryptoKit
#else
  import CCrypto
#endif

/// SHA-256 (FIPS 180-4) over bytes that come piece by piece, by the system's own library.
package struct SHA256Hash: ~Copyable {
  #if canImport(CryptoKit)
    private var state = CryptoKit.SHA256()

    package init() {}

    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
      state.update(bufferPointer: bytes)
    }

    /// The digest of everything so far, in lower-case hexadecimal (64 characters).
    package consuming func hexadecimal() -> String {
      BakeoffFiles.hexadecimal(Array(state.finalize()))
    }
  #else
    private let state: OpaquePointer

    package init() {
      guard let state = EVP_MD_CTX_new(), EVP_DigestInit_ex(state, EVP_sha256(), nil) == 1 else {
        preconditionFailure("libcrypto gives no SHA-256")
      }
      self.state = state
    }

    deinit { EVP_MD_CTX_free(state) }

    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
      guard EVP_DigestUpdate(state, bytes.baseAddress, bytes.count) == 1 else {
        preconditionFailure("libcrypto stopped in the middle of SHA-256")
      }
    }

    /// The digest of everything so far, in lower-case hexadecimal (64 characters).
    package consuming func hexadecimal() -> String {
      var digest = [UInt8](repeating: 0, count: 32)
      guard EVP_DigestFinal_ex(state, &digest, nil) == 1 else {
        preconditionFailure("libcrypto gives no SHA-256")
      }
      return BakeoffFiles.hexadecimal(digest)
    }
  #endif
}

extension SHA256Hash {
  /// Takes in numbers as 64-bit little-endian words.
  package mutating func update(_ numbers: [Int]) {
    numbers.map { Int64($0).littleEndian }.withUnsafeBytes { update($0) }
  }

  /// Takes in the bytes of a text in UTF-8.
  package mutating func update(_ text: String) {
    Array(text.utf8).withUnsafeBytes { update($0) }
  }
}

/// The SHA-256 of `bytes` in lower-case hexadecimal (64 characters).
package func sha256(_ bytes: some Sequence<UInt8>) -> String {
  var hash = SHA256Hash()
  let isHashed: Void? = bytes.withContiguousStorageIfAvailable { hash.update(UnsafeRawBufferPointer($0)) }
  if isHashed == nil { Array(bytes).withUnsafeBytes { hash.update($0) } }
  return hash.hexadecimal()
}

/// SHA-256 of the bytes of the file at `path`, which is mapped. Throws where it cannot be read.
package func sha256(ofFile path: String) throws -> String {
  var hash = SHA256Hash()
  try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped).withUnsafeBytes { hash.update($0) }
  return hash.hexadecimal()
}

private func hexadecimal(_ digest: [UInt8]) -> String {
  digest.map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }.joined()
}
