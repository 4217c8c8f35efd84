/// What a model says of rows: one score per row and class (count x classCount, row-major), higher is likelier.
public struct Predictions: Hashable, Sendable {
  /// What the scores mean.
  public enum Kind: String, Sendable, Codable {
    /// In 0...1, each row sums to 1.
    case probabilities
    /// Any finite number; only their order says something.
    case margins
  }

  /// What the scores mean.
  public let kind: Kind
  /// Scores a row, at least 1.
  public let classCount: Int
  /// count x classCount, row-major.
  public let scores: [Float]

  /// Makes predictions; traps unless there is a whole number of rows.
  public init(kind: Kind, classCount: Int, scores: [Float]) {
    precondition(classCount > 0 && scores.count % classCount == 0, "classCount scores a row")
    self.kind = kind
    self.classCount = classCount
    self.scores = scores
  }

  /// The number of rows.
  public var count: Int { scores.count / classCount }

  /// The scores of one row (classCount values).
  public func row(_ index: Int) -> ArraySlice<Float> {
    scores[index * classCount..<(index + 1) * classCount]
  }

  /// The class with the highest score of each row; the lowest such class on a tie.
  public var labels: [Int] {
    (0..<count).map { index in
      let row = row(index)
      var best = row.startIndex
      for column in row.indices where row[column] > row[best] { best = column }
      return best - row.startIndex
    }
  }
}
