import BakeoffCore
import BakeoffMath
import BakeoffTraining
import LinearSVMPlugin
import Testing

@Test func everyStepAgreesWithTheFormulas() throws {
  let reference = try NumpyReference()
  let features = Features(shape: FeatureShape(features: reference.featureCount), floats: reference.features)
  let rows = SparseRows(features, rows: 0..<features.count)
  var descent = AveragedSGD(
    featureCount: reference.featureCount, classCount: reference.classCount, batchSize: reference.batchSize,
    alpha: reference.l2, peakRate: reference.peakRate)
  var step = 0
  for epoch in 1...reference.epochs {
    for start in stride(from: 0, to: features.count, by: reference.batchSize) {
      let batch = Array(start..<min(start + reference.batchSize, features.count))
      let loss = descent.step(
        rows.selecting(batch[...]), targets: batch.map { reference.labels[$0] }, averaging: epoch > 1)
      #expect(abs(loss - reference.losses[step]) < 1e-5)
      let size = (reference.featureCount + 1) * reference.classCount
      expect(descent.current, agreesWith: reference.history[step * size..<(step + 1) * size])
      step += 1
    }
  }
  expect(descent.solution, agreesWith: reference.average[...])
}

/// Weights and then intercepts, to single-precision rounding.
private func expect(_ columns: LinearColumns, agreesWith expected: ArraySlice<Double>) {
  let classCount = columns.classes.count
  let weights = (0..<columns.featureCount).flatMap { row in (0..<classCount).map { columns.weights[row, $0] } }
  let all = weights + (0..<classCount).map { columns.intercepts[0, $0] }
  #expect(all.count == expected.count)
  #expect(zip(all, expected).allSatisfy { abs(Double($0) - $1) < 1e-6 })
}
