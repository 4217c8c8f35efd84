import BakeoffTraining
import Testing

@Test(arguments: [(0, 4), (1, 4), (8, 4), (10, 4), (3, 100), (5, .max)])
func anEpochHoldsEveryRowOnce(rows: Int, batchSize: Int) {
  var batches = MiniBatches(rows: rows, batchSize: batchSize, seed: 1)
  for _ in 0..<3 {
    let epoch = batches.nextEpoch()
    #expect(epoch.count == batches.countPerEpoch)
    #expect(epoch.dropLast().allSatisfy { $0.count == batchSize })
    #expect(epoch.joined().sorted() == Array(0..<rows))
  }
}

@Test func theOrderDependsOnTheSeedAndTheEpoch() {
  var one = MiniBatches(rows: 50, batchSize: 8, seed: 1)
  var same = MiniBatches(rows: 50, batchSize: 8, seed: 1)
  var other = MiniBatches(rows: 50, batchSize: 8, seed: 2)
  let first = one.nextEpoch()
  #expect(first == same.nextEpoch())
  #expect(first != other.nextEpoch())
  #expect(first != one.nextEpoch())
}
