import Foundation
import Testing

private let table = "a,b,kind\n" + (0..<30).map { "\($0 * 7 % 10),\($0 % 4),k\($0 % 3)\n" }.joined()
private let comparison = ["compare", "--dataset", "csv:-", "--models", "majority-class", "--folds", "2", "--quiet"]

/// `-` is standard output or input wherever a file is named, and never the name of one.
struct StreamTests {
  private func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  @Test func aDashIsStandardOutput() throws {
    try withFolder { folder in
      let input = Data(table.utf8)
      let run = try Command(comparison + ["--output", "-"], store: folder.path, input: input).result()
      #expect(run.exitCode == 0 && run.output.contains("majority-class"), "\(run.errors)")
      for (arguments, part) in [
        (["leaderboard", "-o", "-"], "majority-class"),
        (["export", "latest", "--predictions", "-"], "model,repetition"),
        (["export", "latest", "--folds", "-"], "row,fold"), (["report", "latest", "--output", "-"], "<html"),
        (["show", "--dataset", "synthetic-digits:rows=20,test-rows=0", "--count", "2", "--output", "-"], "PNG"),
      ] {
        let result = try Command(arguments, store: folder.path, input: input).result()
        #expect(result.exitCode == 0 && result.output.contains(part), "\(arguments): \(result.errors)")
      }
      let board = folder.appending(path: "board.txt").path
      for flag in ["--save-folds", "--save-experiment", "--report-html"] {
        let result = try Command(
          [
            "compare", "--dataset", "synthetic-digits:rows=60,test-rows=0", "--models", "majority-class", "--no-store",
            "--quiet",
            "--folds", "2", "--output", board, flag, "-",
          ]).result()
        #expect(result.exitCode == 0 && !result.output.isEmpty, "\(flag): \(result.errors)")
      }
    }
  }

  @Test(arguments: [
    ["compare", "--report-html", "-"], ["compare", "--save-folds", "-"], ["compare", "--save-experiment", "-"],
    ["compare", "-o", "-", "--save-folds", "-"], ["export", "latest", "--predictions", "-", "--folds", "-"],
    ["tune", "latest", "--save-experiment", "-"], ["predict", "--model", "mlp", "--index", "0", "--save", "-"],
  ])
  func standardOutputTakesOneResult(arguments: [String]) throws {
    let result = try Command(arguments).result()
    #expect(result.exitCode == 64 && result.output.isEmpty)
    #expect(
      result.errors.contains(" -: standard output has another result of this command already"), "\(result.errors)")
  }

  @Test(arguments: [
    ["runs", "list", "--store", "-"], ["compare", "--logs", "-"], ["compare", "--data-dir", "-"],
    ["models", "--plugin-path", "-"],
  ])
  func whatCannotBeAStreamIsRefused(arguments: [String]) throws {
    let result = try Command(arguments).result()
    #expect(result.exitCode == 64 && result.errors.contains("cannot be a stream"), "\(result.errors)")
  }

  @Test func aDashIsStandardInput() throws {
    try withFolder { folder in
      func path(_ name: String) -> String { folder.appending(path: name).path }
      try Data(table.utf8).write(to: folder.appending(path: "t.csv"))
      let arguments = [
        "compare", "--dataset", "csv:\(path("t.csv"))", "--models", "majority-class", "--folds", "2", "--quiet",
      ]
      let first = try Command(arguments + ["--output", path("b.txt"), "--save-folds", "-"], store: folder.path).result()
      let flags = ["--dataset", "csv:\(path("t.csv"))", "--models", "majority-class", "--no-store", "--quiet"]
      let again = try Command(["compare"] + flags + ["--folds-file", "-"], input: Data(first.output.utf8)).result()
      #expect(again.exitCode == 0 && again.output.contains("majority-class"), "\(again.errors)")

      let saved = try Command(
        ["predict", "--model", "logistic-regression", "--dataset", "csv:\(path("t.csv"))", "--save", "-"]).result()
      let loaded = try Command(
        ["predict", "--load", "-", "--dataset", "csv:\(path("t.csv"))", "--output", "-"], input: Data(saved.output.utf8)
      ).result()
      #expect(loaded.exitCode == 0 && loaded.output.hasPrefix("row,class,predicted"), "\(loaded.errors)")
      let arff =
        "@relation r\n@attribute a numeric\n@attribute c {x,y}\n@data\n"
        + (0..<20).map { "\($0),\($0 % 2 == 0 ? "x" : "y")\n" }.joined()
      let shown = try Command(["show", "--dataset", "arff:-"], input: Data(arff.utf8)).result()
      #expect(shown.exitCode == 0 && shown.output.contains("standard input: 20 rows"), "\(shown.errors)")
      let png = try Command(
        ["show", "--dataset", "synthetic-digits:rows=20,test-rows=0", "--count", "1", "--output", path("p.png")])
        .result()
      #expect(png.exitCode == 0)
      let picture = try Data(contentsOf: folder.appending(path: "p.png"))
      let answer = try Command(
        [
          "predict", "--model", "logistic-regression", "--dataset", "synthetic-digits:rows=200,test-rows=0", "--image",
          "-", "--quiet",
        ],
        input: picture
      ).result()
      #expect(answer.exitCode == 0 && answer.output.contains("says "), "\(answer.errors)")
    }
  }
}
