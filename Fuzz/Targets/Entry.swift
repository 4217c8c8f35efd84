import Foundation

/// What libFuzzer calls with each input; FUZZ_TARGET says which parser gets it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  guard let target = selectedTarget else { return 0 }
  let input = [UInt8](UnsafeBufferPointer(start: bytes, count: count))
  // What a parser throws is its answer: only what traps, hangs or takes too much memory is a finding.
  try? target(input)
  return 0
}

private let selectedTarget: FuzzTarget? = {
  let name = ProcessInfo.processInfo.environment["FUZZ_TARGET"] ?? ""
  guard let target = fuzzTargets[name] else {
    fatalError("FUZZ_TARGET=\(name): one of \(fuzzTargets.keys.sorted().joined(separator: ", "))")
  }
  return target
}()
