import BakeoffCore
import BakeoffMath
import Testing

private let inputs = [
  LayerShape(FeatureShape(features: 7)), LayerShape(channels: 5), LayerShape(height: 2, width: 3, channels: 17),
]

@Test(arguments: inputs, [1, 3, 18])
func denseGradientsAgreeWithDifferences(input: LayerShape, outputs: Int) {
  for isRectified in [false, true] {
    let layer = Dense(input: input, outputs: outputs, isRectified: isRectified)
    #expect(LayerUnderTest(layer, rows: 5, seed: 3).error() < gradientTolerance)
  }
}

@Test func aWrongGradientIsCaught() {
  let test = LayerUnderTest(Dense(input: LayerShape(channels: 5), outputs: 3, isRectified: true), rows: 4, seed: 3)
  var gradient = test.gradients().parameters
  let largest = gradient.indices.max { abs(gradient[$0]) < abs(gradient[$1]) } ?? 0
  gradient[largest] *= 1.02
  let error = gradientError(
    gradient, of: { test.loss(input: test.input, parameters: $0) }, at: test.parameters)
  #expect(error > gradientTolerance)
}

@Test func denseAgreesWithItsDefinition() {
  let layer = Dense(input: LayerShape(FeatureShape(features: 5)), outputs: 18, isRectified: true)
  let test = LayerUnderTest(layer, rows: 13, seed: 1)
  let output = test.output(input: test.input, parameters: test.parameters)
  for row in 0..<13 {
    for column in 0..<18 {
      let sum = (0..<5).reduce(test.parameters[layer.biasIndex(column: column)]) { sum, index in
        sum + test.input[row * 5 + index] * test.parameters[layer.weightIndex(row: index, column: column)]
      }
      #expect(abs(output[row * 32 + column] - max(0, sum)) < 1e-5)
    }
  }
}

@Test(arguments: [1, 2, 3, 5, 11, 12, 13, 25]) func aRowComesOutTheSameInAnyCompany(rows: Int) {
  let layer = Dense(input: LayerShape(FeatureShape(features: 33)), outputs: 50, isRectified: false)
  let all = LayerUnderTest(layer, rows: 25, seed: 5)
  let whole = all.output(input: all.input, parameters: all.parameters)
  var part = AlignedFloats(count: rows * layer.output.count)
  var workspace = layer.makeWorkspace(rows: rows)
  layer.forward(
    AlignedFloats(all.input.dropFirst((25 - rows) * 33)), rows: rows, parameters: AlignedFloats(all.parameters),
    into: &part,
    workspace: &workspace)
  #expect(Array(part) == whole.suffix(rows * layer.output.count))
}

@Test func initialWeightsHaveHesVarianceAndPaddingIsZero() {
  let layer = Dense(input: LayerShape(height: 10, width: 10, channels: 3), outputs: 40, isRectified: true)
  var generator = SeededGenerator(seed: 1)
  let parameters = layer.initialParameters(using: &generator)
  let learned = parameters.filter { $0 != 0 }.map(Double.init)
  #expect(learned.count == 300 * 40)
  #expect(layer.learnedCount == 301 * 40)
  let variance = learned.reduce(0) { $0 + $1 * $1 } / Double(learned.count)
  #expect(abs(variance - 2 / 300.0) < 0.05 * 2 / 300)
  #expect(abs(learned.reduce(0, +) / Double(learned.count)) < 0.003)
}
