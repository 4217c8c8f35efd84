#if canImport(Accelerate)
  import Accelerate
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Which implementation of BLAS this process is linked with; on Linux it can be swapped without a rebuild.
public struct BLASLibrary: Hashable, Sendable {
  /// Its name with version and build where known, such as `OpenBLAS 0.3.21 DYNAMIC_ARCH ... SkylakeX`.
  public let name: String
  /// Whether it is the unoptimised reference library, some twenty times slower than OpenBLAS on large products.
  public let isSlowReference: Bool

  /// The library found in this process.
  public static var current: BLASLibrary {
    #if canImport(Accelerate)
      BLASLibrary(name: "Accelerate", isSlowReference: false)
    #else
      if let configuration = openBLASConfiguration() {
        BLASLibrary(name: configuration, isSlowReference: false)
      } else {
        BLASLibrary(name: "reference BLAS", isSlowReference: true)
      }
    #endif
  }
}

/// Lets every later BLAS call of this process use at most `count` threads, where the library can be told so (OpenBLAS).
public func limitBLASThreads(to count: Int) {
  precondition(count >= 1, "a product needs a thread")
  #if !canImport(Accelerate)
    typealias SetThreadCount = @convention(c) (Int32) -> Void
    guard let address = dlsym(nil, "openblas_set_num_threads") else { return }
    unsafeBitCast(address, to: SetThreadCount.self)(Int32(count))
  #endif
}

#if !canImport(Accelerate)
  /// OpenBLAS's own line about itself, such as `OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH ... SkylakeX MAX_THREADS=64`.
  private func openBLASConfiguration() -> String? {
    typealias Configuration = @convention(c) () -> UnsafePointer<CChar>?
    guard let address = dlsym(nil, "openblas_get_config"),
      let text = unsafeBitCast(address, to: Configuration.self)()
    else { return nil }
    return String(cString: text).split(separator: " ").joined(separator: " ")
  }
#endif
