import BakeoffCore
import Testing

@Test(arguments: [0, 1, 2, 100], [1, 2, 7])
func resultsComeInTheirOrder(count: Int, threads: Int) {
  let results = concurrently(count, threads: threads, state: { 0 }) { number, calls in
    calls += 1
    return (number, calls)
  }
  #expect(results.map(\.0) == Array(0..<count))
  // Each thread has a state of its own: together they were called for every number.
  #expect(results.count { $0.1 == 1 } <= threads)
}

/// Says which rows it was asked for at a time.
private struct Echo: Classifier {
  var fails = false
  var changesKind = false

  func predict(_ features: Features) throws -> Predictions {
    if fails, features.floats(0..<1)[0] > 100 { throw TrainingError("no") }
    let isFirst = features.floats(0..<1)[0] == 0
    return Predictions(
      kind: changesKind && !isFirst ? .probabilities : .margins, classCount: 2,
      scores: features.floats().flatMap { [$0, -$0] })
  }
}

private let rows = Features(shape: FeatureShape(features: 1), floats: (0..<1000).map { Float($0) })

@Test func threadsPredictPartsThatAreJoined() throws {
  let alone = try Echo().predict(rows)
  for threads in [1, 2, 3, 16, 100] {
    #expect(try Echo().predict(rows, threads: threads) == alone)
  }
  #expect(try Echo().predict(rows.selecting([3, 2]), threads: 4).scores == [3, -3, 2, -2])
  #expect(throws: TrainingError.self) { try Echo(fails: true).predict(rows, threads: 2) }
  // What parts do not agree on is asked of all rows at once.
  #expect(try Echo(changesKind: true).predict(rows, threads: 2) == alone)
}
