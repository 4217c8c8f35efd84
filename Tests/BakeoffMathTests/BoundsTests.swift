import BakeoffCore
import BakeoffMath
import Testing

@Test func parametersWithoutTheBiasesAreRefused() async {
  await #expect(processExitsWith: .failure) {
    let layer = Dense(input: LayerShape(FeatureShape(features: 3)), outputs: 20, isRectified: false)
    var output = AlignedFloats(count: layer.output.count)
    var workspace = layer.makeWorkspace(rows: 1)
    layer.forward(
      AlignedFloats(count: 3), rows: 1, parameters: AlignedFloats(count: layer.parameterCount - 1), into: &output,
      workspace: &workspace)
  }
}

/// The gradient of an image that has so many floats after it.
private func differentiate(floatsPastTheImage: Int) {
  guard
    let layer = PooledConvolution(
      input: LayerShape(FeatureShape(height: 4, width: 4)), channels: 2, kernel: .init(height: 3, width: 3), pool: 2)
  else { preconditionFailure("the image holds a block") }
  var gradient = AlignedFloats(count: layer.output.count)
  var gradients = AlignedFloats(count: layer.parameterCount)
  var workspace = layer.makeWorkspace(rows: 1)
  layer.parameterGradients(
    input: AlignedFloats(count: layer.input.count + floatsPastTheImage), output: gradient,
    outputGradient: &gradient, rows: 1, into: &gradients, workspace: &workspace)
}

@Test func anImageWithoutWhatIsReadPastItIsRefused() async {
  differentiate(floatsPastTheImage: 16)
  await #expect(processExitsWith: .failure) { differentiate(floatsPastTheImage: 0) }
}
