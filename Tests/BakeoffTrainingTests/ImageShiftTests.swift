import BakeoffCore
import BakeoffTraining
import Testing

/// One image of 3 x 4 pixels and two channels, moved down and right by whole pixels, by the definition.
private func moved(_ image: [Float], down: Int, right: Int) -> [Float] {
  (0..<24).map { index in
    let (y, x, channel) = (index / 8 - down, index / 2 % 4 - right, index % 2)
    return y >= 0 && y < 3 && x >= 0 && x < 4 ? image[(y * 4 + x) * 2 + channel] : 0
  }
}

@Test func everyShiftIsAWholeMoveAndEachOccurs() {
  let image = (1...24).map(Float.init)
  let expected = (-1...1).flatMap { down in (-1...1).map { moved(image, down: down, right: $0) } }
  var shift = ImageShift(FeatureShape(height: 3, width: 4, channels: 2), by: 1, seed: 3)
  var images = (0..<200).flatMap { _ in image }
  var span = images.mutableSpan
  shift.apply(to: &span, rows: 200)
  let seen = Set((0..<200).map { Array(images[$0 * 24..<($0 + 1) * 24]) })
  #expect(seen == Set(expected))
}

@Test func plainVectorsAndNoShiftStayAsTheyAre() {
  for (shape, distance) in [(FeatureShape(features: 24), 3), (FeatureShape(height: 3, width: 8), 0)] {
    var shift = ImageShift(shape, by: distance, seed: 3)
    var values = (1...24).map(Float.init)
    var span = values.mutableSpan
    shift.apply(to: &span, rows: 1)
    #expect(values == (1...24).map(Float.init))
  }
}

@Test func aShiftLeavesSomeOfTheImage() {
  var shift = ImageShift(FeatureShape(height: 2, width: 3), by: 100, seed: 3)
  var values = [Float](repeating: 1, count: 6 * 50)
  var span = values.mutableSpan
  shift.apply(to: &span, rows: 50)
  #expect((0..<50).allSatisfy { values[$0 * 6..<($0 + 1) * 6].contains(1) })
}
