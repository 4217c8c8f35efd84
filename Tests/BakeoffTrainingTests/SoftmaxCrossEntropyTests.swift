import BakeoffCore
import BakeoffMath
import BakeoffTraining
import Testing

/// Rows of as many logits, and labels.
private func randomLogits(rows: Int, classCount: Int) -> (logits: [[Float]], labels: [Int]) {
  var generator = SeededGenerator(seed: 9)
  let logits = (0..<rows).map { _ in (0..<classCount).map { _ in Float.random(in: -3...3, using: &generator) } }
  return (logits, (0..<rows).map { _ in Int.random(in: 0..<classCount, using: &generator) })
}

private func differentiate(
  _ rows: [[Float]], _ labels: [Int], scale: Float = 1, smoothing: Float = 0
) -> (loss: Double, gradient: [[Float]]) {
  let (columns, stride) = (rows[0].count, (rows[0].count + 15) / 16 * 16)
  var logits = AlignedFloats(rows.flatMap { $0 + [Float](repeating: 7, count: stride - columns) })
  let loss = SoftmaxCrossEntropy.differentiate(
    &logits, targets: labels[...], classCount: columns, stride: stride, scale: scale, smoothing: smoothing)
  return (loss, rows.indices.map { row in (0..<columns).map { logits[row * stride + $0] } })
}

@Test(arguments: [(1, 2), (3, 3), (4, 10), (2, 17), (2, 16)], [0, 0.1, 0.7] as [Float])
func crossEntropyGradientAgreesWithDifferences(shape: (rows: Int, classCount: Int), smoothing: Float) {
  let (logits, labels) = randomLogits(rows: shape.rows, classCount: shape.classCount)
  let gradient = differentiate(logits, labels, scale: 0.5, smoothing: smoothing).gradient
  for row in 0..<shape.rows {
    for column in 0..<shape.classCount {
      func loss(_ step: Float) -> Double {
        var moved = logits
        moved[row][column] += step
        return differentiate(moved, labels, smoothing: smoothing).loss
      }
      // float32 losses of some 10 are known to 1e-6, so the quotient to 1e-4.
      #expect(abs((loss(0.01) - loss(-0.01)) / 0.02 * 0.5 - Double(gradient[row][column])) < 5e-4)
    }
  }
}

@Test func crossEntropyHasItsKnownValues() {
  // log 4 for equal logits; log(1 + e^-2) for two classes 2 apart.
  #expect(abs(differentiate([[1, 1, 1, 1]], [2]).loss - 1.3862944) < 1e-6)
  #expect(abs(differentiate([[3, 1], [1, 1]], [0, 1]).loss - 0.1269280 - 0.6931472) < 1e-6)
  #expect(abs(differentiate([[0, 0]], [1], scale: 4).gradient[0][1] + 2) < 1e-6)
}

@Test func smoothedCrossEntropyHasItsKnownValues() {
  // Logits (log 3, 0): softmax (3/4, 1/4); smoothing 0.4 asks for (0.8, 0.2): -0.8 log 3/4 - 0.2 log 1/4.
  let smoothed = differentiate([[Float(1.0986123), 0]], [0], smoothing: 0.4)
  #expect(abs(smoothed.loss - 0.5074045) < 1e-6)
  #expect(abs(smoothed.gradient[0][0] + 0.05) < 1e-6 && abs(smoothed.gradient[0][1] - 0.05) < 1e-6)
}

@Test func largeLogitsStayFiniteAndNotANumberIsSeen() {
  #expect(abs(differentiate([[1000, 0]], [1]).loss - 1000) < 1e-3)
  #expect(!differentiate([[.nan, 0]], [1]).loss.isFinite)
  #expect(!differentiate([[0, .infinity]], [0]).loss.isFinite)
}

@Test func whatIsNoLogitBecomesZero() {
  var logits = AlignedFloats([Float](repeating: 1, count: 32))
  _ = SoftmaxCrossEntropy.differentiate(&logits, targets: [0, 4], classCount: 5, stride: 16, scale: 1)
  #expect((5..<16).allSatisfy { logits[$0] == 0 && logits[16 + $0] == 0 })
}
