#if canImport(Accelerate)
  import Accelerate
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Which implementation of BLAS this process is linked with; on Linux it can be swapped without a rebuild.
package struct BLASLibrary: Hashable, Sendable {
  /// Its name with version and build where known, such as `OpenBLAS 0.3.21 (SkylakeX)`.
  package let name: String
  /// Whether it is one known to be fast: OpenBLAS or Accelerate.
  package let isKnownToBeFast: Bool

  /// The library found in this process.
  package static var current: BLASLibrary {
    #if canImport(Accelerate)
      BLASLibrary(name: "Accelerate", isKnownToBeFast: true)
    #else
      if let configuration = openBLASConfiguration() {
        BLASLibrary(name: configuration, isKnownToBeFast: true)
      } else {
        BLASLibrary(name: "not OpenBLAS", isKnownToBeFast: false)
      }
    #endif
  }
}

/// Lets every later BLAS call of this process use at most `count` threads, where the library can be told so (OpenBLAS).
public func limitBLASThreads(to count: Int) {
  precondition(count >= 1, "a call needs a thread")
  #if !canImport(Accelerate)
    typealias SetThreadCount = @convention(c) (Int32) -> Void
    guard let address = dlsym(nil, "openblas_set_num_threads") else { return }
    unsafeBitCast(address, to: SetThreadCount.self)(Int32(count))
  #endif
}

#if !canImport(Accelerate)
  /// OpenBLAS's name, version and the processor it took this one for, such as `OpenBLAS 0.3.21 (SkylakeX)`.
  private func openBLASConfiguration() -> String? {
    guard let configuration = openBLASText("openblas_get_config") else { return nil }
    let name = configuration.split(separator: " ").prefix(2).joined(separator: " ")
    return openBLASText("openblas_get_corename").map { "\(name) (\($0))" } ?? name
  }

  /// What a function of OpenBLAS that takes nothing and returns a text answers; nil where it is not linked.
  private func openBLASText(_ function: String) -> String? {
    typealias Text = @convention(c) () -> UnsafePointer<CChar>?
    guard let address = dlsym(nil, function) else { return nil }
    return unsafeBitCast(address, to: Text.self)().map { String(cString: $0) }
  }
#endif
