import BakeoffCore
import BakeoffMath
import Benchmark

/// A layer with a batch going through it.
private struct Passing {
  let layer: any Layer
  let rows: Int
  let input: AlignedFloats
  let parameters: AlignedFloats
  var output: AlignedFloats
  var outputGradient: AlignedFloats
  var inputGradient: AlignedFloats
  var gradients: AlignedFloats
  var workspace: LayerWorkspace

  init(_ layer: any Layer, rows: Int) {
    self.layer = layer
    self.rows = rows
    var generator = SeededGenerator(seed: 0)
    input = AlignedFloats(numbers(rows * layer.input.count + 16))
    parameters = layer.initialParameters(using: &generator)
    output = AlignedFloats(count: rows * layer.output.count + 16)
    outputGradient = AlignedFloats(numbers(output.count))
    inputGradient = AlignedFloats(count: input.count)
    gradients = AlignedFloats(count: layer.parameterCount)
    workspace = layer.makeWorkspace(rows: rows)
    // What the backward passes read.
    forward()
    differentiateParameters()
  }

  mutating func forward() {
    layer.forward(input, rows: rows, parameters: parameters, into: &output, workspace: &workspace)
  }

  mutating func differentiateParameters() {
    layer.parameterGradients(
      input: input, output: output, outputGradient: &outputGradient, rows: rows, into: &gradients,
      workspace: &workspace)
  }

  mutating func differentiateInput() {
    layer.inputGradient(
      outputGradient: outputGradient, parameters: parameters, rows: rows, into: &inputGradient, workspace: &workspace)
  }
}

/// The layers of the networks' default settings, for one batch.
///
/// From a name's `rows x inner x columns` the report tells GFLOP/s: each pass of a dense layer is one product of that size.
func benchmarkLayers() {
  let image = LayerShape(FeatureShape(height: 28, width: 28))
  layer("dense, product 128x784x256", rows: 128, isFirst: true) {
    Dense(input: image, outputs: 256, isRectified: true)
  }
  layer("dense, product 128x256x128", rows: 128) {
    Dense(input: LayerShape(channels: 256), outputs: 128, isRectified: true)
  }
  layer("convolution 28x28x1 to 16, pooled, 64 images", rows: 64, isFirst: true) {
    convolution(from: image, channels: 16)
  }
  layer("convolution 13x13x16 to 32, pooled, 64 images", rows: 64) {
    convolution(from: LayerShape(height: 13, width: 13, channels: 16), channels: 32)
  }
}

private func convolution(from input: LayerShape, channels: Int) -> any Layer {
  guard let layer = PooledConvolution(input: input, channels: channels, kernel: .init(height: 3, width: 3), pool: 2)
  else { preconditionFailure("the image is large enough") }
  return layer
}

/// The first layer of a network has no use for its input's gradient.
private func layer(_ name: String, rows: Int, isFirst: Bool = false, _ layer: @escaping () -> any Layer) {
  measure("\(name): forward", { Passing(layer(), rows: rows) }) { $0.forward() }
  measure("\(name): parameters' gradient", { Passing(layer(), rows: rows) }) { $0.differentiateParameters() }
  if !isFirst {
    measure("\(name): input's gradient", { Passing(layer(), rows: rows) }) { $0.differentiateInput() }
  }
}
