import BakeoffCore
import BakeoffMath
import BakeoffTraining
import Foundation
import Testing

/// A network of one linear layer whose two logits are +-x / 2, so that the probability of class 1 is 1 / (1 + exp(-x)).
private func logistic() -> NetworkClassifier {
  let layer = Dense(input: LayerShape(FeatureShape(features: 1)), outputs: 2, isRectified: false)
  var network = Network(layers: [layer], seed: 0)
  network.parameters[0][layer.weightIndex(row: 0, column: 0)] = -0.5
  network.parameters[0][layer.weightIndex(row: 0, column: 1)] = 0.5
  return NetworkClassifier(network: network, shape: FeatureShape(features: 1), classCount: 2)
}

/// Rows whose class is 1 with the probability 1 / (1 + exp(-steepness x)).
private func drawn(steepness: Double) -> Examples {
  var generator = SeededGenerator(seed: 3)
  let x = (0..<20_000).map { _ in Float.random(in: -4...4, using: &generator) }
  let labels = x.map { Double.random(in: 0..<1, using: &generator) < 1 / (1 + exp(-steepness * Double($0))) ? 1 : 0 }
  return Examples(
    features: Features(shape: FeatureShape(features: 1), floats: x), labels: labels, classCount: 2)
}

@Test(arguments: [1.0, 2.0, 5.0])
func theScaleThatDrewTheRowsIsFound(steepness: Double) throws {
  let factor = try LogitScale(logistic(), on: drawn(steepness: steepness)).factor
  #expect(abs(factor / steepness - 1) < 0.15)
}

@Test func aScaleIsNeverBelowOne() throws {
  #expect(try LogitScale(logistic(), on: drawn(steepness: 0.3)).factor < 1.02)
}

@Test func scaledLogitsKeepTheOrderOfClasses() throws {
  let examples = drawn(steepness: 1)
  let (plain, scaled) = (logistic(), logistic().scalingLogits(by: 3))
  let before = try plain.predict(examples.features)
  let after = try scaled.predict(examples.features)
  #expect(before.labels == after.labels)
  // Three times the logits: odds to the third power.
  for row in 0..<100 {
    let odds = pow(Double(before.row(row).last ?? 0) / Double(before.row(row).first ?? 1), 3)
    #expect(abs(Double(after.row(row).last ?? 0) - odds / (1 + odds)) < 1e-4)
  }
}
