import BakeoffCore

/// How many rows of each true class were predicted as each class (classCount x classCount, true classes in rows).
public struct ConfusionMatrix: Hashable, Sendable {
  /// The number of classes of the task.
  public let classCount: Int
  /// classCount x classCount, row-major: true class, then predicted class.
  public private(set) var counts: [Int]

  /// The matrix of no row at all.
  public init(classCount: Int) {
    self.classCount = classCount
    counts = Array(repeating: 0, count: classCount * classCount)
  }

  /// The matrix with these counts. Precondition: classCount x classCount of them.
  public init(counts: [Int], classCount: Int) {
    precondition(counts.count == classCount * classCount, "a count for each pair of classes")
    self.classCount = classCount
    self.counts = counts
  }

  /// Counts rows. Precondition: as many predicted labels as true ones, all of them 0..<classCount.
  public init(truth: [Int], predicted: [Int], classCount: Int) {
    precondition(truth.count == predicted.count, "one prediction a row")
    self.init(classCount: classCount)
    for (truth, predicted) in zip(truth, predicted) { counts[truth * classCount + predicted] += 1 }
  }

  /// The rows of true class `truth` that were predicted as `predicted`.
  public subscript(truth: Int, predicted: Int) -> Int { counts[truth * classCount + predicted] }

  /// Every row counted.
  public var total: Int { counts.reduce(0, +) }

  /// Rows predicted as what they are.
  public var correct: Int { (0..<classCount).reduce(0) { $0 + self[$1, $1] } }

  /// The rows of each true class (classCount values).
  public var support: [Int] {
    (0..<classCount).map { counts[$0 * classCount..<($0 + 1) * classCount].reduce(0, +) }
  }

  /// The rows predicted as each class (classCount values).
  public var predicted: [Int] {
    (0..<classCount).map { column in (0..<classCount).reduce(0) { $0 + self[$1, column] } }
  }

  /// The classes that are true or predicted anywhere, ascending: the label set of scikit-learn's averages.
  public var labels: [Int] {
    zip(support, predicted).enumerated().filter { $1.0 + $1.1 > 0 }.map(\.offset)
  }

  /// Both matrices' rows together. Precondition: the same classes.
  public static func + (left: ConfusionMatrix, right: ConfusionMatrix) -> ConfusionMatrix {
    precondition(left.classCount == right.classCount, "matrices of the same classes")
    var sum = left
    for index in sum.counts.indices { sum.counts[index] += right.counts[index] }
    return sum
  }
}
