import ArgumentParser
import BakeoffCore
import BakeoffEvaluation
import Foundation

/// The flags that say which rows are trained on and which are tested.
struct ResamplingOptions: ParsableArguments {
  /// The ways to split.
  enum Kind: String, ExpressibleByArgument, CaseIterable {
    case stratifiedKFold = "stratified-kfold"
    case holdout
    case trainTest = "train-test"
  }

  @Option(
    help:
      "stratified-kfold: every row is tested once. holdout: a random part is tested. train-test: the data set's own split."
  )
  var resampling = Kind.stratifiedKFold

  @Option(help: ArgumentHelp("Parts the rows are dealt into, at least 2. (default: 5)", valueName: "count"))
  var folds: Int?

  @Option(help: ArgumentHelp("How many times the rows are dealt anew, at least 1. (default: 1)", valueName: "count"))
  var repeats: Int?

  @Option(
    help: ArgumentHelp("The share of the rows a holdout tests, between 0 and 1. (default: 0.2)", valueName: "share"))
  var testFraction: Double?

  @Option(help: ArgumentHelp("Determines every random number: same seed, same results.", valueName: "number"))
  var seed: UInt64 = 0

  @Option(help: ArgumentHelp("Use about so many of the training rows, drawn by class share.", valueName: "rows"))
  var limit: Int?

  @Option(
    help: ArgumentHelp("Use the folds of this file (lines of row,fold) and no others.", valueName: "file"))
  var foldsFile: String?

  @Option(help: ArgumentHelp("Write the folds to this file, for other tools to use.", valueName: "file"))
  var saveFolds: String?

  func validate() throws {
    if let folds, folds < 2 { throw ValidationError("--folds \(folds): give at least 2") }
    if let repeats, repeats < 1 { throw ValidationError("--repeats \(repeats): give at least 1") }
    if let testFraction, !(testFraction > 0 && testFraction < 1) {
      throw ValidationError("--test-fraction \(testFraction): give a share between 0 and 1")
    }
    if let limit, limit < 1 { throw ValidationError("--limit \(limit): give at least 1 row") }
    if limit != nil, foldsFile != nil {
      throw ValidationError("--folds-file says which rows are used; leave out --limit")
    }
    if foldsFile != nil, resampling != .stratifiedKFold {
      throw ValidationError("--folds-file replaces --resampling \(resampling.rawValue); give one of them")
    }
    try validateBelonging()
  }

  /// A flag without effect would be believed to have one.
  private func validateBelonging() throws {
    let given: [(flag: String, isGiven: Bool, kinds: [Kind])] = [
      ("--folds", folds != nil, [.stratifiedKFold]), ("--repeats", repeats != nil, [.stratifiedKFold, .holdout]),
      ("--test-fraction", testFraction != nil, [.holdout]),
    ]
    for (flag, isGiven, kinds) in given where isGiven {
      if foldsFile != nil { throw ValidationError("--folds-file says what the folds are; leave out \(flag)") }
      if !kinds.contains(resampling) {
        throw ValidationError("\(flag) does not go with --resampling \(resampling.rawValue); leave it out")
      }
    }
  }

  /// The rows of `dataset` that are resampled, ascending.
  func rows(of dataset: Dataset) -> [Int] { trainingRows(of: dataset, limit: limit, seed: seed) }

  /// The splits of `rows` of `dataset` for the labels of `task`, what made them, and what to warn of.
  func splits(of dataset: Dataset, rows: [Int], task: ClassificationTask) throws -> (
    splits: [Split], resampling: any Resampling, warnings: [String]
  ) {
    let labels = task.labels(rows.map { dataset.examples.labels[$0] })
    let resampling = try resampling(for: dataset)
    // A resampling numbers the rows it is given from 0; what lies beyond them are rows of the fixed hold-out.
    let splits = try resampling.splits(labels: labels, seed: derivedSeed(seed, "splits")).map { split in
      Split(
        repetition: split.repetition, fold: split.fold, training: split.training.map { rows[$0] },
        test: split.test.map { $0 < rows.count ? rows[$0] : $0 })
    }
    if let saveFolds { try writeResults(FoldFile(splits: splits).text, to: saveFolds) }
    return (splits, resampling, resampling.warnings(labels: labels))
  }

  private func resampling(for dataset: Dataset) throws -> any Resampling {
    if let foldsFile { return try FoldFile(parsing: try readText(foldsFile), name: foldsFile) }
    return switch resampling {
    case .stratifiedKFold: StratifiedKFold(folds: folds ?? 5, repeats: repeats ?? 1)
    case .holdout: Holdout(testFraction: testFraction ?? 0.2, repeats: repeats ?? 1)
    case .trainTest: TrainTest(testRows: dataset.testRows)
    }
  }
}

/// About `limit` of the training rows, drawn by class share and `seed`; all of them without a limit.
func trainingRows(of dataset: Dataset, limit: Int?, seed: UInt64) -> [Int] {
  guard let limit, limit < dataset.trainingCount else { return Array(dataset.trainingRows) }
  return stratifiedSample(
    labels: Array(dataset.examples.labels[dataset.trainingRows]), count: limit, seed: derivedSeed(seed, "limit"))
}

/// The text of a file a flag names. Throws `DatasetError` where it cannot be had.
func readText(_ path: String) throws -> String {
  guard let data = FileManager.default.contents(atPath: path) else {
    throw DatasetError.unavailable(
      name: path, tried: ["reading the file"], remedy: "check the path and its permissions")
  }
  return String(decoding: data, as: UTF8.self)
}
