import Foundation
import Testing

private let comparison = [
  "compare", "--models", "majority-class,logistic-regression", "--dataset", "synthetic-digits:rows=600,test-rows=0",
]

/// The last leaderboard of a store, as JSON.
private func leaderboard(_ store: String) throws -> NSDictionary {
  try figures(try Command(["leaderboard", "--format", "json"], store: store).result().output)
}

@Test func aFinishedTrialIsNotRunAgainUnlessAskedFor() throws {
  let store = try temporaryFolder()
  defer { try? FileManager.default.removeItem(at: store) }
  let first = try Command(comparison, store: store.path).result()
  #expect(first.exitCode == 0 && !first.errors.contains("cached"))
  let board = try leaderboard(store.path)
  let again = try Command(comparison, store: store.path).result()
  #expect(again.exitCode == 0 && again.errors.components(separatedBy: "cached").count == 11, "\(again.errors)")
  #expect(try leaderboard(store.path) == board)
  let fresh = try Command(comparison + ["--fresh"], store: store.path).result()
  #expect(fresh.exitCode == 0 && !fresh.errors.contains("cached"))
  let more = try Command(comparison + ["--set", "logistic-regression.alpha=3"], store: store.path).result()
  #expect(more.errors.components(separatedBy: "cached").count == 6, "only the changed model is run")
}

@Test func aStoredRunIsPrintedListedExportedAndRemovedWithoutTheData() throws {
  let store = try temporaryFolder()
  defer { try? FileManager.default.removeItem(at: store) }
  _ = try Command(comparison + ["--limit", "200"], store: store.path).result()
  let board = try Command(
    ["leaderboard", "latest", "--metrics", "mcc,log-loss", "--sort", "log-loss", "--format", "csv"], store: store.path
  ).result()
  #expect(board.exitCode == 0 && board.output.contains("log-loss") && board.output.contains("majority-class"))
  let list = try Command(["runs"], store: store.path).result()
  #expect(list.output.contains("10/10") && list.output.contains("synthetic-digits"))

  let predictions = store.appending(path: "predictions.csv")
  let folds = store.appending(path: "folds.csv")
  let export = try Command(
    ["export", "latest", "--predictions", predictions.path, "--folds", folds.path], store: store.path
  ).result()
  #expect(export.exitCode == 0, "\(export.errors)")
  #expect(try String(contentsOf: predictions, encoding: .utf8).split(separator: "\n").count == 1 + 2 * 200)
  #expect(try String(contentsOf: folds, encoding: .utf8).split(separator: "\n").count == 1 + 200)

  #expect(try Command(["runs", "remove", "1"], store: store.path).result().exitCode == 0)
  #expect(try Command(["leaderboard", "1"], store: store.path).result().exitCode == 64)
}

@Test func anInterruptedRunGoesOnWhereItWas() throws {
  let store = try temporaryFolder()
  defer { try? FileManager.default.removeItem(at: store) }
  let arguments = [
    "compare", "--models", "logistic-regression", "--dataset", "synthetic-digits:rows=6000,test-rows=0", "--jobs", "1",
  ]
  let command = try Command(arguments, store: store.path)
  #expect(command.waitForError(containing: "[1/10]"))
  command.interrupt()
  let interrupted = try command.result()
  #expect(interrupted.exitCode == 130)
  let rest = try Command(arguments, store: store.path).result()
  #expect(rest.exitCode == 0 && rest.errors.contains("cached") && rest.output.contains("5/5"), "\(rest.errors)")
}

@Test func aStoreThatIsNoneIsLeftAsItIs() throws {
  let folder = try temporaryFolder()
  defer { try? FileManager.default.removeItem(at: folder) }
  let file = folder.appending(path: "store.sqlite")
  try Data("not a database, but dear to someone".utf8).write(to: file)
  let result = try bakeoff("compare", "--dataset", "synthetic-digits", "--store", file.path, "--quiet")
  #expect(result.exitCode == 65 && result.errors.split(separator: "\n").count == 1, "\(result.errors)")
  #expect(try Data(contentsOf: file) == Data("not a database, but dear to someone".utf8))
}

@Test func twoCommandsOnOneStoreAtOnceBothSucceed() throws {
  let store = try temporaryFolder()
  defer { try? FileManager.default.removeItem(at: store) }
  let commands = try (1...3).map { try Command(comparison + ["--seed", "\($0)"], store: store.path) }
  for command in commands { #expect(try command.result().exitCode == 0) }
  let list = try Command(["runs"], store: store.path).result()
  #expect(list.output.components(separatedBy: "10/10").count == 4, "\(list.output)")
}

/// Kills the whole process group at 50 random moments: the store opens, has every trial that was reported finished, and
/// the run goes on.
@Test func nothingReportedFinishedIsLostByAKill() throws {
  let store = try temporaryFolder()
  defer { try? FileManager.default.removeItem(at: store) }
  var generator = SystemRandomNumberGenerator()
  var reported = 0
  for seed in 0..<50 {
    let arguments = comparison + ["--seed", "\(seed)"]
    let command = try Command(arguments, store: store.path)
    Thread.sleep(forTimeInterval: .random(in: 0...0.6, using: &generator))
    command.kill()
    let killed = try command.result()
    let finished = killed.errors.components(separatedBy: ": ok,").count - 1
    reported += finished
    guard finished > 0 else { continue }
    let rest = try Command(arguments, store: store.path).result()
    #expect(rest.exitCode == 0 && rest.output.contains("5/5"), "seed \(seed): \(rest.errors)")
    let cached = rest.errors.components(separatedBy: "cached").count - 1
    #expect(cached >= finished, "seed \(seed): \(finished) trials were reported finished, \(cached) are stored")
  }
  #expect(reported > 0, "no kill came late enough to prove anything")
}

@Test func twoModelsOfAStoredRunAreHeldAgainstEachOther() throws {
  let store = try temporaryFolder()
  defer { try? FileManager.default.removeItem(at: store) }
  let comparing = try Command(
    [
      "compare", "--dataset", "synthetic-digits:rows=300,test-rows=0", "--models", "majority-class,logistic-regression",
      "--folds", "3", "--quiet",
    ], store: store.path
  ).result()
  #expect(comparing.exitCode == 0, "\(comparing.errors)")
  func test(_ arguments: String...) throws -> CommandResult {
    try Command(["test", "latest"] + arguments, store: store.path).result()
  }
  let text = try test("logistic-regression", "majority-class")
  #expect(text.exitCode == 0 && text.output.contains("logistic-regression is better, on such data"), "\(text.errors)")
  #expect(text.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
  let json = try test("majority-class", "logistic-regression", "--metric", "f1", "--format", "json")
  let object = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
  #expect(object["schema"] as? String == "bakeoff.test/1" && object["metric"] as? String == "f1")
  let bayes = try #require(object["bayes"] as? [String: Any])
  #expect((bayes["second_higher"] as? Double ?? 0) > 0.9)
  let wrong = try test("mlp", "majority-class")
  #expect(wrong.exitCode == 64 && wrong.errors.contains("mlp: no such model in this run"))
  #expect(try test("majority-class", "majority-class").exitCode == 64)
}

@Test func theFloorIsAlwaysOnTheBoardAndControlsIfAsked() throws {
  let store = try temporaryFolder()
  defer { try? FileManager.default.removeItem(at: store) }
  let run = try Command(
    [
      "compare", "--models", "logistic-regression,a=linear-svm,b=linear-svm", "--control", "permuted-labels",
      "--dataset", "synthetic-digits:rows=300,test-rows=0", "--folds", "3", "--quiet",
    ], store: store.path
  ).result()
  let lines = run.output.split(separator: "\n").map { $0.split(separator: " ") }
  #expect(
    run.exitCode == 0 && lines.contains { $0.contains("majority-class") && $0.contains("floor") }, "\(run.errors)")
  #expect(lines.filter { $0.contains("(shuffled)") && $0.contains("control") }.count == 3)
  // The same model twice has chances of its own, and is not told apart from itself.
  let twins = lines.filter { $0.count > 5 && ($0[1] == "a" || $0[1] == "b") && $0[3] == "±" }
  #expect(twins.count == 2 && twins[0][2] != twins[1][2] && twins[0][0] == twins[1][0], "\(run.output)")
}

@Test func fitsAndSharesAreStoredAndPrintedAgain() throws {
  let store = try temporaryFolder()
  defer { try? FileManager.default.removeItem(at: store) }
  let run = try Command(
    [
      "compare", "--models", "linear-svm", "--dataset", "synthetic-digits:rows=200,test-rows=0", "--folds", "3",
      "--quiet",
      "--fits-per-split", "2", "--learning-curve", "0.5",
    ], store: store.path
  ).result()
  #expect(run.exitCode == 0 && run.output.contains("between seeds"), "\(run.errors)")
  #expect(run.output.contains("F1 by training rows") && run.output.contains("67 rows"), "\(run.output)")
  let again = try Command(["leaderboard"], store: store.path).result()
  #expect(again.output == run.output)
  let csv = try Command(["leaderboard", "--format", "csv"], store: store.path).result().output
  #expect(csv.split(separator: "\n").first?.contains("f1_at_0.5") == true)
  let predictions = store.appending(path: "p.csv"), folds = store.appending(path: "f.csv")
  let export = try Command(
    ["export", "latest", "--predictions", predictions.path, "--folds", folds.path], store: store.path
  ).result()
  #expect(export.exitCode == 0, "\(export.errors)")
  let text = try String(contentsOf: predictions, encoding: .utf8)
  #expect(text.hasPrefix("model,repetition,fold,fit,share,row,truth") && text.contains(",1,0.5,"))
  let wrong = try Command(["compare", "--learning-curve", "2"], store: store.path).result()
  #expect(wrong.exitCode == 64 && wrong.errors.contains("above 0 and at most 1"), "\(wrong.errors)")
}
