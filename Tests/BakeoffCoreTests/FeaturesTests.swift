import BakeoffCore
import Testing

@Test func bytesAreReadAsFractionsOf255AndSelectionCopiesNothing() {
  let features = Features(shape: FeatureShape(height: 1, width: 2), bytes: [0, 255, 51, 102, 255, 0])
  #expect(features.count == 3)
  let chosen = features.selecting([2, 0]).selecting([1, 0, 0])
  #expect(chosen.floats() == [0, 1, 1, 0, 1, 0])
  #expect(chosen.buffer === features.buffer)
  #expect(features.floats(1..<2).map { ($0 * 255).rounded() } == [51, 102])
}

@Test func floatsAreReadAsTheyAre() {
  let features = Features(shape: FeatureShape(features: 2), floats: [1, -2, 3, 4])
  #expect(features.selecting([1]).floats() == [3, 4])
  #expect(features.bytes(ofRow: 0) == nil)
}
