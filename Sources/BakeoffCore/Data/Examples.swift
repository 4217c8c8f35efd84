/// Labelled rows: what a plugin learns from.
public struct Examples: Sendable {
  /// One row of features an example.
  public let features: Features
  /// The class of each row, 0..<classCount.
  public let labels: [Int]
  /// The number of classes of the task; some may have no row here.
  public let classCount: Int

  /// Joins features and labels; traps if their counts differ or a label is outside 0..<classCount.
  public init(features: Features, labels: [Int], classCount: Int) {
    precondition(features.count == labels.count, "one label a row")
    precondition(labels.allSatisfy { $0 >= 0 && $0 < classCount }, "labels are 0..<classCount")
    self.features = features
    self.labels = labels
    self.classCount = classCount
  }

  /// The number of rows.
  public var count: Int { labels.count }

  /// The given rows, in the given order.
  public func selecting(_ rows: some Collection<Int>) -> Examples {
    Examples(features: features.selecting(rows), labels: rows.map { labels[$0] }, classCount: classCount)
  }

  /// How many rows each class has (classCount values).
  public var classCounts: [Int] {
    labels.reduce(into: Array(repeating: 0, count: classCount)) { $0[$1] += 1 }
  }
}
