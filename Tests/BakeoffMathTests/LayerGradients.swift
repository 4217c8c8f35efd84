import BakeoffCore
import BakeoffMath

/// A layer at random inputs and parameters, with the loss sum(projection x output) for a random projection.
struct LayerUnderTest {
  let layer: any Layer
  let rows: Int
  let input: [Float]
  let parameters: [Float]
  private let projection: [Float]

  init(_ layer: any Layer, rows: Int, seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    self.layer = layer
    self.rows = rows
    input = Self.values(layer.input, rows: rows, using: &generator) + [Float](repeating: 7, count: 16)
    projection = Self.values(layer.output, rows: rows, using: &generator)
    parameters = layer.initialParameters(using: &generator).map { $0 == 0 ? 0.03 : $0 }
  }

  /// Random values, 0 in the padding of each pixel.
  private static func values(_ shape: LayerShape, rows: Int, using generator: inout SeededGenerator) -> [Float] {
    randomValues(rows * shape.count, using: &generator).enumerated().map { index, value in
      index % shape.channelStride < shape.channels ? value : 0
    }
  }

  func output(input: [Float], parameters: [Float]) -> [Float] {
    var output = AlignedFloats(count: rows * layer.output.count)
    var workspace = layer.makeWorkspace(rows: rows)
    layer.forward(
      AlignedFloats(input), rows: rows, parameters: AlignedFloats(parameters), into: &output, workspace: &workspace)
    return Array(output)
  }

  func loss(input: [Float], parameters: [Float]) -> Double {
    zip(output(input: input, parameters: parameters), projection).reduce(0) { $0 + Double($1.0) * Double($1.1) }
  }

  /// dL/dparameters, and dL/dinput where the input is padded.
  func gradients() -> (parameters: [Float], input: [Float]?) {
    var output = AlignedFloats(count: rows * layer.output.count)
    var workspace = layer.makeWorkspace(rows: rows)
    layer.forward(
      AlignedFloats(input), rows: rows, parameters: AlignedFloats(parameters), into: &output, workspace: &workspace)
    var outputGradient = AlignedFloats(projection)
    var gradients = AlignedFloats([Float](repeating: .nan, count: layer.parameterCount))
    layer.parameterGradients(
      input: AlignedFloats(input), output: output, outputGradient: &outputGradient, rows: rows, into: &gradients,
      workspace: &workspace)
    guard layer.input.channelStride % 16 == 0 else { return (Array(gradients), nil) }
    var inputGradient = AlignedFloats([Float](repeating: .nan, count: rows * layer.input.count))
    layer.inputGradient(
      outputGradient: outputGradient, parameters: AlignedFloats(parameters), rows: rows, into: &inputGradient,
      workspace: &workspace)
    return (Array(gradients), Array(inputGradient))
  }

  /// The worse of the errors of both gradients.
  func error() -> Double {
    let gradients = gradients()
    let parameterError = gradientError(
      gradients.parameters, of: { loss(input: input, parameters: $0) }, at: parameters)
    guard let inputGradient = gradients.input else { return parameterError }
    let rowsAlone = Array(input.prefix(rows * layer.input.count))
    let inputError = gradientError(
      inputGradient, of: { loss(input: $0 + input.suffix(16), parameters: parameters) }, at: rowsAlone)
    return max(parameterError, inputError)
  }
}
