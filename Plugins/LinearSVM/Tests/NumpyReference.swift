import Foundation

/// Some epochs of averaged descent on the hinge loss, batch by batch in order; Fixtures/make_fixtures.py made them.
struct NumpyReference: Decodable {
  let featureCount: Int
  let classCount: Int
  let l2: Double
  let peakRate: Double
  let batchSize: Int
  let epochs: Int
  let features: [Float]
  let labels: [Int]
  /// The summed loss of each batch, before its step.
  let losses: [Double]
  /// Weights and, in the last row, intercepts after each step: steps x (features + 1) x classes.
  let history: [Double]
  /// The mean of the weights before the steps of all epochs but the first: (features + 1) x classes.
  let average: [Double]

  init() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/reference.json")
    self = try JSONDecoder().decode(NumpyReference.self, from: Data(contentsOf: file))
  }
}
