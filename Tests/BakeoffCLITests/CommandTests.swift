import Foundation
import Testing

private let digits = "synthetic-digits:rows=300,test-rows=60"

@Test func helpIsEnoughToWorkFrom() throws {
  let result = try bakeoff("compare", "--help")
  #expect(result.exitCode == 0)
  for flag in [
    "--models", "--set", "--dataset", "--folds", "--jobs", "--metrics", "--format", "--output", "--positive",
  ] {
    #expect(result.output.contains(flag))
  }
}

@Test func modelsAndDatasetsAreListedWithTheirSettings() throws {
  let models = try bakeoff("models")
  #expect(models.exitCode == 0 && models.errors.isEmpty)
  for text in ["majority-class", "logistic-regression", "    alpha = "] { #expect(models.output.contains(text)) }
  let datasets = try bakeoff("datasets")
  for text in ["mnist", "synthetic-digits", "Licence:"] { #expect(datasets.output.contains(text)) }
  #expect((models.output + datasets.output).split(separator: "\n").allSatisfy { $0.count <= 80 })
}

/// What of a JSON leaderboard must not depend on the machine's speed.
func figures(_ json: String) throws -> NSDictionary {
  var object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
  let rows = try #require(object["rows"] as? [[String: Any]])
  object["rows"] = rows.map { $0.filter { !$0.key.hasSuffix("_seconds") && !["costs", "cached"].contains($0.key) } }
  return object as NSDictionary
}

@Test func jobsAndRepetitionChangeNoNumber() throws {
  let arguments = [
    "compare", "--models", "majority-class,logistic-regression", "--dataset", digits, "--folds", "3", "--format",
    "json",
    "--quiet",
  ]
  let results = try ["1", "2", "2"].map { try Command(arguments + ["--jobs", $0]).result() }
  for result in results { #expect(result.exitCode == 0 && result.errors.isEmpty, "\(result.errors)") }
  let boards = try results.map { try figures($0.output) }
  #expect(boards[0] == boards[1] && boards[1] == boards[2])
  #expect(boards[0]["schema"] as? String == "bakeoff.leaderboard/1")
  let rows = try #require(boards[0]["rows"] as? [[String: Any]])
  #expect(rows.map { $0["model"] as? String } == ["logistic-regression", "majority-class"], "learning beats guessing")
  #expect(rows.allSatisfy { $0["ok"] as? Int == 3 })
}

@Test func theTableFitsEightyColumnsAndProgressGoesToStandardError() throws {
  let result = try bakeoff("compare", "--models", "majority-class,logistic-regression", "--dataset", digits)
  #expect(result.exitCode == 0)
  #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(result.output)")
  #expect(result.output.contains("5/5") && result.output.contains("majority-class"))
  #expect(result.errors.contains("[10/10]") && !result.output.contains("[10/10]"))
}

@Test func withoutMNISTTheBuiltInDigitsStandInAndThatIsSaidTwice() throws {
  let result = try bakeoff("compare", "--models", "majority-class", "--limit", "200", "--offline")
  #expect(result.exitCode == 0)
  #expect(result.errors.contains("MNIST was unavailable"))
  #expect(result.output.contains("MNIST was unavailable") && result.output.contains("synthetic-digits"))
}

@Test func mnistAskedForIsNeverSubstituted() throws {
  let result = try bakeoff("compare", "--models", "majority-class", "--dataset", "mnist", "--offline")
  #expect(result.exitCode == 69 && result.output.isEmpty)
  #expect(result.errors.contains("BAKEOFF_DATA_DIR") && result.errors.contains("synthetic-digits"))
}

@Test func malformedDataIsOneLineAndExit65() throws {
  let folder = try temporaryFolder()
  defer { try? FileManager.default.removeItem(at: folder) }
  let mnist = folder.appending(path: "mnist")
  try FileManager.default.createDirectory(at: mnist, withIntermediateDirectories: true)
  for file in ["train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1"] {
    try Data("<html>not here</html>".utf8).write(to: mnist.appending(path: "\(file)-ubyte.gz"))
  }
  let result = try bakeoff("compare", "--quiet", dataDirectory: folder.path)
  #expect(result.exitCode == 65 && result.output.isEmpty)
  #expect(result.errors.split(separator: "\n").count == 1 && result.errors.contains("train-images-idx3-ubyte.gz"))
}

@Test(arguments: [
  (["compare", "--models", "logistic"], "logistic"),
  (["compare", "--models", "mlpp"], "did you mean mlp?"),
  (["compare", "--dataset", "minst"], "did you mean mnist?"),
  (["compare", "--set", "logistic-regression.alhpa=1"], "did you mean logistic-regression.alpha?"),
  (["compare", "--set", "logistic-regression.alpha=-1"], "logistic-regression.alpha"),
  (["compare", "--metrics", "acuracy"], "did you mean accuracy?"),
  (["compare", "--costs", "memry"], "did you mean memory?"),
  (["compare", "--folds", "1"], "--folds 1: give at least 2"),
  (["compare", "--test-fraction", "0.3"], "--test-fraction does not go with --resampling stratified-kfold"),
  (["compare", "--resampling", "train-test", "--repeats", "3"], "--repeats does not go with --resampling train-test"),
  (["compare", "--resampling", "holdout", "--folds", "3"], "--folds does not go with --resampling holdout"),
  (["compare", "--folds-file", "f.csv", "--repeats", "10"], "leave out --repeats"),
  (["compare", "--format", "json", "--output", "."], "is a folder"),
  (["compare", "--jobs", "0"], "--jobs 0: give at least 1"),
  (["compare", "--task", "binary"], "--positive"),
  (["compare", "--dataset", digits, "--positive", "twelve"], "--positive twelve: no such class"),
  (["compare", "--dataset", digits, "--average", "binary"], "--average binary"),
  (["compare", "--output", "no/such/folder/x.json"], "does not exist"),
  (["compare", "--output", "x.xlsx"], "--format"),
  (["compare", "--nonsense"], "--nonsense"),
])
func wrongUsageIsSaidAndExits64(arguments: [String], message: String) throws {
  let result = try Command(arguments + (arguments.contains("--dataset") ? [] : ["--offline"])).result()
  #expect(result.exitCode == 64 && result.output.isEmpty)
  #expect(result.errors.contains(message), "\(result.errors)")
}

@Test func anOutputFileIsWrittenWholeInTheFormItsEndingSays() throws {
  let folder = try temporaryFolder()
  defer { try? FileManager.default.removeItem(at: folder) }
  let file = folder.appending(path: "board.csv")
  let result = try bakeoff(
    "compare", "--models", "majority-class", "--dataset", digits, "--output", file.path, "--quiet")
  #expect(result.exitCode == 0 && result.output.isEmpty)
  #expect(try String(contentsOf: file, encoding: .utf8).contains("majority-class"))
}

@Test func foldsCanBeSavedAndUsedAgain() throws {
  let folder = try temporaryFolder()
  defer { try? FileManager.default.removeItem(at: folder) }
  let file = folder.appending(path: "folds.csv").path
  let common = ["compare", "--models", "logistic-regression", "--dataset", digits, "--quiet", "--format", "json"]
  let first = try Command(common + ["--folds", "3", "--save-folds", file]).result()
  let second = try Command(common + ["--folds-file", file]).result()
  let rows = try [first, second].map { try #require(try figures($0.output)["rows"] as? NSArray) }
  #expect(first.exitCode == 0 && second.exitCode == 0 && rows[0] == rows[1])
}

@Test func anInterruptKeepsAndPrintsWhatWasFinished() throws {
  let command = try Command([
    "compare", "--models", "majority-class,logistic-regression", "--dataset", "synthetic-digits:rows=20000,test-rows=0",
    "--jobs", "1", "--folds", "10",
  ])
  #expect(command.waitForError(containing: "[1/20]"))
  command.interrupt()
  let result = try command.result()
  #expect(result.exitCode == 130)
  #expect(result.output.contains("majority-class") && result.output.contains("1/10"))
}

@Test func aCrashAndAHangCostTheirOwnRowsOnly() throws {
  let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  let common = ["compare", "--dataset", digits, "--folds", "2", "--format", "json", "--quiet", "--no-store"]
  let alone = try Command(common + ["--models", "logistic-regression"]).result()
  let together = try Command(
    common + [
      "--plugin-path", root.appending(path: "Examples/Misbehaving").path, "--models",
      "crasher,logistic-regression,hanger", "--time-limit", "1s",
    ]
  ).result()
  #expect(together.exitCode == 2, "\(together.errors)")
  let good = try #require(try figures(alone.output)["rows"] as? [NSDictionary])
  let rows = try #require(try figures(together.output)["rows"] as? [NSDictionary])
  #expect(rows.first == good.first, "the good model's figures are the same without the others, and it ranks first")
  let kinds = rows.dropFirst().flatMap { row in
    (row["failures"] as? [NSDictionary] ?? []).compactMap { $0["kind"] as? String }
  }
  #expect(kinds == ["crashed", "crashed", "timedOut", "timedOut"], "\(together.output)")
}

/// `timeout` and terminals signal a process and then its group: twice within a moment is once.
@Test(arguments: [SIGINT, SIGTERM])
func twoSignalsAtOnceAreOneInterrupt(number: Int32) throws {
  let command = try Command([
    "compare", "--dataset", "synthetic-digits:rows=4000", "--models", "majority-class,cnn", "--folds", "2", "--jobs",
    "1",
  ])
  #expect(command.waitForError(containing: "majority-class"))
  command.send(number)
  Thread.sleep(forTimeInterval: 0.05)
  command.send(number)
  let result = try command.result()
  #expect(result.exitCode == 130)
  #expect(
    result.output.contains("majority-class") && result.output.contains("cancelled: interrupted"), "\(result.errors)")
}

@Test func aTableIsPreparedForProgramsTooAndAllLeavesOutWhatCannotLearn() throws {
  let folder = try temporaryFolder()
  defer { try? FileManager.default.removeItem(at: folder) }
  let text = "weight,colour,kind\n" + (0..<40).map { "\(1000 * $0),\(["red", "blue"][$0 % 2]),k\($0 % 2)\n" }.joined()
  try Data(text.utf8).write(to: folder.appending(path: "t.csv"))
  for (name, raw) in [("prepared", "false"), ("raw", "true")] {
    let json = """
      {"id": "\(name)", "title": "T", "version": "1", "raw": \(raw), "needs": ["scaled-columns"],
       "command": ["sh", "-c", "read -r line; echo \\"$line\\" | tr ',' '\\\\n' >> \(folder.path)/\(name).txt; exit 1"]}
      """
    let plugin = folder.appending(path: name)
    try FileManager.default.createDirectory(at: plugin, withIntermediateDirectories: true)
    try Data(json.utf8).write(to: plugin.appending(path: "plugin.json"))
  }
  let result = try Command([
    "compare", "--dataset", "csv:\(folder.path)/t.csv", "--plugin-path", folder.path, "--folds", "2", "--quiet",
  ]).result()
  #expect(result.exitCode == 2)
  #expect(result.output.contains("Left out: cnn: it needs images"))
  #expect(result.output.contains("standardised 1 column; one-hot 1 column, 2 categories"))
  let prepared = try String(contentsOf: folder.appending(path: "prepared.txt"), encoding: .utf8)
  #expect(prepared.contains(#""element":"float""#) && !prepared.contains("colour"))
  let raw = try String(contentsOf: folder.appending(path: "raw.txt"), encoding: .utf8)
  #expect(raw.contains(#""name":"weight""#) && raw.contains(#""red""#))
}

@Test func pathsInAnExperimentAreRelativeToIt() throws {
  let folder = try temporaryFolder().appending(path: "a; b")
  defer { try? FileManager.default.removeItem(at: folder.deletingLastPathComponent()) }
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  let rows = (0..<20).map { "\($0),k\($0 % 2)\n" }.joined()
  try Data(("a,kind\n" + rows).utf8).write(to: folder.appending(path: "my table.csv"))
  let yaml = "dataset: csv:my table.csv\nmodels: majority-class\noutput: out.json\nfolds: 2\n"
  try Data(yaml.utf8).write(to: folder.appending(path: "e.yaml"))
  let result = try Command(["compare", "\(folder.path)/e.yaml", "--quiet", "--no-store"]).result()
  #expect(result.exitCode == 0, "\(result.errors)")
  #expect(FileManager.default.fileExists(atPath: folder.appending(path: "out.json").path))
}
