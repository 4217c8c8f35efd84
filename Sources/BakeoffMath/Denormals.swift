import BakeoffKernels

/// Runs `body` with numbers below 1.2e-38 taken as 0 on this thread, where the processor can.
///
/// Moments of weights that stopped changing decay into such numbers, each of which costs a hundred ordinary operations.
public func withDenormalsFlushed<Result>(_ body: () throws -> Result) rethrows -> Result {
  let state = bakeoff_flush_denormals()
  defer { bakeoff_restore_denormals(state) }
  return try body()
}
