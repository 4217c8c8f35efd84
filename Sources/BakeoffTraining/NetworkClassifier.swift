import BakeoffCore
import BakeoffMath

/// A trained network: predicts softmax probabilities.
public struct NetworkClassifier: Classifier {
  /// The trained network.
  public let network: Network
  /// Scores a row.
  public let classCount: Int
  let shape: FeatureShape
  let views: [ImageView]

  /// A classifier of rows of `shape` into `classCount` classes, one logit each.
  public init(network: Network, shape: FeatureShape, classCount: Int) {
    self.init(network: network, shape: shape, classCount: classCount, views: [.asItIs])
  }

  /// One that predicts from the mean logits of some views of a row.
  package init(network: Network, shape: FeatureShape, classCount: Int, views: [ImageView]) {
    precondition(network.input.count == shape.count && network.output.channels == classCount, "the network fits")
    self.network = network
    self.shape = shape
    self.classCount = classCount
    self.views = views
  }

  /// Learned numbers.
  public var parameterCount: Int? { network.learnedCount }
  /// Four bytes a learned number.
  public var byteCount: Int? { parameterCount.map { $0 * MemoryLayout<Float>.stride } }

  /// The probability of each class; a row gives the same ones in any company. Throws `TrainingError` for rows of
  /// another shape.
  public func predict(_ features: Features) throws -> Predictions {
    guard features.shape == shape else { throw TrainingError(fittedTo: shape, found: features.shape) }
    let capacity = min(max(features.count, 1), 128)
    let rowStride = network.output.count
    var pass = NetworkPass(network, capacity: capacity)
    var scores: [Float] = []
    scores.reserveCapacity(features.count * classCount)
    for start in stride(from: 0, to: features.count, by: capacity) {
      let rows = start..<min(start + capacity, features.count)
      var probabilities = AlignedFloats(count: rows.count * rowStride)
      for view in views {
        pass.load(features, rows: rows, view: view)
        pass.forward(network, rows: rows.count)
        probabilities.add(pass.logits, times: 1 / Float(views.count))
      }
      _ = softmax(&probabilities, rows: rows.count, columns: classCount, stride: rowStride)
      for row in 0..<rows.count {
        for column in 0..<classCount { scores.append(probabilities[row * rowStride + column]) }
      }
    }
    return Predictions(kind: .probabilities, classCount: classCount, scores: scores)
  }
}

extension NetworkClassifier: Codable {
  private enum CodingKeys: String, CodingKey { case shape, classCount, network, views }

  /// Reads what `encode` writes. Throws `DecodingError` where the network does not belong to the shape or the classes.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    shape = try container.decode(FeatureShape.self, forKey: .shape)
    classCount = try container.decode(Int.self, forKey: .classCount)
    network = try container.decode(Network.self, forKey: .network)
    views = try container.decodeIfPresent([ImageView].self, forKey: .views) ?? [.asItIs]
    guard network.input.valueCount == shape.count, network.input.count == shape.count,
      network.output.channels == classCount, (1...9).contains(views.count),
      views.allSatisfy({ $0.leavesSome(of: shape) })
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .network, in: container, debugDescription: "a network of another shape or other classes")
    }
  }
}
