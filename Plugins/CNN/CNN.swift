import BakeoffCore
import BakeoffMath
import BakeoffTraining

/// A small convolutional network: two blocks of convolution, ReLU and 2x2 max-pooling, a dense layer and softmax,
/// trained with Adam on randomly shifted images.
///
/// Source: LeCun, Bottou, Bengio, Haffner, "Gradient-based learning applied to document recognition", Proceedings of
/// the IEEE, 1998.
public struct CNN: ClassifierPlugin {
  /// What a user reads of it.
  public static let card = PluginCard(
    id: "cnn", title: "Convolutional network", version: "3",
    summary: "Two convolution + ReLU + max-pool blocks and a dense layer: the best choice for images.",
    reference: "LeCun, Bottou, Bengio, Haffner: Gradient-based learning applied to document recognition (1998)",
    needs: [.images])

  /// Channels of the two convolutions.
  @Setting(
    "channels of the two convolutions, such as 16,32", .list(of: .integer(1...10_000), count: 2...2),
    tuned: .oneOf([8, 16], [16, 32], [32, 64]))
  public var channels = [16, 32]
  /// Pixels of a window each way.
  @Setting("pixels of a convolution's window each way", .integer(1...1000), tuned: .oneOf(3, 5))
  public var kernel = 3
  /// Passes over the training rows.
  @Setting("passes over the training rows", .integer(1...100_000, scale: .logarithmic), tuned: .logarithmic(5...15))
  public var epochs = 10
  /// Steps that few images are given, which are passed over more often.
  @Setting("steps that few images are given, which are passed over more often", .integer(0...10_000_000))
  public var minimumSteps = 600
  /// Images a step.
  @Setting("images a step", .integer(1...1_000_000, scale: .logarithmic))
  public var batchSize = 64
  /// Adam's highest learning rate.
  @Setting(
    "Adam's highest learning rate; it warms up and decays to 0", .real(above: 0, scale: .logarithmic),
    tuned: .logarithmic(5e-4...1e-2))
  public var learningRate = 0.003
  /// The most pixels a training image is moved each way.
  @Setting(
    "the most pixels a training image is moved each way whenever it is seen", .integer(0...), tuned: .oneOf(0, 1, 2))
  public var shift = 1

  /// The recipe with its default settings.
  public init() {}

  /// Throws `TrainingError` for plain vectors and for images too small for two blocks.
  public func check(_ shape: FeatureShape) throws { _ = try layers(shape: shape) }

  /// Trains the network on the images.
  ///
  /// Throws `TrainingError` for plain vectors and for images too small for two blocks.
  public func fit(_ examples: Examples, context: FitContext) throws -> NetworkClassifier {
    let network = try makeNetwork(
      shape: examples.features.shape, classCount: examples.classCount,
      seed: derivedSeed(context.seed, "parameters"))
    return try training.fit(network, to: examples, context: context)
  }

  package var training: NetworkTraining {
    NetworkTraining(
      epochs: epochs, minimumSteps: minimumSteps, batchSize: batchSize, learningRate: learningRate, shift: shift)
  }

  package func makeNetwork(shape: FeatureShape, classCount: Int, seed: UInt64) throws -> Network {
    let layers = try layers(shape: shape)
    let input = layers.last?.output ?? LayerShape(shape)
    return Network(layers: layers + [Dense(input: input, outputs: classCount, isRectified: false)], seed: seed)
  }

  /// The two blocks.
  private func layers(shape: FeatureShape) throws -> [any Layer] {
    guard shape.isImage else {
      throw TrainingError("cnn needs images; these rows are plain vectors of \(shape.count) values: try mlp instead")
    }
    var layers: [any Layer] = []
    var input = LayerShape(shape)
    for channels in channels {
      guard
        let block = PooledConvolution(
          input: input, channels: channels, kernel: .init(height: kernel, width: kernel), pool: 2)
      else { throw tooSmall(shape) }
      layers.append(block)
      input = block.output
    }
    return layers
  }

  private func tooSmall(_ shape: FeatureShape) -> TrainingError {
    let smallest = 2 * (2 + kernel - 1) + kernel - 1
    return TrainingError(
      "images of \(shape.height)x\(shape.width) pixels are too small for two blocks with cnn.kernel=\(kernel), "
        + "which need \(smallest)x\(smallest): try a smaller kernel, or mlp")
  }
}
