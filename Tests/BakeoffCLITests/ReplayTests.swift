import Foundation
import Testing

private let digits = "synthetic-digits:rows=200,test-rows=20"

/// A program of ten lines that says of each of ten test rows that it is of the class `first` with so much.
private func script(first: String) -> String {
  #"""
  read -r request
  path=$(printf '%s' "$request" | sed 's/.*"predictions":"\([^"]*\)".*/\1/; s#\\/#/#g')
  header="{'descr': '<f4', 'fortran_order': False, 'shape': (10, 2), }"
  { printf '\223NUMPY\001\000\166\000'; printf '%-117s\n' "$header"
    for row in 1 2 3 4 5 6 7 8 9 10; do printf '\#(first)\000\000\000\000'; done } > "$path"
  printf '{"event":"done","kind":"margins","fit_seconds":0,"predict_seconds":0}\n'
  """#
}

@Suite struct ReplayTests {
  private func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  @Test func whatWasStoredComesOutAgain() throws {
    try withFolder { store in
      let run = try Command(
        [
          "compare", "--models", "mlp,linear-svm", "--set", "mlp.epochs=1", "--dataset", digits, "--quiet",
          "--control", "permuted-labels", "--fits-per-split", "2", "--folds", "2",
        ], store: store.path
      ).result()
      #expect(run.exitCode == 0, "\(run.errors)")
      let all = try Command(["replay", "latest"], store: store.path).result()
      #expect(all.exitCode == 0 && all.output.contains("20 of 20 trials fitted again gave the same"), "\(all.errors)")
      let three = try Command(["replay", "latest", "--sample", "3"], store: store.path).result()
      #expect(three.output.contains("3 of 3 trials"))
      let other = try Command(["replay", "1", "--dataset", "synthetic-digits:rows=100"], store: store.path).result()
      #expect(other.exitCode == 64 && other.errors.contains("is not the data of the run"))
    }
  }

  @Test func aProgramThatHasChangedIsNamed() throws {
    try withFolder { folder in
      let plugin = folder.appending(path: "own")
      try FileManager.default.createDirectory(at: plugin, withIntermediateDirectories: true)
      let json = #"{"id": "own", "title": "T", "version": "1", "command": ["sh", "own.sh"]}"#
      try Data(json.utf8).write(to: plugin.appending(path: "plugin.json"))
      func write(_ first: String) throws {
        try Data(script(first: first).utf8).write(to: plugin.appending(path: "own.sh"))
      }
      let table = "a,class\n" + (0..<30).map { "\($0),\($0 % 2 == 0 ? "x" : "y")\n" }.joined()
      try Data(table.utf8).write(to: folder.appending(path: "t.csv"))
      let flags = ["--plugin-path", plugin.path]
      let data = "csv:\(folder.appending(path: "t.csv").path)"
      try write(#"\000\000\200\077"#)
      let run = try Command(
        ["compare", "--models", "own", "--dataset", data, "--folds", "3", "--quiet"] + flags, store: folder.path
      ).result()
      #expect(run.exitCode == 0, "\(run.errors)\(run.output)")
      #expect(try Command(["replay", "latest"] + flags, store: folder.path).result().exitCode == 0)
      try write(#"\000\000\200\277"#)
      let changed = try Command(["replay", "latest"] + flags, store: folder.path).result()
      #expect(changed.exitCode == 2 && changed.output.contains("3 of 6 trials"), "\(changed.output)\(changed.errors)")
      let text = changed.output.replacing("\n  ", with: " ")
      #expect(text.contains("The first that differs: own, fold 1/3: scores differ by up to 2, first at test row 1"))
      #expect(text.contains("10 rows predicted as another class"))
      #expect(text.contains("Changed since: the files of own"), "\(text)")
    }
  }

  /// The model that `predict` fits is the one that was measured: on the rows of a split, and on all training rows.
  @Test func theMeasuredModelIsTheOneThatPredicts() throws {
    try withFolder { store in
      let run = try Command(
        [
          "compare", "--models", "mlp", "--set", "mlp.epochs=2", "--dataset", digits, "--resampling", "train-test",
          "--quiet",
        ], store: store.path
      ).result()
      #expect(run.exitCode == 0, "\(run.errors)")
      let file = store.appending(path: "p.csv")
      _ = try Command(["export", "latest", "--predictions", file.path], store: store.path).result()
      let line = try #require(try String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst().first)
      let measured = line.split(separator: ",").suffix(10).compactMap { Double($0) }.sorted(by: >)
      for arguments in [["--from", "latest:mlp"], ["--model", "mlp", "--set", "mlp.epochs=2", "--dataset", digits]] {
        let answer = try Command(["predict", "--index", "0", "--quiet"] + arguments, store: store.path).result()
        let scores = answer.output.split(separator: "\n").filter { $0.hasPrefix("  ") }.compactMap { line in
          line.split(separator: " ").last.flatMap { Double($0) }
        }
        #expect(zip(scores, measured).allSatisfy { abs($0 - $1) < 6e-5 } && scores.count == 10, "\(answer.errors)")
      }
      let unknown = try Command(["predict", "--from", "latest:mlp:2", "--index", "0"], store: store.path).result()
      #expect(unknown.exitCode == 64 && unknown.errors.contains("this run has 1 split, counted from 1"))
      let colon = try Command(["predict", "--from", "latest:mlp:x", "--index", "0"], store: store.path).result()
      #expect(colon.exitCode == 64 && colon.errors.contains("mlp:x: no such model in this run"), "\(colon.errors)")
      for name in ["mlp", "latest:mlp:0"] {
        let wrong = try Command(["predict", "--from", name, "--index", "0"], store: store.path).result()
        #expect(wrong.exitCode == 64 && wrong.errors.contains("write RUN:MODEL"), "\(wrong.errors)")
      }
    }
  }

  @Test(arguments: [["process"], ["in-process"]]) func keptModelsPredictAtOnce(executor: [String]) throws {
    try withFolder { folder in
      let store = folder.appending(path: "store.sqlite").path
      let run = try Command(
        [
          "compare", "--models", "mlp,logistic-regression", "--set", "mlp.epochs=1", "--dataset", digits, "--quiet",
          "--folds", "2", "--keep-models", "--store", store, "--executor", executor[0],
        ]
      ).result()
      #expect(run.exitCode == 0, "\(run.errors)")
      func files() -> [String] { (try? FileManager.default.contentsOfDirectory(atPath: "\(store)-models")) ?? [] }
      #expect(files().count == 6)
      let from = ["predict", "--from", "latest:mlp:2", "--index", "3", "--quiet", "--store", store]
      let kept = try Command(from).result()
      #expect(kept.exitCode == 0 && kept.output.contains("Fitted earlier, on 100 rows"), "\(kept.errors)")
      try FileManager.default.removeItem(atPath: "\(store)-models")
      let fitted = try Command(from).result()
      #expect(fitted.output.contains("as measured in run 1, fold 2/2,"), "\(fitted.errors)")
      func scores(_ result: CommandResult) -> [Substring] {
        result.output.split(separator: "\n").filter { $0.hasPrefix("  ") && $0.contains(".") }
      }
      #expect(scores(kept) == scores(fitted) && !scores(kept).isEmpty)
      let none = try Command(["compare", "--keep-models", "--no-store"]).result()
      #expect(none.exitCode == 64 && none.errors.contains("leave out --no-store"))
    }
  }

  @Test func keptModelsGoWithTheirRuns() throws {
    try withFolder { folder in
      let store = folder.appending(path: "store.sqlite").path
      let flags = ["--dataset", digits, "--quiet", "--folds", "2", "--keep-models", "--store", store]
      _ = try Command(["compare", "--models", "logistic-regression"] + flags).result()
      _ = try Command(["compare", "--models", "logistic-regression", "--seed", "1"] + flags).result()
      func count() -> Int { ((try? FileManager.default.contentsOfDirectory(atPath: "\(store)-models")) ?? []).count }
      #expect(count() == 8)
      #expect(try Command(["runs", "remove", "2", "--store", store]).result().exitCode == 0)
      #expect(count() == 4)
    }
  }

  /// The command on the page of a run makes the same run: its trials are all found in the store.
  @Test func theCommandOfAReportMakesTheRunAgain() throws {
    try withFolder { store in
      let flags = [
        "--dataset", "synthetic-digits:rows=300,test-rows=0", "--models", "a=linear-svm,b=linear-svm", "--set",
        "b.epochs=3", "--limit", "150", "--folds", "3", "--seed", "4", "--average", "weighted",
      ]
      #expect(try Command(["compare", "--quiet"] + flags, store: store.path).result().exitCode == 0)
      let page = store.appending(path: "r.html")
      #expect(try Command(["report", "--output", page.path], store: store.path).result().exitCode == 0)
      let html = try String(contentsOf: page, encoding: .utf8)
      let line = try #require(html.firstMatch(of: /<code>bakeoff (compare [^<]*)<\/code>/)).1
      let again = try Command(line.split(separator: " ").map(String.init) + ["--quiet"], store: store.path).result()
      let text = again.output.replacing("\n  ", with: " ")
      #expect(
        text.contains("a 3/3, b 3/3, majority-class 3/3") && text.contains("(weighted)"), "\(line)\n\(again.output)")
    }
  }
}
