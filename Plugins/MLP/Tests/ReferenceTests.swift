import BakeoffCore
import BakeoffMath
import BakeoffTraining
import Foundation
import MLPPlugin
import Testing

/// A training run of PyTorch's; Fixtures/make_reference.py made it.
private struct Reference: Decodable {
  struct Step: Decodable {
    let rows: [Int]
    let loss: Double
    let layers: [Parameters]?
  }
  /// Weights inputs x outputs, row-major.
  struct Parameters: Decodable {
    let weights: [Float]
    let biases: [Float]
  }
  let sizes: [Int]
  let classCount: Int
  let epochs: Int
  let batchSize: Int
  let learningRate: Double
  let features: [Float]
  let labels: [Int]
  let initial: [Parameters]
  let steps: [Step]

  init() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/reference.json")
    self = try JSONDecoder().decode(Reference.self, from: Data(contentsOf: file))
  }
}

/// `stored` with the reference's weights and biases in their places.
private func replacing(_ stored: AlignedFloats, of layer: Dense, by parameters: Reference.Parameters) -> AlignedFloats {
  var result = stored
  let outputs = layer.output.channels
  for column in 0..<outputs {
    result[layer.biasIndex(column: column)] = parameters.biases[column]
    for row in 0..<layer.input.valueCount {
      result[layer.weightIndex(row: row, column: column)] = parameters.weights[row * outputs + column]
    }
  }
  return result
}

@Test func trainingGoesStepByStepAsInPyTorch() throws {
  let reference = try Reference()
  var plugin = MLP()
  plugin.hidden = Array(reference.sizes[1...2])
  plugin.epochs = reference.epochs
  plugin.batchSize = reference.batchSize
  plugin.learningRate = reference.learningRate
  var network = plugin.makeNetwork(inputs: reference.sizes[0], classCount: reference.classCount, seed: 0)
  let layers = try network.layers.map { try #require($0 as? Dense) }
  network.parameters = zip(zip(network.parameters, layers), reference.initial).map {
    replacing($0.0, of: $0.1, by: $1)
  }
  let examples = Examples(
    features: Features(shape: FeatureShape(features: reference.sizes[0]), floats: reference.features),
    labels: reference.labels, classCount: reference.classCount)
  var run = TrainingRun(plugin.training, network: network, examples: examples, seed: 0)
  for step in reference.steps {
    #expect(abs(run.step(on: step.rows[...]) - step.loss) < 1e-4)
    for (index, expected) in (step.layers ?? []).enumerated() {
      let stored = run.network.parameters[index]
      let difference = zip(stored, replacing(stored, of: layers[index], by: expected)).map { abs($0 - $1) }.max()
      // Adam divides by the root of the squared gradient, which magnifies float32 rounding of small gradients.
      #expect((difference ?? 1) < 2e-5)
    }
  }
}
