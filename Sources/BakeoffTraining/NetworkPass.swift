import BakeoffCore
import BakeoffMath

/// The memory of forward and backward passes through one network, for up to `capacity` rows at a time.
struct NetworkPass: Sendable {
  /// The most rows a pass can take.
  let capacity: Int
  // One row's worth of the network's input a row, then 16 floats that layers may read and do not use.
  private var input: AlignedFloats
  private var memories: [LayerMemory]

  /// Memory for passes through `network`, with which `team` helps.
  init(_ network: Network, capacity: Int, team: ThreadTeam? = nil) {
    self.capacity = capacity
    input = AlignedFloats(count: capacity * network.input.count + 16)
    memories = network.layers.map { LayerMemory($0, capacity: capacity, team: team) }
  }

  /// The logits of the last forward pass (rows x network.output.count).
  var logits: AlignedFloats { memories[memories.count - 1].output }

  /// The gradient of each layer's parameters after the last backward pass.
  func parameterGradients(ofLayer index: Int) -> AlignedFloats { memories[index].parameterGradients }

  /// Reads the given rows as the input of the next forward pass, each image moved by `shift`.
  mutating func load(_ features: Features, rows: ArraySlice<Int>, shift: inout ImageShift) {
    precondition(rows.count <= capacity, "the rows fit")
    input.withUnsafeMutableBufferPointer { input in
      var target = input.mutableSpan
      features.copyRows(rows, into: &target)
      shift.apply(to: &target, rows: rows.count)
    }
  }

  /// Reads the given rows as the input of the next forward pass, each image moved as `view` says.
  mutating func load(_ features: Features, rows: Range<Int>, view: ImageView = .asItIs) {
    precondition(rows.count <= capacity, "the rows fit")
    input.withUnsafeMutableBufferPointer { input in
      var target = input.mutableSpan
      features.copyRows(rows, into: &target)
      for row in 0..<rows.count { view.apply(to: &target, at: row * features.shape.count, shape: features.shape) }
    }
  }

  /// Runs the first `rows` rows that were loaded through the network, up to the logits.
  mutating func forward(_ network: Network, rows: Int) {
    precondition(rows <= capacity, "the rows fit")
    for (index, layer) in network.layers.enumerated() {
      let source = index == 0 ? input : memories[index - 1].output
      memories[index].forward(layer, source, rows: rows, parameters: network.parameters[index])
    }
  }

  /// The summed loss of the rows of the last forward pass; the gradient of its mean takes the place of the logits, for `backward`.
  mutating func differentiate(labels: [Int], classCount: Int, smoothing: Float = 0) -> Double {
    memories[memories.count - 1].differentiate(labels: labels, classCount: classCount, smoothing: smoothing)
  }

  /// Computes every layer's parameter gradients for the rows of the last forward pass, after `differentiate`.
  mutating func backward(_ network: Network, rows: Int) {
    for (index, layer) in network.layers.enumerated().reversed() {
      let source = index == 0 ? input : memories[index - 1].output
      memories[index].differentiate(layer, input: source, rows: rows)
      if index > 0 {
        // Taken out and put back, as two elements of one array cannot be changed at once.
        var gradient = AlignedFloats(count: 0)
        swap(&gradient, &memories[index - 1].outputGradient)
        memories[index].inputGradient(
          layer, rows: rows, parameters: network.parameters[index], into: &gradient)
        swap(&gradient, &memories[index - 1].outputGradient)
      }
    }
  }
}

/// What one layer writes in a pass.
private struct LayerMemory: Sendable {
  let rowStride: Int
  var output: AlignedFloats
  var outputGradient: AlignedFloats
  var parameterGradients: AlignedFloats
  var workspace: LayerWorkspace

  init(_ layer: any Layer, capacity: Int, team: ThreadTeam?) {
    rowStride = layer.output.count
    output = AlignedFloats(count: capacity * rowStride + 16)
    outputGradient = output
    parameterGradients = AlignedFloats(count: layer.parameterCount)
    workspace = layer.makeWorkspace(rows: capacity)
    workspace.team = team
  }

  mutating func forward(_ layer: any Layer, _ input: AlignedFloats, rows: Int, parameters: AlignedFloats) {
    layer.forward(input, rows: rows, parameters: parameters, into: &output, workspace: &workspace)
  }

  mutating func differentiate(labels: [Int], classCount: Int, smoothing: Float) -> Double {
    outputGradient = output
    return SoftmaxCrossEntropy.differentiate(
      &outputGradient, targets: labels[...], classCount: classCount, stride: rowStride, scale: 1 / Float(labels.count),
      smoothing: smoothing)
  }

  mutating func differentiate(_ layer: any Layer, input: AlignedFloats, rows: Int) {
    layer.parameterGradients(
      input: input, output: output, outputGradient: &outputGradient, rows: rows, into: &parameterGradients,
      workspace: &workspace)
  }

  mutating func inputGradient(
    _ layer: any Layer, rows: Int, parameters: AlignedFloats, into gradient: inout AlignedFloats
  ) {
    layer.inputGradient(
      outputGradient: outputGradient, parameters: parameters, rows: rows, into: &gradient, workspace: &workspace)
  }
}
