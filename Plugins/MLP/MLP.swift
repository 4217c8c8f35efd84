import BakeoffCore
import BakeoffMath
import BakeoffTraining

/// A multilayer perceptron: fully connected ReLU layers and softmax, trained with Adam.
///
/// Source: Goodfellow, Bengio, Courville, Deep Learning, chapter 6.
public struct MLP: ClassifierPlugin {
  /// What a user reads of it.
  public static let card = PluginCard(
    id: "mlp", title: "Multilayer perceptron", version: "4",
    summary: "Fully connected ReLU layers trained with Adam: a good choice where features have no spatial order.",
    reference: "Goodfellow, Bengio, Courville: Deep Learning (2016), chapter 6",
    needs: [.scaledColumns])

  /// Units of each hidden layer.
  @Setting(
    "units of each hidden layer, first to last, such as 256,128", .list(of: .integer(1...10_000)),
    tuned: .oneOf([128], [256], [512], [256, 128], [512, 256]))
  public var hidden = [256, 128]
  /// Passes over the training rows.
  @Setting("passes over the training rows", .integer(1...100_000, scale: .logarithmic), tuned: .logarithmic(5...30))
  public var epochs = 10
  /// Steps that few rows are given, which are passed over more often.
  @Setting("steps that few rows are given, which are passed over more often", .integer(0...10_000_000))
  public var minimumSteps = 300
  /// The share of 300 rows or more that is watched to find out whether a third of those steps or up to three times as
  /// many pay; 0 takes them as they are.
  @Setting(
    "share of 300 rows or more that is watched to find out whether a third of those steps or up to three times as many pay; 0 for none",
    .real(0..<0.9))
  public var watched = 0.15
  /// Rows a step.
  @Setting("rows a step", .integer(1...1_000_000, scale: .logarithmic), tuned: .oneOf(32, 64, 128, 256))
  public var batchSize = 128
  /// Adam's highest learning rate.
  @Setting(
    "Adam's highest learning rate; it warms up and decays to 0", .real(above: 0, scale: .logarithmic),
    tuned: .logarithmic(3e-4...1e-2))
  public var learningRate = 0.002

  /// The most pixels a training image is moved each way; plain vectors stay as they are.
  @Setting(
    "the most pixels a training image is moved each way whenever it is seen; rows that are no images stay as they are",
    .integer(0...), tuned: .oneOf(0, 1, 2))
  public var shift = 1

  /// The recipe with its default settings.
  public init() {}

  /// Trains a network of the given hidden layers on the rows, read as plain vectors.
  public func fit(_ examples: Examples, context: FitContext) throws -> NetworkClassifier {
    let network = makeNetwork(
      inputs: examples.features.shape.count, classCount: examples.classCount,
      seed: derivedSeed(context.seed, "parameters"))
    return try training.fit(network, to: examples, context: context)
  }

  package var training: NetworkTraining {
    NetworkTraining(
      epochs: epochs, minimumSteps: minimumSteps, watchedShare: watched, batchSize: batchSize,
      learningRate: learningRate, shift: shift)
  }

  package func makeNetwork(inputs: Int, classCount: Int, seed: UInt64) -> Network {
    var layers: [any Layer] = []
    var shape = LayerShape(FeatureShape(features: inputs))
    for units in hidden {
      let layer = Dense(input: shape, outputs: units, isRectified: true)
      layers.append(layer)
      shape = layer.output
    }
    return Network(layers: layers + [Dense(input: shape, outputs: classCount, isRectified: false)], seed: seed)
  }
}
