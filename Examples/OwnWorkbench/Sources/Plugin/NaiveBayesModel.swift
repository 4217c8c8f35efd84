import BakeoffCore
import Foundation

/// The share of a class and the normal density of each feature within it.
struct ClassDensity: Codable, Sendable {
  private let means: [Double]
  private let precisions: [Double]
  /// log share - sum over features of log(2 pi variance) / 2
  private let offset: Double

  init(share: Double, means: [Double], variances: [Double]) {
    self.means = means
    precisions = variances.map { 1 / $0 }
    offset = log(share) - variances.reduce(0) { $0 + log(2 * Double.pi * $1) } / 2
  }

  /// log p(class) + log p(row | class)
  func logJoint(_ row: [Float]) -> Double {
    row.indices.reduce(offset) { sum, column in
      let deviation = Double(row[column]) - means[column]
      return sum - deviation * deviation * precisions[column] / 2
    }
  }
}

/// A density for each class; a class without training rows has probability 0.
public struct NaiveBayesModel: Classifier, Codable {
  let shape: FeatureShape
  let classes: [ClassDensity?]

  /// A share, and a mean and a variance of each feature, for each class that was seen.
  public var parameterCount: Int? { classes.count { $0 != nil } * (1 + 2 * shape.count) }

  /// Probabilities by Bayes' rule. Throws `TrainingError` for rows of another shape than those learned from.
  public func predict(_ features: Features) throws -> Predictions {
    guard features.shape == shape else {
      throw TrainingError("rows of shape \(features.shape) where \(shape) was learned; give rows of that shape")
    }
    let scores = (0..<features.count).flatMap { row in
      let values = features.floats(row..<row + 1)
      let joints = classes.map { $0?.logJoint(values) ?? -Double.infinity }
      let highest = joints.max() ?? 0
      let relative = joints.map { exp($0 - highest) }
      let total = relative.reduce(0, +)
      return relative.map { Float($0 / total) }
    }
    return Predictions(kind: .probabilities, classCount: classes.count, scores: scores)
  }
}
