import BakeoffCore
import BakeoffMath
import BakeoffTraining

/// A small convolutional network: two blocks of convolution, ReLU and 2x2 max-pooling, two dense layers and softmax,
/// trained with Adam on randomly shifted images, and asked for three views of an image.
///
/// Source: LeCun, Bottou, Bengio, Haffner, "Gradient-based learning applied to document recognition", Proceedings of
/// the IEEE, 1998.
public struct CNN: ClassifierPlugin {
  /// What a user reads of it.
  public static let card = PluginCard(
    id: "cnn", title: "Convolutional network", version: "4",
    summary: "Two convolution + ReLU + max-pool blocks and a dense layer: the best choice for images.",
    reference: "LeCun, Bottou, Bengio, Haffner: Gradient-based learning applied to document recognition (1998)",
    needs: [.images])

  /// Channels of the two convolutions.
  @Setting(
    "channels of the two convolutions, such as 16,32", .list(of: .integer(1...10_000), count: 2...2),
    tuned: .oneOf([8, 16], [16, 32], [32, 64]))
  public var channels = [16, 32]
  /// Pixels of a window each way, one number for both convolutions or one for each.
  @Setting(
    "pixels of a convolution's window each way, one number or one for each",
    .list(of: .integer(1...1000), count: 1...2), tuned: .oneOf([3], [5], [5, 3]))
  public var kernel = [5, 3]
  /// Units of the dense layers between the last block and the classes.
  @Setting(
    "units of the dense layers between the last block and the classes, first to last; empty for none",
    .list(of: .integer(1...10_000), count: 0...8))
  public var hidden = [128]
  /// Passes over the training rows.
  @Setting("passes over the training rows", .integer(1...100_000, scale: .logarithmic), tuned: .logarithmic(5...15))
  public var epochs = 6
  /// Steps that few images are given, which are passed over more often.
  @Setting("steps that few images are given, which are passed over more often", .integer(0...10_000_000))
  public var minimumSteps = 600
  /// Images a step.
  @Setting("images a step", .integer(1...1_000_000, scale: .logarithmic))
  public var batchSize = 128
  /// Adam's highest learning rate.
  @Setting(
    "Adam's highest learning rate; it warms up and decays to 0", .real(above: 0, scale: .logarithmic),
    tuned: .logarithmic(5e-4...1e-2))
  public var learningRate = 0.008
  /// The most pixels a training image is moved each way.
  @Setting(
    "the most pixels a training image is moved each way whenever it is seen", .integer(0...), tuned: .oneOf(0, 1, 2))
  public var shift = 1
  /// The share of each target that is spread over all classes: label smoothing.
  @Setting("share of each target that is spread over all classes", .real(0..<1))
  public var smoothing = 0.1

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
      epochs: epochs, minimumSteps: minimumSteps, batchSize: batchSize, learningRate: learningRate, shift: shift,
      smoothing: smoothing)
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
    for (channels, kernel) in zip(channels, kernels) {
      guard
        let block = PooledConvolution(
          input: input, channels: channels, kernel: .init(height: kernel, width: kernel), pool: 2)
      else { throw tooSmall(shape) }
      layers.append(block)
      input = block.output
    }
    for units in hidden {
      let layer = Dense(input: input, outputs: units, isRectified: true)
      layers.append(layer)
      input = layer.output
    }
    return layers
  }

  /// The sides of the two windows.
  private var kernels: [Int] { kernel.count == 1 ? kernel + kernel : kernel }

  private func tooSmall(_ shape: FeatureShape) -> TrainingError {
    let smallest = 2 * (2 + kernels[1] - 1) + kernels[0] - 1
    return TrainingError(
      "images of \(shape.height)x\(shape.width) pixels are too small for two blocks with cnn.kernel="
        + "\(kernels.map(String.init).joined(separator: ",")), which need \(smallest)x\(smallest): try a smaller kernel, "
        + "or mlp")
  }
}
