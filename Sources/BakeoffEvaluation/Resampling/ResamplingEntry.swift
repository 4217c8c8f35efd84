import BakeoffCore

/// A way to make splits that can be selected by name.
public struct ResamplingEntry: Registered {
  /// The id of the resampling.
  public let id: String
  /// One line that says which rows it tests.
  public let summary: String
  /// The arguments it takes; `folds`, `repeats` and `test-fraction` mean the same wherever they are taken.
  public let keys: [String]
  /// Makes the resampling for a data set from the arguments given. Throws `ConfigurationError` where one of them cannot
  /// be.
  public let make: @Sendable (Arguments, Dataset) throws -> any Resampling

  /// Makes an entry.
  public init(
    _ id: String, summary: String, keys: [String] = [],
    make: @escaping @Sendable (Arguments, Dataset) throws -> any Resampling
  ) {
    self.id = id
    self.summary = summary
    self.keys = keys
    self.make = make
  }
}

/// The resamplings that come with Bakeoff, the one used unless told otherwise first.
public let standardResamplings = [
  ResamplingEntry("stratified-kfold", summary: "every row is tested once", keys: ["folds", "repeats"]) { arguments, _ in
    StratifiedKFold(
      folds: try arguments.integer("folds", in: 2 ... .max, default: 5), repeats: try arguments.repeats())
  },
  ResamplingEntry(
    "stratified-group-kfold", summary: "every group of rows is tested once, together", keys: ["folds", "repeats"]
  ) { arguments, _ in
    StratifiedGroupKFold(
      folds: try arguments.integer("folds", in: 2 ... .max, default: 5), repeats: try arguments.repeats())
  },
  ResamplingEntry("leave-one-group-out", summary: "each group is a fold") { _, _ in LeaveOneGroupOut() },
  ResamplingEntry("holdout", summary: "a random part is tested", keys: ["test-fraction", "repeats"]) { arguments, _ in
    Holdout(
      testFraction: try arguments.number("test-fraction", above: 0, below: 1, default: 0.2),
      repeats: try arguments.repeats())
  },
  ResamplingEntry("train-test", summary: "the data set's own split") { _, dataset in
    TrainTest(testRows: dataset.testRows)
  },
]

extension Arguments {
  /// How many times the rows are dealt anew, 1 where it was not written.
  fileprivate func repeats() throws -> Int { try integer("repeats", in: 1 ... .max, default: 1) }
}
