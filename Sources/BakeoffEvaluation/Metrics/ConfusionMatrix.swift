import BakeoffCore

/// How many rows of each true class were predicted as each class (classCount x classCount, true classes in rows).
public struct ConfusionMatrix: Hashable, Sendable {
  /// The number of classes of the task.
  public let classCount: Int
  /// The rows of each pair of classes that occurs, by `truth * classCount + predicted`: of thousands of classes few pairs do.
  private var cells: [Int: Int] = [:]

  /// The matrix of no row at all.
  public init(classCount: Int) {
    self.classCount = classCount
  }

  /// The matrix with these counts. Precondition: classCount x classCount of them.
  public init(counts: [Int], classCount: Int) {
    precondition(counts.count == classCount * classCount, "a count for each pair of classes")
    self.init(classCount: classCount)
    for (cell, count) in counts.enumerated() where count != 0 { cells[cell] = count }
  }

  /// Counts rows. Precondition: as many predicted labels as true ones, all of them 0..<classCount.
  public init(truth: [Int], predicted: [Int], classCount: Int) {
    precondition(truth.count == predicted.count, "one prediction a row")
    self.init(classCount: classCount)
    for (truth, predicted) in zip(truth, predicted) {
      precondition(0..<classCount ~= truth && 0..<classCount ~= predicted, "labels are 0..<classCount")
      cells[truth * classCount + predicted, default: 0] += 1
    }
  }

  /// The rows of true class `truth` that were predicted as `predicted`.
  public subscript(truth: Int, predicted: Int) -> Int { cells[truth * classCount + predicted] ?? 0 }

  /// Every count, zeros too (classCount x classCount, row-major: true class, then predicted class).
  public var counts: [Int] { (0..<classCount * classCount).map { cells[$0] ?? 0 } }

  /// The largest count; 0 for no row.
  public var largest: Int { cells.values.max() ?? 0 }

  /// Every row counted.
  public var total: Int { cells.values.reduce(0, +) }

  /// Rows predicted as what they are.
  public var correct: Int { margins.correct }

  /// The rows of each true class (classCount values).
  public var support: [Int] { margins.support }

  /// The rows predicted as each class (classCount values).
  public var predicted: [Int] { margins.predicted }

  /// The classes that are true or predicted anywhere, ascending: the label set of scikit-learn's averages.
  public var labels: [Int] { margins.labels }

  /// Its margins and diagonal.
  public var margins: ConfusionMargins {
    cells.reduce(into: ConfusionMargins(classCount: classCount)) { margins, cell in
      margins.add(cell.value, truth: cell.key / classCount, predicted: cell.key % classCount)
    }
  }

  /// The counts of each class (classCount values).
  public var classCounts: [ClassCounts] { margins.classCounts }

  /// Both matrices' rows together. Precondition: the same classes.
  public static func + (left: ConfusionMatrix, right: ConfusionMatrix) -> ConfusionMatrix {
    precondition(left.classCount == right.classCount, "matrices of the same classes")
    var sum = left
    sum.cells.merge(right.cells, uniquingKeysWith: +)
    return sum
  }
}
