import BakeoffCore
import BakeoffMath

/// Layers, each reading what the one before it writes, with their parameters.
public struct Network: Sendable {
  /// The layers in order; the last one writes the logits.
  public let layers: [any Layer]
  /// The parameters of each layer, flat.
  public var parameters: [AlignedFloats]

  /// Joins layers and draws their first parameters from `seed`; traps unless their shapes fit.
  public init(layers: [any Layer], seed: UInt64) {
    precondition(!layers.isEmpty, "a network has a layer")
    precondition(zip(layers, layers.dropFirst()).allSatisfy { $0.output == $1.input }, "the layers fit")
    self.layers = layers
    var generator = SeededGenerator(seed: seed)
    parameters = layers.map { $0.initialParameters(using: &generator) }
  }

  /// The shape of one row of its input.
  public var input: LayerShape { layers[0].input }
  /// The shape of one row of logits.
  public var output: LayerShape { layers[layers.count - 1].output }
  /// Learned numbers.
  package var learnedCount: Int { layers.reduce(0) { $0 + $1.learnedCount } }
}
