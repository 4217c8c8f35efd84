import BakeoffCore
import BakeoffTraining
import MLPPlugin
import Synchronization
import Testing

/// Labels that have nothing to do with the features, or everything.
private func rows(_ count: Int, learnable: Bool) -> Examples {
  var generator = SeededGenerator(seed: 3)
  let values = (0..<count * 4).map { _ in Float(Int.random(in: -100...100, using: &generator)) / 50 }
  let labels = (0..<count).map { row in
    learnable ? (values[row * 4] > values[row * 4 + 1] ? 1 : 0) : Int.random(in: 0...1, using: &generator)
  }
  return Examples(features: Features(shape: FeatureShape(features: 4), floats: values), labels: labels, classCount: 2)
}

private func epochs(_ examples: Examples, watched: Double = 0.15) throws -> Int {
  let count = Counter()
  var plugin = MLP()
  plugin.watched = watched
  _ = try plugin.fit(examples, context: FitContext(seed: 1, onProgress: { count.set($0.epoch) }))
  return count.value
}

private final class Counter: Sendable {
  private let stored = Mutex(0)
  var value: Int { stored.withLock { $0 } }
  func set(_ value: Int) { stored.withLock { $0 = value } }
}

@Test func noiseIsLearnedForFewerPassesThanWhatCanBeLearned() throws {
  let noise = try epochs(rows(400, learnable: false))
  let signal = try epochs(rows(400, learnable: true))
  // 300 steps of 4 batches are 75 passes; watched rows allow a third of them up to three times as many.
  #expect((25...225).contains(noise) && (25...225).contains(signal))
  #expect(noise < 50 && signal > noise)
}

@Test func tooFewRowsAreNotWatchedAndGetTheirSteps() throws {
  #expect(try epochs(rows(256, learnable: false)) == 150)
  #expect(try epochs(rows(400, learnable: false), watched: 0) == 75)
}

@Test func manyRowsAreNotPassedOverMoreOften() throws {
  #expect(try epochs(rows(12_800, learnable: true)) == 10)
}
