import ArgumentParser
import BakeoffCore
import BakeoffDatasets
import BakeoffFiles
import BakeoffHarness
import Foundation

/// The flags that say which data to use and where it may come from.
struct DataOptions: ParsableArguments {
  @Option(
    name: .customLong("dataset"),
    help: ArgumentHelp(
      "The data set; `bakeoff datasets` lists them. Without this flag: mnist, or synthetic-digits where it is unavailable. `compare` takes several, each with the flag.",
      valueName: "name"))
  var datasets: [String] = []

  func validate() throws { try checkIsNoStream(dataDir, "--data-dir", "a folder") }

  /// The data set that is named; nil for none.
  var dataset: String? {
    get { datasets.last }
    set { datasets = newValue.map { [$0] } ?? [] }
  }

  /// The flags with each of their data sets by itself.
  var separately: [DataOptions] {
    guard datasets.count > 1 else { return [self] }
    return datasets.map { name in
      var one = self
      one.datasets = [name]
      return one
    }
  }

  @Option(
    help: ArgumentHelp(
      "A folder that holds a folder per data set (mnist/train-images-idx3-ubyte.gz, ...). Searched before BAKEOFF_DATA_DIR, the cache and the network.",
      valueName: "folder"))
  var dataDir: String?

  @Flag(help: "Never use the network.")
  var offline = false

  // Unconditional: a dash is a value here, and a frequent one.
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "What stands for a missing value in a table, joined by commas, besides nothing, NA, NaN, null and ?; after the word only instead of them, as in only,? or only.",
      valueName: "texts"))
  var missing = ""

  @Option(
    help: ArgumentHelp(
      "The column of a table that says which rows belong together, such as a patient's: they are never split, and drawn together.",
      valueName: "column"))
  var group: String?

  @Flag(help: "Leave out the rows of a table that have no class.")
  var dropMissingTarget = false

  @Flag(help: "Pass over the files of a folder of pictures that cannot be read.")
  var skipUnreadable = false

  /// The data set as its source reads it: with the column of --group. Throws `ConfigurationError` where it has none.
  private var specifier: String? {
    get throws {
      guard let group else { return dataset }
      guard let dataset, dataset.contains(":") else {
        throw ConfigurationError("--group \(group): name a table with --dataset, as in csv:FILE")
      }
      return "\(dataset),group=\(group)"
    }
  }

  /// The data the flags name; says on standard error where it is a substitute. Throws `DatasetError`.
  func load(progress: @escaping @Sendable (String, Double?) -> Void) async throws -> LoadedDataset {
    let loaded = try await Workbench.current.datasets.load(specifier, context(progress: progress))
    if !loaded.tried.isEmpty {
      writeError("bakeoff: mnist was tried at: \(loaded.tried.joined(separator: "; "))\n")
    }
    if let notice = loaded.notice { writeError("\nbakeoff: NOTE: \(notice)\n\n") }
    return loaded
  }

  /// Where data may come from, and how tables are read.
  func context(progress: @escaping @Sendable (String, Double?) -> Void) -> LoadContext {
    let environment = ProcessInfo.processInfo.environment
    let directories = [dataDir, environment["BAKEOFF_DATA_DIR"]].compactMap { $0 }.filter { !$0.isEmpty }
    return LoadContext(
      dataDirectories: directories, cacheDirectory: UserFolder.cache.path(environment: environment),
      mayDownload: !offline, missing: names(in: missing), dropsMissingTargets: dropMissingTarget,
      skipsUnreadable: skipUnreadable, progress: progress)
  }
}

/// The flags that say what is predicted.
struct TaskOptions: ParsableArguments {
  /// The kinds of task.
  enum Kind: String, ExpressibleByArgument, CaseIterable {
    case multiclass
    case binary
  }

  @Option(help: "multiclass: tell every class apart. binary: one class (--positive) against the rest.")
  var task: Kind?

  @Option(
    help: ArgumentHelp(
      "The class to tell from the rest, by its name, or its index as in #2; implies --task binary.", valueName: "class")
  )
  var positive: String?

  func validate() throws {
    if task == .binary, positive == nil {
      throw ValidationError("--task binary needs --positive, the class to tell from the rest; for example --positive 2")
    }
    if task == .multiclass, positive != nil {
      throw ValidationError("--positive belongs to --task binary")
    }
  }

  /// The task for a data set with these classes. Throws `ConfigurationError` for a class it does not have.
  func classificationTask(classNames: [String]) throws -> ClassificationTask {
    guard let positive else { return .multiclass }
    return .binary(positive: try classIndex(positive, among: classNames, flag: "--positive"))
  }
}

/// The index of the class a user names, or writes as `#2`. Throws `ConfigurationError`.
func classIndex(_ text: String, among classNames: [String], flag: String) throws -> Int {
  if let index = classNames.firstIndex(of: text) { return index }
  if text.hasPrefix("#"), let index = Int(text.dropFirst()), classNames.indices.contains(index) { return index }
  let known = classNames.prefix(20).map(visible).joined(separator: ", ") + (classNames.count > 20 ? ", ..." : "")
  throw ConfigurationError(
    "\(flag) \(text): no such class\(text.count < 3 ? "" : didYouMean(text, among: classNames)) (known: \(known); by index: "
      + "#0...#\(classNames.count - 1))")
}
