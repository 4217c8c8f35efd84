import Foundation

/// A small problem with the coefficients scikit-learn 1.9.1 finds for it; Fixtures/make_fixtures.py made it.
struct ScikitLearnReference: Decodable {
  /// Rows x featureCount.
  let features: [Float]
  let featureCount: Int
  let labels: [Int]
  let classCount: Int
  let l2: Double
  /// featureCount x columns: one column a class, a single one for two classes.
  let weights: [Double]
  let intercepts: [Double]
  /// Rows x classCount; nil where not compared.
  let probabilities: [Double]?

  static func all() throws -> [String: ScikitLearnReference] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/references.json")
    return try JSONDecoder().decode([String: ScikitLearnReference].self, from: Data(contentsOf: file))
  }
}
