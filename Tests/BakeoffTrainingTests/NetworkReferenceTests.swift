import BakeoffCore
import BakeoffMath
import BakeoffTraining
import CNNPlugin
import Foundation
import MLPPlugin
import Testing

/// Training runs of PyTorch's; Fixtures/make_references.py made them.
private struct References: Decodable {
  let mlp: Reference<MLP>
  let cnn: Reference<CNN>

  init() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/references.json")
    self = try JSONDecoder().decode(References.self, from: Data(contentsOf: file))
  }
}

private struct Reference<Plugin: Decodable>: Decodable {
  struct Step: Decodable {
    let rows: [Int]
    let loss: Double
    let layers: [Parameters]?
  }
  /// Weights of a convolution height x width x from x to, of a dense layer inputs x outputs, row-major.
  struct Parameters: Decodable {
    let weights: [Float]
    let biases: [Float]
  }
  let settings: Plugin
  let shape: FeatureShape
  let features: [Float]
  let labels: [Int]
  let initial: [Parameters]
  let steps: [Step]

  var classCount: Int { initial[initial.count - 1].biases.count }

  /// Where the layer keeps what `Parameters` lists: its weights, then its biases.
  private func places(in layer: any Layer) throws -> [Int] {
    if let layer = layer as? PooledConvolution {
      var places: [Int] = []
      for y in 0..<layer.kernel.height {
        for x in 0..<layer.kernel.width {
          for from in 0..<layer.input.channels {
            places += (0..<layer.output.channels).map { layer.weightIndex(y: y, x: x, from: from, to: $0) }
          }
        }
      }
      return places + (0..<layer.output.channels).map(layer.biasIndex)
    }
    let layer = try #require(layer as? Dense)
    let rows = (0..<layer.input.count).filter { $0 % layer.input.channelStride < layer.input.channels }
    let columns = 0..<layer.output.channels
    return rows.flatMap { row in columns.map { layer.weightIndex(row: row, column: $0) } }
      + columns.map(layer.biasIndex)
  }

  /// `stored` with the reference's numbers in their places.
  private func replacing(_ stored: AlignedFloats, of layer: any Layer, by parameters: Parameters) throws
    -> AlignedFloats
  {
    let places = try places(in: layer)
    let values = parameters.weights + parameters.biases
    try #require(places.count == values.count)
    var result = stored
    for (place, value) in zip(places, values) { result[place] = value }
    return result
  }

  /// Takes the same steps from the same parameters and expects the same losses and parameters, padding included.
  func expectAgreement(of training: NetworkTraining, _ network: Network) throws {
    var network = network
    try #require(network.layers.count == initial.count)
    for (index, layer) in network.layers.enumerated() {
      network.parameters[index] = try replacing(network.parameters[index], of: layer, by: initial[index])
    }
    let examples = Examples(
      features: Features(shape: shape, floats: features), labels: labels, classCount: classCount)
    var run = TrainingRun(training, network: network, examples: examples, epochs: training.epochs, seed: 0)
    for step in steps {
      #expect(abs(run.step(on: step.rows[...]) - step.loss) < 1e-4)
      for (index, expected) in (step.layers ?? []).enumerated() {
        let found = run.network.parameters[index]
        let wanted = try replacing(found, of: network.layers[index], by: expected)
        // Adam divides by the root of the squared gradient, which magnifies float32 rounding of small gradients.
        #expect(zip(found, wanted).allSatisfy { abs($0 - $1) < 5e-5 })
      }
    }
  }
}

@Test func theMLPIsTrainedStepByStepAsInPyTorch() throws {
  let reference = try References().mlp
  let network = reference.settings.makeNetwork(
    inputs: reference.shape.count, classCount: reference.classCount, seed: 0)
  try reference.expectAgreement(of: reference.settings.training, network)
}

@Test func theCNNIsTrainedStepByStepAsInPyTorch() throws {
  let reference = try References().cnn
  let network = try reference.settings.makeNetwork(
    shape: reference.shape, classCount: reference.classCount, seed: 0)
  try reference.expectAgreement(of: reference.settings.training, network)
}
