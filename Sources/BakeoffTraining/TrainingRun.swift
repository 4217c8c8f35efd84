import BakeoffCore
import BakeoffMath

/// A network on its way through training, one mini-batch at a time; `NetworkTraining.fit` is a loop over it.
package struct TrainingRun {
  package private(set) var network: Network
  private let examples: Examples
  private let schedule: WarmupCosineSchedule
  private var batches: MiniBatches
  private var shift: ImageShift
  private var adam: Adam
  private var pass: NetworkPass
  private let team = ThreadTeam()
  private let smoothing: Float
  private var stepCount = 0

  package init(_ training: NetworkTraining, network: Network, examples: Examples, epochs: Int, seed: UInt64) {
    self.network = network
    self.examples = examples
    batches = MiniBatches(rows: examples.count, batchSize: training.batchSize, seed: derivedSeed(seed, "batches"))
    shift = ImageShift(examples.features.shape, by: training.shift, seed: derivedSeed(seed, "shifts"))
    schedule = WarmupCosineSchedule(peak: training.learningRate, steps: epochs * batches.countPerEpoch)
    smoothing = Float(training.smoothing)
    adam = Adam(parameterCounts: network.parameters.map(\.count))
    pass = NetworkPass(network, capacity: min(training.batchSize, examples.count), team: team)
  }

  package var parametersAreFinite: Bool {
    network.parameters.allSatisfy { $0.allSatisfy(\.isFinite) }
  }

  package mutating func nextEpoch() -> [ArraySlice<Int>] { batches.nextEpoch() }

  /// One step of Adam on the given rows of the examples, by up to so many threads; returns their summed loss before it.
  package mutating func step(on batch: ArraySlice<Int>, threads: Int = 1) -> Double {
    withDenormalsFlushed { takeStep(on: batch, threads: threads) }
  }

  private mutating func takeStep(on batch: ArraySlice<Int>, threads: Int) -> Double {
    team.use(threads: threads)
    pass.load(examples.features, rows: batch, shift: &shift)
    pass.forward(network, rows: batch.count)
    let loss = pass.differentiate(
      labels: batch.map { examples.labels[$0] }, classCount: examples.classCount, smoothing: smoothing)
    pass.backward(network, rows: batch.count)
    adam.beginStep()
    for index in network.layers.indices {
      adam.update(
        index, &network.parameters[index], gradients: pass.parameterGradients(ofLayer: index),
        learningRate: schedule.rate(step: stepCount), by: team)
    }
    stepCount += 1
    return loss
  }
}
