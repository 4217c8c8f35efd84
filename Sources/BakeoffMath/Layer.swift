import BakeoffCore

/// A differentiable step from rows of `input` to rows of `output`; its parameters are kept by the caller, flat.
///
/// All arrays are rows x shape.count, or longer. Backpropagation calls, for the same rows and after `forward` with
/// the same workspace, first `parameterGradients` and then, where the layer before it learns too, `inputGradient`.
public protocol Layer: Sendable {
  /// What it reads.
  var input: LayerShape { get }
  /// What it writes.
  var output: LayerShape { get }
  /// Floats its parameters take, padding included.
  var parameterCount: Int { get }
  /// Learned numbers among them.
  var learnedCount: Int { get }

  /// Parameters to start from; padding is 0 and stays 0.
  func initialParameters(using generator: inout SeededGenerator) -> AlignedFloats
  /// Scratch memory for up to `rows` rows.
  func makeWorkspace(rows: Int) -> LayerWorkspace
  /// output = f(input; parameters).
  func forward(
    _ input: AlignedFloats, rows: Int, parameters: AlignedFloats, into output: inout AlignedFloats,
    workspace: inout LayerWorkspace)
  /// gradients = dL/dparameters, given dL/doutput, which is multiplied by the derivative of the activation in place.
  /// The input has 16 floats past its rows: they may be read, and their values do not matter.
  func parameterGradients(
    input: AlignedFloats, output: AlignedFloats, outputGradient: inout AlignedFloats, rows: Int,
    into gradients: inout AlignedFloats, workspace: inout LayerWorkspace)
  /// inputGradient = dL/dinput, given the output's gradient as `parameterGradients` left it. The input's channels
  /// must be padded to a multiple of 16.
  func inputGradient(
    outputGradient: AlignedFloats, parameters: AlignedFloats, rows: Int, into inputGradient: inout AlignedFloats,
    workspace: inout LayerWorkspace)
}

/// What a layer keeps between its forward and backward passes, and its scratch memory.
public struct LayerWorkspace: Sendable {
  /// Threads that help. They share out what is computed, never the terms of a sum, so that they change no bit.
  package var team: ThreadTeam?
  var floats = AlignedFloats(count: 0)
  var scratch = AlignedFloats(count: 0)
  var offsets: [Int32] = []
}
