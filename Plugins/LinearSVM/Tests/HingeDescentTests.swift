import BakeoffCore
import BakeoffMath
import BakeoffTraining
import LinearSVMPlugin
import Testing

@Test func everyStepAgreesWithTheFormulas() {
  typealias Reference = NumpyReference
  let features = Features(shape: FeatureShape(features: Reference.featureCount), floats: Reference.features)
  let rows = SparseRows(features, rows: 0..<features.count)
  var descent = HingeDescent(
    featureCount: Reference.featureCount, classCount: Reference.classCount, batchSize: Reference.batchSize,
    l2: Reference.l2, peakRate: Reference.peakRate)
  var step = 0
  for epoch in 1...Reference.epochs {
    for start in stride(from: 0, to: features.count, by: Reference.batchSize) {
      let batch = Array(start..<min(start + Reference.batchSize, features.count))
      let loss = descent.step(
        rows.selecting(batch), targets: batch.map { Reference.labels[$0] }, averaging: epoch > 1)
      #expect(abs(loss - Reference.losses[step]) < 1e-5)
      let size = (Reference.featureCount + 1) * Reference.classCount
      expect(descent.current, agreesWith: Reference.history[step * size..<(step + 1) * size])
      step += 1
    }
  }
  expect(descent.solution, agreesWith: Reference.average[...])
}

/// Weights and then intercepts, to single-precision rounding.
private func expect(_ columns: LinearColumns, agreesWith expected: ArraySlice<Double>) {
  let classCount = NumpyReference.classCount
  let weights = (0..<columns.featureCount).flatMap { row in (0..<classCount).map { columns.weights[row, $0] } }
  let all = weights + (0..<classCount).map { columns.intercepts[0, $0] }
  #expect(all.count == expected.count)
  #expect(zip(all, expected).allSatisfy { abs(Double($0) - $1) < 1e-6 })
}
