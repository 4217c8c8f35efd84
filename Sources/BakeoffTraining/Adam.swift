import BakeoffMath

/// Adam: gradient descent whose steps are scaled by running means of the gradient and of its square.
///
/// Source: Kingma and Ba, "Adam: a method for stochastic optimization", ICLR 2015, algorithm 1.
public struct Adam: Sendable {
  /// How slowly the mean of the gradient changes, 0..<1.
  package let beta1: Double
  /// How slowly the mean of its square changes, 0..<1.
  package let beta2: Double
  /// Keeps the division finite, above 0.
  package let epsilon: Double
  private var moments: [AdamMoments]
  private var beta1Power = 1.0
  private var beta2Power = 1.0

  /// An optimiser for parameters held in arrays of the given lengths.
  public init(parameterCounts: [Int], beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8) {
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    moments = parameterCounts.map(AdamMoments.init(count:))
  }

  /// Starts a step; every array of parameters then takes it through `update`.
  public mutating func beginStep() {
    beta1Power *= beta1
    beta2Power *= beta2
  }

  /// Moves the parameters of array number `index` against their gradients.
  public mutating func update(
    _ index: Int, _ parameters: inout AlignedFloats, gradients: AlignedFloats, learningRate: Double
  ) {
    update(index, &parameters, gradients: gradients, learningRate: learningRate, by: nil)
  }

  /// The same, shared out among the threads of `team`.
  package mutating func update(
    _ index: Int, _ parameters: inout AlignedFloats, gradients: AlignedFloats, learningRate: Double,
    by team: ThreadTeam?
  ) {
    moments[index].step(
      &parameters, gradients: gradients, beta1: Float(beta1), beta2: Float(beta2),
      rate: Float(learningRate / (1 - beta1Power)), inverseRoot: Float(1 / (1 - beta2Power).squareRoot()),
      epsilon: Float(epsilon), by: team)
  }
}
