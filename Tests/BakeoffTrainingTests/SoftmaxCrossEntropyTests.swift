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

private func differentiate(_ rows: [[Float]], _ labels: [Int], scale: Float = 1) -> (loss: Double, gradient: [[Float]])
{
  var logits = PaddedMatrix(rows: rows.count, columns: rows[0].count, padding: 7)
  for (row, values) in rows.enumerated() {
    for (column, value) in values.enumerated() { logits[row, column] = value }
  }
  let loss = SoftmaxCrossEntropy.differentiate(&logits, targets: labels[...], scale: scale)
  return (loss, rows.indices.map { row in rows[row].indices.map { logits[row, $0] } })
}

@Test(arguments: [(1, 2), (3, 3), (4, 10), (2, 17), (2, 16)])
func crossEntropyGradientAgreesWithDifferences(shape: (rows: Int, classCount: Int)) {
  let (logits, labels) = randomLogits(rows: shape.rows, classCount: shape.classCount)
  let gradient = differentiate(logits, labels, scale: 0.5).gradient
  for row in 0..<shape.rows {
    for column in 0..<shape.classCount {
      func loss(_ step: Float) -> Double {
        var moved = logits
        moved[row][column] += step
        return differentiate(moved, labels).loss
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
