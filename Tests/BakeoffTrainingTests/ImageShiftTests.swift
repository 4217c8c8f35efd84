import BakeoffCore
import BakeoffMath
import BakeoffTraining
import Foundation
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

@Test func viewsAreAveragedAsLogits() throws {
  let shape = FeatureShape(height: 3, width: 4, channels: 2)
  let layer = Dense(input: LayerShape(shape), outputs: 3, isRectified: false)
  let network = Network(layers: [layer], seed: 4)
  let views = ImageView.views(of: shape, shiftedBy: 2)
  #expect(views == [.asItIs, ImageView(down: -1, right: -1), ImageView(down: 1, right: 1)])
  let image = (1...24).map(Float.init)
  func logarithms(_ images: [[Float]], _ views: [ImageView]) throws -> [Double] {
    let model = NetworkClassifier(network: network, shape: shape, classCount: 3, views: views)
    return try model.predict(Features(shape: shape, floats: images.flatMap { $0 })).scores.map { log(Double($0)) }
  }
  // A layer that is linear has the mean logits of the views at the mean of the views.
  let all = [image, moved(image, down: -1, right: -1), moved(image, down: 1, right: 1)]
  let mean = (0..<24).map { index in all.reduce(0) { $0 + $1[index] } / 3 }
  let (found, expected) = (try logarithms([image], views), try logarithms([mean], [.asItIs]))
  for index in 0..<3 { #expect(abs((found[index] - found[0]) - (expected[index] - expected[0])) < 1e-3) }
}

@Test func onlyImagesThatLeaveSomethingHaveViews() {
  #expect(ImageView.views(of: FeatureShape(features: 24), shiftedBy: 1) == [.asItIs])
  #expect(ImageView.views(of: FeatureShape(height: 4, width: 1), shiftedBy: 1) == [.asItIs])
  #expect(ImageView.views(of: FeatureShape(height: 4, width: 4), shiftedBy: 0) == [.asItIs])
  #expect(ImageView(down: 2, right: -3).leavesSome(of: FeatureShape(height: 3, width: 4)))
  #expect(!ImageView(down: 3, right: 0).leavesSome(of: FeatureShape(height: 3, width: 4)))
  #expect(!ImageView(down: 0, right: .min).leavesSome(of: FeatureShape(height: 3, width: 4)))
}
