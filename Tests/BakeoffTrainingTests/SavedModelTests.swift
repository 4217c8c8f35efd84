import BakeoffCore
import BakeoffMath
import BakeoffTraining
import Foundation
import Testing

private let shape = FeatureShape(height: 9, width: 7)

private func rows(_ count: Int) -> Features {
  var generator = SeededGenerator(seed: 3)
  return Features(
    shape: shape, floats: (0..<count * shape.count).map { _ in Float.random(in: -1...1, using: &generator) })
}

private func linearModel(classes: [Int], classCount: Int, link: LinearModel.Link) -> LinearModel {
  var columns = LinearColumns(featureCount: shape.count, classes: classes, pairwise: link == .softmax)
  columns.load((0..<columns.parameterCount).map { sin(Double($0)) })
  let offset = (0..<shape.count).map { Float($0) / 100 }
  return LinearModel(shape: shape, classCount: classCount, columns: columns, offset: offset, link: link)
}

private func network() throws -> NetworkClassifier {
  let block = try #require(
    PooledConvolution(
      input: LayerShape(shape), channels: 5, kernel: .init(height: 3, width: 2), stride: .init(height: 1, width: 2),
      pool: 2))
  let layers: [any Layer] = [
    block, Dense(input: block.output, outputs: 20, isRectified: true),
    Dense(input: LayerShape(channels: 20), outputs: 3, isRectified: false),
  ]
  return NetworkClassifier(network: Network(layers: layers, seed: 5), shape: shape, classCount: 3)
}

private func json(_ model: some Encodable) throws -> String {
  String(decoding: try JSONEncoder().encode(model), as: UTF8.self)
}

private func loaded<Model: Decodable>(_ type: Model.Type, _ json: String) throws -> Model {
  try JSONDecoder().decode(Model.self, from: Data(json.utf8))
}

@Test(arguments: [
  ([0, 1, 2], 3, LinearModel.Link.margins), ([0, 2, 3], 5, .softmax), ([1, 4], 5, .softmax), ([0, 1], 2, .margins),
])
func aLinearModelPredictsTheSameOnceLoaded(classes: [Int], classCount: Int, link: LinearModel.Link) throws {
  let model = linearModel(classes: classes, classCount: classCount, link: link)
  let other = try loaded(LinearModel.self, json(model))
  #expect(try other.predict(rows(40)) == model.predict(rows(40)))
  #expect(other.parameterCount == model.parameterCount && other.intercepts == model.intercepts)
}

@Test func aNetworkPredictsTheSameOnceLoaded() throws {
  let model = try network()
  let other = try loaded(NetworkClassifier.self, json(model))
  #expect(try other.predict(rows(40)) == model.predict(rows(40)))
}

@Test(arguments: [
  (#""classCount":5"#, #""classCount":2"#), (#""classCount":5"#, #""classCount":-1"#),
  (#""classCount":5"#, #""classCount":1000000000000000000"#), (#""height":9"#, #""height":8"#),
  (#""height":9"#, #""height":0"#),
  (#""classes":[0,2,3]"#, #""classes":[0,2,2]"#), (#""classes":[0,2,3]"#, #""classes":[0,2]"#),
  (#""classes":[0,2,3]"#, #""classes":[0,2,-1]"#), (#""features":63"#, #""features":-1"#),
  (#""link":"softmax""#, #""link":"margins""#), (#""link":"softmax""#, #""link":"probit""#),
  (#""offset":[0,"#, #""offset":[0,0,"#),
])
func aLinearModelThatDoesNotFitTogetherIsRefused(part: String, wrong: String) throws {
  let text = try json(linearModel(classes: [0, 2, 3], classCount: 5, link: .softmax))
  #expect(text.contains(part))
  #expect(throws: DecodingError.self) {
    try loaded(LinearModel.self, text.replacingOccurrences(of: part, with: wrong))
  }
}

@Test(arguments: [
  (#""classCount":3"#, #""classCount":4"#), (#""outputs":20"#, #""outputs":21"#), (#""outputs":20"#, #""outputs":0"#),
  (#""pool":2"#, #""pool":1"#), (#""pool":2"#, #""pool":0"#), (#""pool":2"#, #""pool":200"#),
  (#""channelStride":1"#, #""channelStride":2"#), (#""channels":5"#, #""channels":500000000000"#),
  (#""height":9"#, #""height":4000000000000"#), (#""parameters":["#, #""parameters":[[],"#),
])
func aNetworkThatDoesNotFitTogetherIsRefused(part: String, wrong: String) throws {
  let text = try json(network())
  #expect(text.contains(part))
  #expect(throws: DecodingError.self) {
    try loaded(NetworkClassifier.self, text.replacingOccurrences(of: part, with: wrong))
  }
}
