import BakeoffCore
import BakeoffMath
import BakeoffTraining
import CNNPlugin
import Foundation
import Testing

/// A training run of PyTorch's; Fixtures/make_reference.py made it.
private struct Reference: Decodable {
  struct Step: Decodable {
    let rows: [Int]
    let loss: Double
    let layers: [Parameters]?
  }
  /// Weights height x width x from x to, row-major; of the dense layer inputs x outputs.
  struct Parameters: Decodable {
    let weights: [Float]
    let biases: [Float]
  }
  let height: Int
  let width: Int
  let inputChannels: Int
  let channels: [Int]
  let kernel: Int
  let classCount: Int
  let epochs: Int
  let batchSize: Int
  let learningRate: Double
  let images: [Float]
  let labels: [Int]
  let initial: [Parameters]
  let steps: [Step]

  init() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/reference.json")
    self = try JSONDecoder().decode(Reference.self, from: Data(contentsOf: file))
  }

  var shape: FeatureShape { FeatureShape(height: height, width: width, channels: inputChannels) }

  var plugin: CNN {
    var plugin = CNN()
    plugin.channels = channels
    plugin.kernel = kernel
    plugin.epochs = epochs
    plugin.batchSize = batchSize
    plugin.learningRate = learningRate
    plugin.shift = 0
    return plugin
  }
}

/// `stored` with the reference's weights and biases in their places.
private func replacing(_ stored: AlignedFloats, of layer: any Layer, by parameters: Reference.Parameters)
  -> AlignedFloats
{
  var result = stored
  var weights = parameters.weights[...]
  if let convolution = layer as? PooledConvolution {
    for y in 0..<convolution.kernel.height {
      for x in 0..<convolution.kernel.width {
        for from in 0..<convolution.input.channels {
          for to in 0..<convolution.output.channels {
            result[convolution.weightIndex(y: y, x: x, from: from, to: to)] = weights.removeFirst()
          }
        }
      }
    }
    for (channel, bias) in parameters.biases.enumerated() { result[convolution.biasIndex(channel: channel)] = bias }
  } else if let dense = layer as? Dense {
    for row in 0..<dense.input.count where row % dense.input.channelStride < dense.input.channels {
      for column in 0..<dense.output.channels {
        result[dense.weightIndex(row: row, column: column)] = weights.removeFirst()
      }
    }
    for (column, bias) in parameters.biases.enumerated() { result[dense.biasIndex(column: column)] = bias }
  }
  return result
}

@Test func trainingGoesStepByStepAsInPyTorch() throws {
  let reference = try Reference()
  let plugin = reference.plugin
  var network = try plugin.makeNetwork(shape: reference.shape, classCount: reference.classCount, seed: 0)
  network.parameters = network.layers.indices.map {
    replacing(network.parameters[$0], of: network.layers[$0], by: reference.initial[$0])
  }
  let examples = Examples(
    features: Features(shape: reference.shape, floats: reference.images), labels: reference.labels,
    classCount: reference.classCount)
  var run = TrainingRun(plugin.training, network: network, examples: examples, seed: 0)
  for step in reference.steps {
    #expect(abs(run.step(on: step.rows[...]) - step.loss) < 1e-4)
    for (index, expected) in (step.layers ?? []).enumerated() {
      let stored = run.network.parameters[index]
      let wanted = replacing(stored, of: network.layers[index], by: expected)
      let difference = zip(stored, wanted).map { abs($0 - $1) }.max() ?? 1
      // Adam divides by the root of the squared gradient, which magnifies float32 rounding of small gradients.
      #expect(difference < 5e-5)
    }
  }
}
