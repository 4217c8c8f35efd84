import BakeoffMath
import Benchmark

/// Everything `swift package benchmark` runs, on one thread.
let benchmarks: @Sendable () -> Void = {
  limitBLASThreads(to: 1)
  Benchmark.defaultConfiguration = .init(
    metrics: [.wallClock, .throughput], warmupIterations: 2, maxDuration: .seconds(1), maxIterations: 2_000)
  benchmarkLayers()
  benchmarkElementwise()
  benchmarkEvaluation()
  benchmarkEpochs()
}
