import BakeoffCore

/// A fully connected layer: output = f(input W + b), f being ReLU, max(0, x), or nothing.
///
/// Parameters: W as panels [outputs / 16][inputs][16], then b (outputs), outputs padded to a multiple of 16. Gradients,
/// with D = dL/doutput x f'(output): dL/dW = input' D, dL/db = the sum of D's rows, dL/dinput = D W'.
/// Source: Goodfellow, Bengio, Courville, Deep Learning, 6.5.
public struct Dense: Layer {
  /// What it reads, flattened.
  public let input: LayerShape
  /// 1 x 1 x outputs.
  public let output: LayerShape
  /// Whether ReLU follows.
  package let isRectified: Bool

  /// A layer from every value of `input` to `outputs` values.
  public init(input: LayerShape, outputs: Int, isRectified: Bool) {
    self.input = input
    self.output = LayerShape(channels: outputs)
    self.isRectified = isRectified
  }

  private var weightCount: Int { input.count * output.count }
  private var panelCount: Int { output.count / laneCount }

  /// Weights and biases, padding included.
  public var parameterCount: Int { weightCount + output.count }
  /// inputs x outputs weights and a bias an output.
  public var learnedCount: Int { (input.valueCount + 1) * output.channels }

  /// Weights of variance 2 / inputs, biases 0.
  public func initialParameters(using generator: inout SeededGenerator) -> AlignedFloats {
    var drawn = heNormal(input.valueCount * output.channels, inputs: input.valueCount, using: &generator)[...]
    var parameters = AlignedFloats(count: parameterCount)
    for row in 0..<input.count where row % input.channelStride < input.channels {
      for column in 0..<output.channels {
        parameters[weightIndex(row: row, column: column)] = drawn.removeFirst()
      }
    }
    return parameters
  }

  /// Where the weight from input `row` to output `column` is kept.
  package func weightIndex(row: Int, column: Int) -> Int {
    (column / laneCount * input.count + row) * laneCount + column % laneCount
  }

  /// Where the bias of output `column` is kept.
  package func biasIndex(column: Int) -> Int { weightCount + column }

  /// Room for the packed gradient and the transposed weights.
  public func makeWorkspace(rows: Int) -> LayerWorkspace {
    LayerWorkspace(
      floats: AlignedFloats(count: rows * output.count), scratch: AlignedFloats(count: weightCount))
  }

  /// output = f(input W + b).
  public func forward(
    _ input: AlignedFloats, rows: Int, parameters: AlignedFloats, into output: inout AlignedFloats,
    workspace: inout LayerWorkspace
  ) {
    windowProduct(
      input, WindowPoints(rows: rows, rowStride: self.input.count), Window(run: self.input.count), parameters,
      Panels(count: panelCount, stride: self.input.count * laneCount, bias: weightCount), into: &output,
      SumLayout(stride: self.output.count, panelStride: laneCount), by: workspace.team)
    if isRectified { rectify(&output, count: rows * self.output.count) }
  }

  /// dL/dW = input' D and dL/db = the sum of D's rows.
  public func parameterGradients(
    input: AlignedFloats, output: AlignedFloats, outputGradient: inout AlignedFloats, rows: Int,
    into gradients: inout AlignedFloats, workspace: inout LayerWorkspace
  ) {
    let outputs = self.output.count
    if isRectified { maskWhereRectified(&outputGradient, output: output, count: rows * outputs) }
    sumRows(outputGradient, rows: rows, columns: outputs, into: &gradients, at: weightCount)
    packPanels(outputGradient, rows: rows, columns: outputs, into: &workspace.floats)
    let inputs = self.input.count
    windowProduct(
      input, WindowPoints(rows: 1, columns: inputs, rowStride: 0, columnStride: 1), Window(run: rows, step: inputs),
      workspace.floats, Panels(count: panelCount, stride: rows * laneCount), into: &gradients,
      SumLayout(stride: laneCount, panelStride: inputs * laneCount), by: workspace.team)
  }

  /// dL/dinput = D W'.
  public func inputGradient(
    outputGradient: AlignedFloats, parameters: AlignedFloats, rows: Int, into inputGradient: inout AlignedFloats,
    workspace: inout LayerWorkspace
  ) {
    let (inputs, outputs) = (input.count, output.count)
    precondition(inputs % laneCount == 0, "the input is padded")
    transposePanels(parameters, rows: inputs, columns: outputs, into: &workspace.scratch)
    windowProduct(
      outputGradient, WindowPoints(rows: rows, rowStride: outputs), Window(run: outputs), workspace.scratch,
      Panels(count: inputs / laneCount, stride: outputs * laneCount), into: &inputGradient,
      SumLayout(stride: inputs, panelStride: laneCount), by: workspace.team)
  }
}
