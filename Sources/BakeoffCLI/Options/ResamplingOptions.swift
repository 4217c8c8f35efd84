import ArgumentParser
import BakeoffCore
import BakeoffEvaluation
import BakeoffFiles
import BakeoffHarness
import Foundation

/// The flags that say which rows are trained on and which are tested.
struct ResamplingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How rows are split: "
        + Workbench.current.resamplings.entries.map { "\($0.id) (\($0.summary))" }.joined(separator: ", ")
        + ". Without this flag the first, with --group the second.", valueName: "name"))
  var resampling: String?

  @Option(help: ArgumentHelp("Parts the rows are dealt into, at least 2. (default: 5)", valueName: "count"))
  var folds: Int?

  @Option(help: ArgumentHelp("How many times the rows are dealt anew, at least 1. (default: 1)", valueName: "count"))
  var repeats: Int?

  @Option(
    help: ArgumentHelp(
      "Fits of each split, each with a seed of its own: the board then shows how far scores scatter between splits and between seeds.",
      valueName: "count"))
  var fitsPerSplit = 1

  @Option(
    help: ArgumentHelp(
      "Also learn from these shares of each split's training rows, joined by commas, and show the scores by the number of rows.",
      valueName: "shares"))
  var learningCurve: String?

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
    if foldsFile != nil, let resampling, resampling != Workbench.current.resamplings.ids.first {
      throw ValidationError("--folds-file replaces --resampling \(resampling); give one of them")
    }
    do {
      _ = try plan()
    } catch {
      throw ValidationError("--\(error)")
    }
    try validateBelonging()
  }

  /// How often each split is learned, and from how much. Throws `ConfigurationError`.
  func plan() throws(ConfigurationError) -> FitPlan {
    var shares: [Double] = []
    for text in names(in: learningCurve ?? "") {
      guard let share = Double(text) else {
        throw ConfigurationError("learning-curve \(text): give shares above 0 and at most 1, such as 0.1,0.2,0.5,1.0")
      }
      shares.append(share)
    }
    return try FitPlan(fitsPerSplit: fitsPerSplit, shares: shares)
  }

  /// The flags that are arguments of a resampling, and their values as they were given.
  private var arguments: [(key: String, value: String)] {
    [
      ("folds", folds.map { "\($0)" }), ("repeats", repeats.map { "\($0)" }),
      ("test-fraction", testFraction.map { "\($0)" }),
    ]
    .compactMap { key, value in value.map { (key, $0) } }
  }

  /// A flag without effect would be believed to have one.
  private func validateBelonging() throws {
    let (entry, _) = try selected()
    for (key, _) in arguments {
      if foldsFile != nil { throw ValidationError("--folds-file says what the folds are; leave out --\(key)") }
      if !entry.keys.contains(key) {
        throw ValidationError("--\(key) does not go with --resampling \(entry.id); leave it out")
      }
    }
  }

  /// The resampling that is selected, and the arguments after its id and a colon. Throws `ConfigurationError`.
  private func selected(grouped: Bool = false) throws -> (entry: ResamplingEntry, argument: String?) {
    let resamplings = Workbench.current.resamplings
    let usual = grouped ? StratifiedGroupKFold().id : resamplings.ids.first
    let specifier = Specifier(resampling ?? usual ?? "")
    return (try resamplings.entry(specifier.id), specifier.argument)
  }

  /// The same flags with the data set's own split. Throws `ConfigurationError` where they ask for another one.
  func ownSplit() throws -> ResamplingOptions {
    let isOther = resampling.map { $0 != "train-test" } ?? (foldsFile != nil || !arguments.isEmpty)
    guard !isOther else {
      throw ConfigurationError(
        "--tune-flat scores on the test rows the data set has of its own; leave out --resampling and its flags")
    }
    var options = self
    options.resampling = "train-test"
    return options
  }

  /// How the rows of `dataset` are split. Throws `ConfigurationError`, and `DatasetError` for a file of folds.
  func resampling(for dataset: Dataset) throws -> any Resampling {
    if let foldsFile {
      let file = try FoldFile(parsing: try readText(foldsFile), name: foldsFile)
      try file.check(sha256: dataset.provenance.sha256)
      return file
    }
    let (entry, argument) = try selected(grouped: dataset.groups != nil)
    let flags = arguments.map { "\($0.key)=\($0.value)" }
    let text = ((argument.map { [$0] } ?? []) + flags).joined(separator: ",")
    return try entry.make(Arguments(text.isEmpty ? nil : text, of: entry.id, keys: entry.keys), dataset)
  }
}

/// The text of a file a flag names, or of standard input where that is `-`, of at most a gibibyte. Throws `DatasetError` where it is unavailable.
func readText(_ path: String) throws -> String {
  String(decoding: try readFile(path, remedy: "check the path and its permissions"), as: UTF8.self)
}

/// The bytes of a file a flag names, or of standard input where that is `-`, of at most a gibibyte. Throws `DatasetError` where
/// it is unavailable.
func readFile(_ path: String, remedy: String) throws -> Data {
  do {
    return try contents(ofFile: path == standardStream ? "/dev/stdin" : path, atMost: 1 << 30)
  } catch {
    throw DatasetError.unavailable(name: path, tried: ["reading the file: \(error)"], remedy: remedy)
  }
}
