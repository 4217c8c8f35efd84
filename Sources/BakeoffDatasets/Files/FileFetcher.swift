import Foundation

/// Brings a file from an address; `HTTPFetcher` is the real one.
package protocol FileFetcher: Sendable {
  /// Hands the bytes at `address` to `receive`, in order and piece by piece, and says how far it has come (0...1, nil
  /// where the size is unknown). Throws `FetchFailure` where they are unavailable, `CancellationError` when the task is
  /// cancelled, and whatever `receive` throws.
  func fetch(
    _ address: String, receive: @escaping @Sendable (Data) throws -> Void,
    progress: @escaping @Sendable (Double?) -> Void
  ) async throws
}

/// Why a file could not be fetched.
package struct FetchFailure: Error, Sendable, Equatable, CustomStringConvertible {
  /// A few words, such as `HTTP status 404`.
  package let description: String

  /// Makes a failure from its few words.
  package init(_ description: String) {
    self.description = description
  }
}
