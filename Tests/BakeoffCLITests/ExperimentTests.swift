import BakeoffCLI
import Foundation
import Testing

private let digits = "synthetic-digits:rows=200,test-rows=20"

/// A file in a new folder, removed with the test that keeps it.
private final class ExperimentOnDisk {
  let path: String

  /// Writes `text`, if any, into the file.
  init(_ text: String? = nil) throws {
    path = try temporaryFolder().appending(path: "experiment.yaml").path
    if let text { try Data(text.utf8).write(to: URL(fileURLWithPath: path)) }
  }

  deinit { try? FileManager.default.removeItem(at: URL(fileURLWithPath: path).deletingLastPathComponent()) }
}

/// The scores of a JSON leaderboard, without what depends on the machine's speed.
private func board(_ result: CommandResult) throws -> NSArray {
  let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
  let rows = try #require(object?["rows"] as? [[String: Any]], "\(result.errors)")
  return rows.map { row in row.filter { ["model", "settings", "metrics", "trials"].contains($0.key) } } as NSArray
}

@Test func whatIsSavedRunsAsTheFlagsDid() throws {
  let saved = try ExperimentOnDisk()
  let flags = [
    "compare", "--models", "flat=logistic-regression,steep=logistic-regression", "--set", "flat.alpha=50",
    "--set=steep.alpha=0.5", "--dataset", digits, "--folds=3", "--metrics", "accuracy,mcc", "--sort", "mcc", "-q",
    "--format", "json", "--no-store",
  ]
  let first = try Command(flags + ["--save-experiment", saved.path]).result()
  let second = try Command(["compare", saved.path]).result()
  #expect(first.exitCode == 0 && second.exitCode == 0, "\(first.errors)\(second.errors)")
  #expect(try board(first) == board(second))
  let again = try ExperimentOnDisk()
  #expect(try Command(["compare", saved.path, "--save-experiment", again.path]).result().exitCode == 0)
  #expect(
    try String(contentsOfFile: again.path, encoding: .utf8) == String(contentsOfFile: saved.path, encoding: .utf8))
}

@Test func flagsOverrideTheFile() throws {
  let file = try ExperimentOnDisk(
    """
    dataset: \(digits)
    models: [logistic-regression, majority-class]
    set:
      logistic-regression:
        alpha: 3
        tolerance: 0.01
    folds: 5
    quiet: true
    no-store: true
    format: json
    """)
  let result = try Command(["compare", file.path, "--folds", "2", "--set", "logistic-regression.alpha=7"]).result()
  let rows = try board(result).compactMap { $0 as? [String: Any] }
  let linear = try #require(rows.first { $0["model"] as? String == "logistic-regression" })
  let settings = try #require(linear["settings"] as? [String: Any])
  #expect(rows.count == 2 && linear["trials"] as? Int == 2)
  #expect(settings["alpha"] as? Double == 7 && settings["leastGain"] as? Double == 0.01, "by its former name")
  // Another way to split rows replaces all that the file says of it.
  let split = try Command(["compare", file.path, "--models", "majority-class", "--resampling", "train-test"]).result()
  #expect(split.exitCode == 0, "\(split.errors)")
  #expect(try board(split).compactMap { $0 as? [String: Any] }.allSatisfy { $0["trials"] as? Int == 1 })
  // Settings of models that are not selected any more do not stand in the way.
  let other = try Command(["compare", file.path, "--models=majority-class", "--folds", "2"]).result()
  #expect(try board(other).count == 1)
}

@Test(arguments: [
  ("folds: 3\nmodel: [mlp]\n", "line 2: model: no such key; did you mean models?"),
  ("nonsense-key: 1\n", "line 1: nonsense-key: no such key; known: "),
  ("folds:\n  three: 3\n", "line 2: folds: expected a value"),
  ("quiet: maybe\n", "line 1: quiet: expected true or false"),
  ("set: [mlp.hidden=3]\n", "line 1: set: expected"),
  ("folds: 3\n  bad: : yaml\n", "line 2: "),
  ("just a text\n", "line 1: expected lines of `flag: value`"),
  ("folds: 3\nfolds: 4\n", "folds comes twice"),
])
func aFileThatIsWrongIsOneLine(text: String, message: String) throws {
  let file = try ExperimentOnDisk(text)
  let result = try Command(["compare", file.path]).result()
  #expect(result.exitCode == 64 && result.output.isEmpty)
  #expect(result.errors.contains("\(file.path): ") && result.errors.contains(message), "\(result.errors)")
  #expect(result.errors.split(separator: "\n").count == 1)
}

@Test func aFileThatIsNotThereOrNotFirstIsSaid() throws {
  #expect(try bakeoff("compare", "no-such.yaml").exitCode == 69)
  let misplaced = try bakeoff("compare", "--folds", "3", "experiment.yaml")
  #expect(misplaced.exitCode == 64 && misplaced.errors.contains("comes right after `compare`"))
}

@Test func anEmptyFileIsTheDefaults() throws {
  let file = try ExperimentOnDisk("# nothing\n")
  let result = try Command([
    "compare", file.path, "--dataset", digits, "--models", "majority-class", "--format", "json", "-q",
  ]).result()
  #expect(result.exitCode == 0, "\(result.errors)")
  #expect(try board(result).count == 1)
}

@Test func aFileMayHoldEveryFlagOfTheCommandButThoseThatNameFiles() throws {
  // The options as the command itself lists them: `  -o, --output <file>  ...`.
  let help = try bakeoff("compare", "--help").output
  let listed = help.matches(of: /(?m)^  (-[a-z], )?--([a-z-]+)( <[^>]+>)?/)
  let unheld = ["help", "version", "save-experiment"]
  let described = listed.filter { !unheld.contains(String($0.output.2)) }.map { match -> String in
    let short = match.output.1.map { String($0.prefix(2)) } ?? ""
    return "\(match.output.2) \(match.output.3 != nil) \(short)"
  }
  let held = ExperimentFlags.compare.flags.values.map { "\($0.name) \($0.takesValue) \($0.short ?? "")" }
  #expect(described.sorted() == held.sorted())
  #expect(held.count > 30)
}

/// Every mark is kept, on the command line and in the file that is saved of it.
@Test func severalMarksForMissingValuesAreSavedAndReadBack() throws {
  let folder = try temporaryFolder()
  defer { try? FileManager.default.removeItem(at: folder) }
  let rows = (0..<30).map { "\($0 % 9 == 4 ? "-" : $0 % 9 == 5 ? "gone" : "\($0 * $0)"),k\($0 % 2)\n" }.joined()
  try Data(("a,kind\n" + rows).utf8).write(to: folder.appending(path: "t.csv"))
  let saved = folder.appending(path: "e.yaml").path
  let flags = ["--dataset", "csv:\(folder.path)/t.csv", "--models", "majority-class", "--no-store", "--quiet"]
  let first = try Command(["compare", "--missing", "-,gone", "--save-experiment", saved] + flags).result()
  #expect(first.exitCode == 0 && first.output.contains("missing values filled"), "\(first.errors)")
  let again = try Command(["compare", saved]).result()
  #expect(again.exitCode == 0 && again.output.contains("missing values filled"), "\(again.errors)")
}

@Test func aliasesOfAliasesAreRefusedAtOnce() throws {
  let rows = (1..<10).map { row in
    "    q\(row): {v: &b\(row) [\(Array(repeating: "*b\(row - 1)", count: 10).joined(separator: ","))]}"
  }
  let first = "    q0: {v: &b0 [\(Array(repeating: "x", count: 10).joined(separator: ","))]}"
  let file = try ExperimentOnDisk((["set:", "  majority-class:", first] + rows).joined(separator: "\n"))
  let result = try Command(["compare", file.path]).result()
  #expect(result.exitCode == 64)
  #expect(
    result.errors.contains("more than 20 aliases") && result.errors.count(where: \.isNewline) == 1, "\(result.errors)")
  // As many as anybody would use are taken.
  let few = try ExperimentOnDisk(
    "dataset: &d synthetic-digits:rows=60\nmodels: majority-class\nset:\n  majority-class: {}\nno-store: true\nquiet: true\n"
  )
  #expect(try Command(["compare", few.path]).result().exitCode == 0)
}
