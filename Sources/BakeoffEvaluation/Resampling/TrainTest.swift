import BakeoffCore

/// The data set's own split: trains on every row that may be cross-validated and tests the fixed hold-out.
public struct TrainTest: Resampling, Hashable {
  /// The rows of the data set's fixed hold-out.
  public let testRows: Range<Int>

  /// Makes the split that tests `testRows`.
  public init(testRows: Range<Int>) {
    self.testRows = testRows
  }

  /// The id it is selected by.
  public var id: String { "train-test" }

  /// What it does, in a few words.
  public var summary: String { "the data set's own split, \(grouped(testRows.count)) test rows" }

  /// One split that trains on rows 0..<labels.count. Throws where there is no hold-out, or it overlaps those rows.
  public func splits(labels: [Int], seed: UInt64) throws -> [Split] {
    guard !testRows.isEmpty else {
      throw ConfigurationError("the data set has no test rows of its own; use stratified-kfold or holdout")
    }
    guard !labels.isEmpty, testRows.lowerBound >= labels.count else {
      throw ConfigurationError("the test rows \(testRows) are not apart from the training rows 0..<\(labels.count)")
    }
    return [Split(training: Array(labels.indices), test: Array(testRows))]
  }
}
