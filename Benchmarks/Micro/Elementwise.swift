import BakeoffMath
import BakeoffTraining
import Benchmark

/// What is computed number by number: the loss, and the optimiser's step.
func benchmarkElementwise() {
  measure("softmax cross-entropy, 1,024 rows of 10", { AlignedFloats(numbers(1024 * 16)) }) { logits in
    let labels = (0..<1024).map { $0 % 10 }
    blackHole(
      SoftmaxCrossEntropy.differentiate(&logits, targets: labels[...], classCount: 10, stride: 16, scale: 1))
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
