import BakeoffCore
import BakeoffTraining
import Testing

/// Logits of `rows` rows with padding of 0, and labels.
private func randomLogits(rows: Int, classCount: Int, rowStride: Int) -> (logits: [Float], labels: [Int]) {
  var generator = SeededGenerator(seed: 9)
  let logits = (0..<rows * rowStride).map { index in
    index % rowStride < classCount ? Float.random(in: -3...3, using: &generator) : 0
  }
  return (logits, (0..<rows).map { _ in Int.random(in: 0..<classCount, using: &generator) })
}

private func differentiate(_ logits: [Float], _ labels: [Int], classCount: Int, smoothing: Float)
  -> (loss: Double, gradient: [Float])
{
  var gradient = logits
  var span = gradient.mutableSpan
  let loss = SoftmaxCrossEntropy(smoothing: smoothing).differentiate(
    &span, labels: labels[...], classCount: classCount, rowStride: logits.count / labels.count)
  return (loss, gradient)
}

@Test(arguments: [(1, 2, 2), (3, 3, 16), (4, 10, 16), (2, 17, 32)], [Float(0), 0.1])
func crossEntropyGradientAgreesWithDifferences(shape: (rows: Int, classCount: Int, rowStride: Int), smoothing: Float) {
  let (logits, labels) = randomLogits(rows: shape.rows, classCount: shape.classCount, rowStride: shape.rowStride)
  let gradient = differentiate(logits, labels, classCount: shape.classCount, smoothing: smoothing).gradient
  for index in logits.indices {
    func loss(_ step: Float) -> Double {
      var moved = logits
      moved[index] += step
      return differentiate(moved, labels, classCount: shape.classCount, smoothing: smoothing).loss
    }
    // float32 losses of some 10 are known to 1e-6, so the quotient to 1e-4.
    let slope = (loss(0.01) - loss(-0.01)) / 0.02 / Double(shape.rows)
    #expect(abs(slope - Double(gradient[index])) < 5e-4)
  }
}

@Test func crossEntropyHasItsKnownValues() {
  // log 4 for equal logits; log(1 + e^-2) for two classes 2 apart.
  #expect(abs(differentiate([1, 1, 1, 1], [2], classCount: 4, smoothing: 0).loss - 1.3862944) < 1e-6)
  #expect(abs(differentiate([3, 1], [0], classCount: 2, smoothing: 0).loss - 0.1269280) < 1e-6)
  // 0.9 x 0.126928 + 0.1 x (0.126928 + 2.126928) / 2
  #expect(abs(differentiate([3, 1], [0], classCount: 2, smoothing: 0.1).loss - 0.2269280) < 1e-6)
}

@Test func largeLogitsStayFiniteAndNotANumberIsSeen() {
  #expect(abs(differentiate([1000, 0], [1], classCount: 2, smoothing: 0).loss - 1000) < 1e-3)
  #expect(!differentiate([.nan, 0], [1], classCount: 2, smoothing: 0).loss.isFinite)
  #expect(!differentiate([0, .infinity], [0], classCount: 2, smoothing: 0).loss.isFinite)
}

@Test func softmaxRowsSumToOneAndPaddingStays() {
  var scores: [Float] = [1, 2, 3, 9, -100, 0, 100, 9]
  var span = scores.mutableSpan
  softmax(&span, rows: 2, classCount: 3, rowStride: 4)
  #expect(abs(scores[0] - 0.09003057) < 1e-6 && abs(scores[2] - 0.66524096) < 1e-6)
  #expect(scores[3] == 9 && scores[7] == 9 && scores[6] == 1 && scores[4] == 0)
}
