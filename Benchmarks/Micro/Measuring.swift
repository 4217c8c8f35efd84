import Benchmark

/// Registers a benchmark of `body`, which changes the same state in every iteration; `state` is made first and is not
/// part of what is measured.
func measure<State>(_ name: String, _ state: @escaping () -> State, _ body: @escaping (inout State) -> Void) {
  var kept: State?
  Benchmark(name) { benchmark in
    var state = kept ?? state()
    // One owner, or the first change of an iteration would copy it.
    kept = nil
    benchmark.startMeasurement()
    body(&state)
    benchmark.stopMeasurement()
    kept = state
  }
}

/// `count` numbers between -1 and 1, the same every time.
func numbers(_ count: Int) -> [Float] {
  (0..<count).map { Float(($0 &* 7919) % 2003) / 1001.5 - 1 }
}
