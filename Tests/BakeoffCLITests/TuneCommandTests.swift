import Foundation
import Testing

private let digits = "synthetic-digits:rows=300,test-rows=60"
private let tuned = [
  "compare", "--models", "logistic-regression", "--dataset", digits, "--folds", "2", "--tune",
  "logistic-regression.leastPenalty=0.01..100", "--tune-budget", "5", "--tune-folds", "3",
]

@Suite struct TuneCommandTests {
  private func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  @Test func aTunedRowStandsOnTheBoardAndItsSearchIsListed() throws {
    try withFolder { folder in
      let best = folder.appending(path: "best.yaml").path
      let run = try Command(
        tuned + ["--report-html", folder.appending(path: "r.html").path, "--save-experiment", best], store: folder.path
      ).result()
      #expect(run.exitCode == 0, "\(run.errors)")
      let text = run.output.replacing("\n  ", with: " ")
      #expect(
        text.contains("tuned:logistic-regression: sobol search, race over 3 inner folds, budget 5, over leastPenalty."))
      #expect(text.contains("tuned:logistic-regression chose ") && text.contains("on rows no search has seen"))
      #expect(run.errors.contains("of 5 in, "), "\(run.errors)")
      let table = try Command(["tune"], store: folder.path).result()
      #expect(table.exitCode == 0 && table.output.contains("tuned:logistic-regression, split 2: 5 configurations"))
      #expect(table.output.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(table.output)")
      let csv = try Command(["tune", "--model", "logistic-regression", "--format", "csv"], store: folder.path).result()
      let lines = csv.output.split(separator: "\n")
      #expect(lines.count == 11 && lines[0].hasPrefix("model,split,configuration,leastPenalty,f1,folds,seconds"))
      let json = try Command(["tune", "--format", "json"], store: folder.path).result()
      let object = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
      #expect(object["schema"] as? String == "bakeoff.tuning/1" && (object["searches"] as? [Any])?.count == 2)
      let page = try String(contentsOfFile: folder.appending(path: "r.html").path, encoding: .utf8)
      #expect(page.contains("<section id=\"tuning\"") && page.contains("id=\"parallel-"))
      // What was found goes on as a model of its own.
      let yaml = try String(contentsOfFile: best, encoding: .utf8)
      #expect(yaml.contains("best-logistic-regression=logistic-regression") && !yaml.contains("tune"), "\(yaml)")
      let again = try Command(["compare", best, "--quiet"], store: folder.path).result()
      #expect(again.exitCode == 0 && again.output.contains("best-logistic-regression"), "\(again.errors)")
    }
  }

  /// The command on the page, and the measured model, are those of the run.
  @Test func aTunedRunIsMadeAgainAndItsModelPredicts() throws {
    try withFolder { folder in
      #expect(try Command(tuned + ["--quiet"], store: folder.path).result().exitCode == 0)
      let replayed = try Command(["replay", "latest"], store: folder.path).result()
      #expect(
        replayed.exitCode == 0 && replayed.output.contains("6 of 6 trials"), "\(replayed.output)\(replayed.errors)")
      let answer = try Command(
        ["predict", "--from", "latest:tuned:logistic-regression:2", "--index", "0", "--quiet"], store: folder.path
      ).result()
      #expect(answer.exitCode == 0 && answer.output.contains("as measured in run 1, fold 2/2"), "\(answer.errors)")
      let report = try Command(["report", "latest"], store: folder.path).result()
      let command = try #require(report.output.firstMatch(of: /bakeoff (compare [^<]*)</)?.1)
      let words = command.split(separator: " ").map { word in
        String(word.replacing("&#39;", with: "").replacing("&quot;", with: "").replacing("'", with: ""))
      }
      let same = try Command(words + ["--quiet"], store: folder.path).result()
      #expect(same.output.contains("tuned:logistic-regression 2/2"), "\(words) \(same.errors) \(same.output)")
    }
  }

  @Test func aSearchOnceForTheTestRowsIsCalledFlat() throws {
    let run = try bakeoff(
      "compare", "--models", "logistic-regression", "--dataset", digits, "--tune", "logistic-regression", "--tune-flat",
      "--tune-budget", "4", "--tune-folds", "2", "--quiet", "--tune-schedule", "halving")
    #expect(run.exitCode == 0 && run.output.contains("tuned-flat:logistic-regression"), "\(run.errors)")
    #expect(run.output.replacing("\n  ", with: " ").contains("One search on all training rows"))
    let kFold = try bakeoff(
      "compare", "--dataset", digits, "--models", "mlp", "--tune", "mlp", "--tune-flat", "--folds", "3")
    #expect(kFold.exitCode == 64 && kFold.errors.contains("--tune-flat scores on the test rows"), "\(kFold.errors)")
  }

  @Test func aRaceOfModelsKeepsTheRowsOfThoseItStops() throws {
    let run = try bakeoff(
      "compare", "--models", "logistic-regression,bad=logistic-regression", "--set", "bad.alpha=1000", "--dataset",
      "synthetic-digits:rows=800,test-rows=0", "--folds", "6", "--race", "--quiet")
    #expect(run.exitCode == 0 && run.output.contains("stopped after 2 of 6"), "\(run.output)\(run.errors)")
    let text = run.output.replacing("\n  ", with: " ")
    #expect(text.contains("The race stopped bad after 2 of 6 splits") && text.contains("That saved about"))
    #expect(text.contains("bad: means are over the 2 of 6 trials that were run"))
  }

  @Test func anInterruptLeavesTheBestSoFar() throws {
    try withFolder { folder in
      let arguments = [
        "compare", "--models", "mlp", "--set", "mlp.epochs=2", "--dataset", "synthetic-digits:rows=800,test-rows=0",
        "--folds", "2", "--tune", "mlp.learningRate=1e-4..1e-2", "--tune-budget", "8", "--tune-folds", "5", "--jobs",
        "2",
      ]
      let command = try Command(arguments, store: folder.path)
      #expect(command.waitForError(containing: "inner fold 1/5"))
      command.interrupt()
      let interrupted = try command.result()
      #expect(interrupted.exitCode == 130)
      #expect(
        interrupted.output.replacing("\n  ", with: " ").contains("; the best so far: learningRate="),
        "\(interrupted.output)")
      let listed = try Command(["tune"], store: folder.path).result()
      #expect(
        listed.exitCode == 0 && listed.output.replacing("\n", with: " ").contains("End: interrupted."),
        "\(listed.errors)")
      let rest = try Command(arguments + ["--quiet"], store: folder.path).result()
      let whole = try Command(arguments + ["--quiet"]).result()
      func scores(_ result: CommandResult) -> [Substring] {
        // Without the seconds, which are never the same.
        result.output.split(separator: "\n").filter {
          $0.contains("tuned:mlp") && ($0.contains("±") || $0.contains("chose"))
        }
      }
      #expect(rest.exitCode == 0 && scores(rest) == scores(whole) && !scores(rest).isEmpty, "\(rest.output)")
    }
  }

  @Test(arguments: [
    (["--tune", "mpl"], "--tune mpl: it is not among the selected models; did you mean mlp?"),
    (["--tune", "mlp.hiden=64"], "mlp.hiden: no such setting; did you mean mlp.hidden?"),
    (["--tune", "mlp.learningRate=1e-2..1e-4"], "the range is empty"),
    (["--tune", "mlp.learningRate=-1..1"], "it takes a number above 0"),
    (["--tune", "mlp.epochs=0..10"], "it takes a whole number from 1 to 100000"),
    (["--tune", "mlp.epochs=1..2.5"], "it takes a whole number"),
    (["--tune", "mlp.hidden=64|x"], "mlp.hidden=x: it takes"),
    (["--tune", "mlp.hidden=64|64"], "64 comes twice"),
    (["--tune", "mlp.hidden=1..9"], "give values joined by |"),
    (["--tune", "majority-class"], "has no settings, so there is nothing to tune"),
    (["--tune", ""], "write a model, as mlp"),
    (["--tune", "mlp.hidden"], "write a model, as mlp"),
    (["--tune", "mlp", "--tune-budget", "1"], "--tune-budget 1: give at least 2 configurations"),
    (["--tune", "mlp", "--tune-budget", "0.5x"], "--tune-budget 0.5x: it does not cover one trial"),
    (["--tune", "mlp", "--tune-budget", "soon"], "--tune-budget soon: give a number of configurations (50)"),
    (["--tune", "mlp", "--tune-folds", "1"], "--tune-folds 1: give at least 2"),
    (["--tune-budget", "20"], "--tune-budget says how models are tuned; name one with --tune"),
    (["--tune", "mlp", "--tune-schedule", "halving", "--tune-resource", "epochs"], "cannot search mlp.epochs as well"),
    (
      [
        "--tune", "mlp", "--tune", "mlp.minimumSteps=0..1000", "--tune", "mlp.watched=0..0.5", "--tune-search", "grid",
      ], "--tune-budget is missing: the grid has 37,500 combinations"
    ),
    (["--race", "--resampling", "holdout"], "--race needs at least three splits"),
    (["--race", "--learning-curve", "0.5"], "--race and --learning-curve do not go together"),
  ])
  func whatIsWrongIsSaidInOneLine(flags: [String], message: String) throws {
    let result = try bakeoff(
      ["compare", "--models", "mlp,majority-class", "--dataset", "synthetic-digits:rows=100", "--quiet"] + flags)
    let line = result.errors.split(separator: "\n").filter { !$0.hasPrefix("Usage") && !$0.contains("--help") }
    #expect(result.exitCode == 64 && line.contains { $0.contains(message) }, "\(result.errors)")
    #expect(result.output.isEmpty)
  }

  @Test func aRunWithoutASearchSaysSo() throws {
    try withFolder { folder in
      _ = try Command(["compare", "--models", "majority-class", "--dataset", digits, "--quiet"], store: folder.path)
        .result()
      let none = try Command(["tune"], store: folder.path).result()
      #expect(
        none.exitCode == 64 && none.errors.contains("no model of run 1 was tuned; `bakeoff compare --tune MODEL`"))
    }
  }
}

/// Runs the built program to its end.
private func bakeoff(_ arguments: [String]) throws -> CommandResult { try Command(arguments).result() }
