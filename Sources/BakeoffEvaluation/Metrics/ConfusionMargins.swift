/// What precision, recall and their kin need of a confusion matrix: for each class its true rows, the rows predicted as it,
/// and those that are both.
public struct ConfusionMargins: Hashable, Sendable {
  /// The true rows of each class.
  public var support: [Int]
  /// The rows predicted as each class.
  public var predicted: [Int]
  /// The rows of each class that were predicted as it.
  public var hits: [Int]

  /// Makes margins; traps unless all three have a number for each class.
  public init(support: [Int], predicted: [Int], hits: [Int]) {
    precondition(support.count == predicted.count && support.count == hits.count, "three numbers a class")
    (self.support, self.predicted, self.hits) = (support, predicted, hits)
  }

  /// The margins of no row.
  public init(classCount: Int) {
    let zeros = [Int](repeating: 0, count: classCount)
    self.init(support: zeros, predicted: zeros, hits: zeros)
  }

  /// The number of classes of the task.
  public var classCount: Int { support.count }

  /// Every row counted.
  public var total: Int { support.reduce(0, +) }

  /// Rows predicted as what they are.
  public var correct: Int { hits.reduce(0, +) }

  /// The classes that are true or predicted anywhere, ascending: the label set of scikit-learn's averages.
  public var labels: [Int] { support.indices.filter { support[$0] + predicted[$0] > 0 } }

  /// The counts of one class.
  public func counts(of label: Int) -> ClassCounts {
    ClassCounts(
      truePositives: hits[label], falsePositives: predicted[label] - hits[label],
      falseNegatives: support[label] - hits[label])
  }

  /// The counts of each class (classCount values).
  public var classCounts: [ClassCounts] { support.indices.map(counts) }

  /// Counts `rows` of class `truth` that were predicted as `label`; a negative number takes them away again.
  mutating func add(_ rows: Int, truth: Int, predicted label: Int) {
    support[truth] += rows
    predicted[label] += rows
    if truth == label { hits[truth] += rows }
  }

  /// The margins where a part of the rows has other predictions. Precondition: both parts are of the same rows.
  func exchanging(_ part: ConfusionMargins, for other: ConfusionMargins) -> ConfusionMargins {
    var result = self
    for label in support.indices {
      result.predicted[label] += other.predicted[label] - part.predicted[label]
      result.hits[label] += other.hits[label] - part.hits[label]
    }
    return result
  }
}
