import BakeoffMath
import BakeoffTraining
import Benchmark

/// What is computed number by number: exponentials, the loss, and the optimiser's step.
func benchmarkElementwise() {
  measure("exponential, 100,000 numbers", { (numbers(100_000), [Float](repeating: 0, count: 100_000)) }) { state in
    state.1 = state.0
    var values = state.1.mutableSpan
    exponentiate(&values, in: 0..<values.count)
  }
  measure("softmax cross-entropy, 1,024 rows of 10", { numbers(1024 * 16) }) { logits in
    var scores = logits.mutableSpan
    let labels = (0..<1024).map { $0 % 10 }
    blackHole(
      SoftmaxCrossEntropy().differentiate(&scores, labels: labels[...], classCount: 10, rowStride: 16))
  }
  measure("Adam, 200,000 parameters", Descent.init) { $0.step() }
}

private struct Descent {
  var parameters = AlignedFloats(numbers(200_000))
  let gradients = AlignedFloats(numbers(200_000))
  var adam = Adam(parameterCounts: [200_000])

  mutating func step() {
    adam.beginStep()
    adam.update(0, &parameters, gradients: gradients, learningRate: 1e-6)
  }
}
