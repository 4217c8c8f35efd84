import BakeoffCore
import BakeoffMath
import BakeoffTraining
import Testing

/// Rows of 400 columns of which `filled` are not zero.
private func features(filled: Int) -> Features {
  var values = [Float](repeating: 0, count: 1100 * 400)
  for row in 0..<1100 {
    for index in 0..<filled { values[row * 400 + (row * 7 + index * 13) % 400] = Float(row % 9) - Float(index) - 0.5 }
  }
  return Features(shape: FeatureShape(features: 400), floats: values)
}

@Test(arguments: [5, 300])
func batchesAreTheRowsWhetherTheyAreKeptOrReadAnew(filled: Int) {
  let features = features(filled: filled)
  let batches = SparseBatches(features)
  // An eighth of the memory is 25 of 400 values.
  #expect(batches.isKept == (filled < 25))
  var batch = batches.makeBatch()
  for rows in [[3, 1099, 3], [0]] {
    batches.read(rows[...], into: &batch)
    let direct = SparseRows(features.selecting(rows), rows: 0..<rows.count)
    #expect(batch.count == rows.count && batch.valueCount == direct.valueCount)
    #expect(batch.squaredLength == direct.squaredLength)
  }
  #expect(batches.blocks == [0..<1024, 1024..<1100])
  batches.read(1024..<1100, into: &batch)
  #expect(batch.count == 76)
  let squares = features.floats().reduce(0) { $0 + Double($1) * Double($1) }
  #expect(abs(batches.meanSquaredLength - squares / 1100) < 1e-9 * squares)
}

@Test func bytesAndCentredRowsAreNotKept() {
  let bytes = Features(shape: FeatureShape(features: 40), bytes: [UInt8](repeating: 0, count: 400))
  #expect(!SparseBatches(bytes).isKept)
  #expect(!SparseBatches(features(filled: 5), offset: [Float](repeating: 1, count: 400)).isKept)
}
