import BakeoffCore
import BakeoffMath
import Testing

private typealias Extent = PooledConvolution.Extent

/// A layer for each way the kernels cut their work: channels below and above a vector, kernels and strides not square,
/// pools of 1 to 3, runs of every number of vectors.
private let layers: [PooledConvolution] = [
  (LayerShape(FeatureShape(height: 7, width: 9)), 3, Extent(height: 3, width: 3), Extent(height: 1, width: 1), 2),
  (
    LayerShape(FeatureShape(height: 8, width: 6, channels: 3)), 17, .init(height: 2, width: 3),
    .init(height: 1, width: 2), 1
  ),
  (LayerShape(height: 9, width: 11, channels: 5), 4, .init(height: 3, width: 3), .init(height: 2, width: 1), 2),
  (LayerShape(height: 8, width: 9, channels: 16), 20, .init(height: 3, width: 2), .init(height: 1, width: 1), 3),
  (LayerShape(height: 6, width: 7, channels: 18), 2, .init(height: 1, width: 3), .init(height: 1, width: 1), 2),
  (LayerShape(height: 9, width: 8, channels: 2), 6, .init(height: 5, width: 4), .init(height: 2, width: 2), 1),
  (
    LayerShape(FeatureShape(height: 9, width: 9, channels: 2)), 5, .init(height: 4, width: 9),
    .init(height: 1, width: 1), 1
  ),
  (LayerShape(FeatureShape(height: 12, width: 11)), 7, .init(height: 5, width: 5), .init(height: 1, width: 1), 2),
  (LayerShape(FeatureShape(height: 10, width: 12)), 18, .init(height: 7, width: 8), .init(height: 1, width: 1), 1),
].compactMap { input, channels, kernel, stride, pool in
  PooledConvolution(input: input, channels: channels, kernel: kernel, stride: stride, pool: pool)
}

/// pool(max(0, input * W + b)) by the definition, for one value of one image.
private func naiveValue(_ layer: PooledConvolution, _ test: LayerUnderTest, image: Int, y: Int, x: Int, channel: Int)
  -> Float
{
  var best: Float = 0
  for row in y * layer.pool..<(y + 1) * layer.pool {
    for column in x * layer.pool..<(x + 1) * layer.pool {
      var sum = test.parameters[layer.biasIndex(channel: channel)]
      for ky in 0..<layer.kernel.height {
        for kx in 0..<layer.kernel.width {
          for from in 0..<layer.input.channels {
            let (down, across) = (row * layer.stride.height + ky, column * layer.stride.width + kx)
            let pixel = (image * layer.input.height + down) * layer.input.width + across
            sum +=
              test.input[pixel * layer.input.channelStride + from]
              * test.parameters[layer.weightIndex(y: ky, x: kx, from: from, to: channel)]
          }
        }
      }
      best = max(best, sum)
    }
  }
  return best
}

@Test func everyLayerToTestFitsItsInput() {
  #expect(layers.count == 9)
}

@Test(arguments: layers.indices) func convolutionAgreesWithTheNaiveLoop(index: Int) {
  let layer = layers[index]
  let test = LayerUnderTest(layer, rows: 2, seed: 11)
  let output = test.output(input: test.input, parameters: test.parameters)
  for image in 0..<2 {
    for y in 0..<layer.output.height {
      for x in 0..<layer.output.width {
        let pixel = (image * layer.output.height + y) * layer.output.width + x
        for channel in 0..<layer.output.channels {
          let naive = naiveValue(layer, test, image: image, y: y, x: x, channel: channel)
          #expect(abs(output[pixel * layer.output.channelStride + channel] - naive) < 2e-5)
        }
      }
    }
  }
}

@Test(arguments: layers.indices) func convolutionGradientsAgreeWithDifferences(index: Int) {
  #expect(LayerUnderTest(layers[index], rows: 2, seed: 12).error() < gradientTolerance)
}

@Test func anImageComesOutTheSameInAnyCompany() {
  let layer = layers[0]
  let pair = LayerUnderTest(layer, rows: 2, seed: 5)
  var alone = AlignedFloats(count: layer.output.count)
  var workspace = layer.makeWorkspace(rows: 1)
  layer.forward(
    AlignedFloats(pair.input.dropFirst(layer.input.count)), rows: 1, parameters: AlignedFloats(pair.parameters),
    into: &alone,
    workspace: &workspace)
  #expect(Array(alone) == pair.output(input: pair.input, parameters: pair.parameters).suffix(layer.output.count))
}

@Test(arguments: [(2, 9, 1), (9, 2, 1), (4, 4, 3)]) func inputsWithoutASingleBlockAreRefused(
  height: Int, width: Int, pool: Int
) {
  let input = LayerShape(FeatureShape(height: height, width: width))
  #expect(PooledConvolution(input: input, channels: 1, kernel: .init(height: 3, width: 3), pool: pool) == nil)
}

@Test(arguments: 0..<4) func aPixelThatIsNotANumberIsNotHidden(place: Int) throws {
  let layer = try #require(
    PooledConvolution(
      input: LayerShape(FeatureShape(height: 4, width: 6)), channels: 3, kernel: .init(height: 1, width: 1), pool: 2))
  let test = LayerUnderTest(layer, rows: 1, seed: 5)
  var input = test.input
  input[place / 2 * 6 + place % 2] = .nan
  let output = test.output(input: input, parameters: test.parameters)
  #expect((0..<3).allSatisfy { output[$0].isNaN })
  #expect(output.dropFirst(16).allSatisfy { $0.isFinite })
}
