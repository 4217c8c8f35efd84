import BakeoffCore
import BakeoffMath

/// A fitted linear model: scores = (x - offset) W + intercepts, as margins or through the softmax.
public struct LinearModel: Classifier {
  /// What the scores are.
  public enum Link: String, Codable, Sendable {
    /// The linear scores themselves, any finite number.
    case margins
    /// Their softmax.
    case softmax
  }

  /// The shape of a row of features.
  public let shape: FeatureShape
  /// Scores a row; classes without a column get probability 0.
  public let classCount: Int
  /// What the scores are.
  public let link: Link
  private let columns: LinearColumns
  private let offset: [Float]?

  /// Makes a model; traps unless the weights belong to the shape and each column's class is below `classCount`.
  public init(shape: FeatureShape, classCount: Int, columns: LinearColumns, offset: [Float]? = nil, link: Link) {
    precondition(columns.featureCount == shape.count && columns.classes.allSatisfy { $0 < classCount })
    precondition(link == .softmax || columns.classes.count == classCount, "a margin for every class")
    self.shape = shape
    self.classCount = classCount
    self.columns = columns
    self.offset = offset
    self.link = link
  }

  /// Weights and intercepts learned.
  public var parameterCount: Int? { (shape.count + 1) * columns.learned.count }
  /// Four bytes a learned number.
  public var byteCount: Int? { parameterCount.map { $0 * MemoryLayout<Float>.stride } }

  /// The weights (features x learned columns, row-major).
  public var weights: [Float] {
    (0..<shape.count).flatMap { feature in
      columns.learned.map { columns.weights[feature, $0] }
    }
  }

  /// The intercept of each learned column, for features as they are.
  public var intercepts: [Double] {
    columns.learned.map { column in
      (0..<shape.count).reduce(Double(columns.intercepts[0, column])) { sum, feature in
        sum - Double(offset?[feature] ?? 0) * Double(columns.weights[feature, column])
      }
    }
  }

  /// One score a class. Throws `TrainingError` for rows of another number of values.
  public func predict(_ features: Features) throws -> Predictions {
    guard features.shape.count == shape.count else { throw TrainingError(fittedTo: shape, found: features.shape) }
    var scores = [Float](repeating: 0, count: features.count * classCount)
    var block = PaddedMatrix(rows: Self.blockSize, columns: columns.classes.count)
    var rows = SparseRows(columnCount: shape.count)
    for first in stride(from: 0, to: features.count, by: Self.blockSize) {
      let range = first..<min(first + Self.blockSize, features.count)
      rows.read(features, rows: range, offset: offset)
      columns.scores(rows, 0..<range.count, into: &block)
      if link == .softmax { _ = softmax(&block, count: range.count) }
      for row in 0..<range.count {
        for (column, label) in columns.classes.enumerated() {
          scores[(first + row) * classCount + label] = block[row, column]
        }
      }
    }
    return Predictions(kind: link == .softmax ? .probabilities : .margins, classCount: classCount, scores: scores)
  }

  private static let blockSize = 256
}

extension TrainingError {
  /// Rows to predict that are not like those a model was fitted to.
  init(fittedTo shape: FeatureShape, found: FeatureShape) {
    self.init("the model was fitted to rows of \(shape) values and cannot predict rows of \(found)")
  }
}

extension LinearModel: Codable {
  private enum CodingKeys: String, CodingKey { case shape, classCount, link, columns, offset }

  /// Reads what `encode` writes. Throws `DecodingError` where the parts do not belong together.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    shape = try container.decode(FeatureShape.self, forKey: .shape)
    classCount = try container.decode(Int.self, forKey: .classCount)
    link = try container.decode(Link.self, forKey: .link)
    columns = try container.decode(LinearColumns.self, forKey: .columns)
    offset = try container.decodeIfPresent([Float].self, forKey: .offset)
    guard (1...1_000_000).contains(classCount), columns.featureCount == shape.count,
      offset == nil || offset?.count == shape.count,
      columns.classes.allSatisfy({ (0..<classCount).contains($0) }),
      link == .softmax || columns.classes.count == classCount
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .columns, in: container, debugDescription: "weights that do not belong to the shape or the classes")
    }
  }
}
