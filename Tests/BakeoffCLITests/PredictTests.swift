import Foundation
import Testing

private let digits = ["--dataset", "synthetic-digits:rows=300,test-rows=30", "--index", "4", "--quiet"]

private func withFolder(_ body: (URL) throws -> Void) throws {
  let folder = try temporaryFolder()
  defer { try? FileManager.default.removeItem(at: folder) }
  try body(folder)
}

/// The lines of scores.
private func scores(_ output: String) -> [Substring] {
  output.split(separator: "\n").filter { $0.hasPrefix("  ") && $0.contains(".") }
}

@Test(arguments: [
  ["majority-class"], ["logistic-regression"], ["linear-svm"], ["mlp", "--set", "mlp.epochs=1"],
  ["cnn", "--set", "cnn.epochs=1"], ["logistic-regression", "--positive", "3"],
])
func aSavedModelPredictsWhatItDidWhenItWasFitted(model: [String]) throws {
  try withFolder { folder in
    let file = folder.appending(path: "model.json").path
    let fitted = try Command(["predict", "--save", file, "--model"] + model + digits).result()
    let loaded = try Command(["predict", "--load", file] + digits).result()
    #expect(fitted.exitCode == 0 && loaded.exitCode == 0, "\(fitted.errors)\(loaded.errors)")
    #expect(scores(fitted.output) == scores(loaded.output) && !scores(loaded.output).isEmpty)
    #expect(
      fitted.output.split(separator: "\n").filter { $0.hasPrefix("The truth is") }
        == loaded.output.split(separator: "\n").filter { $0.hasPrefix("The truth is") })
    #expect(loaded.output.contains("Fitted earlier, on 300 rows of synthetic-digits"))
  }
}

@Test func aProgramThatIsToldToEndIsNoInterruptOfOurs() throws {
  try withFolder { folder in
    let json = #"{"id": "self", "title": "T", "version": "1", "command": ["sh", "-c", "kill -TERM $$"]}"#
    try Data(json.utf8).write(to: folder.appending(path: "plugin.json"))
    let result = try Command(["predict", "--model", "self", "--plugin-path", folder.path] + digits).result()
    #expect(result.exitCode == 2 && result.errors.contains("SIGTERM, sent by another process"), "\(result.errors)")
  }
}

@Test func whatCannotBeSavedOrLoadedIsOneLine() throws {
  try withFolder { folder in
    func predict(_ arguments: String...) throws -> CommandResult {
      try Command(["predict"] + arguments + digits).result()
    }
    let file = folder.appending(path: "model.json").path
    let both = try predict("--load", file, "--model", "mlp")
    #expect(both.exitCode == 64 && both.errors.contains("one of them"))
    let changed = try predict("--load", file, "--set", "mlp.epochs=3")
    #expect(changed.exitCode == 64 && changed.errors.contains("takes the model as it is"))
    let missing = try predict("--load", file)
    #expect(missing.exitCode == 64 && missing.errors.contains("cannot be read"))
    let nowhere = try predict("--model", "mlp", "--save", "\(file)/x/y.json")
    #expect(nowhere.exitCode == 64 && nowhere.errors.contains("does not exist"))

    #expect(try predict("--model", "majority-class", "--save", file).exitCode == 0)
    let saved = try String(contentsOfFile: file, encoding: .utf8)
    for (part, wrong, code, found) in [
      (saved, "not JSON", 65, "found no JSON"), (#""model":{"#, #""modell":{"#, 65, "found no model"),
      ("bakeoff.model/1", "bakeoff.model/9", 65, "found format bakeoff.model/9"),
      (#""class_names":["0","#, #""class_names":["#, 65, "9 were asked for"),
      (#""training_rows":300"#, #""training_rows":-5"#, 65, "no rows"),
      (#""element":"byte""#, #""element":"float""#, 64, "28x28x1 floats"),
      (#""version":"1""#, #""version":"0""#, 64, "fit it again"),
      (#""plugin":"majority-class""#, #""plugin":"majority-clas""#, 64, "did you mean majority-class?"),
    ] {
      try Data(saved.replacingOccurrences(of: part, with: wrong).utf8).write(to: URL(fileURLWithPath: file))
      let result = try predict("--load", file)
      #expect(result.exitCode == Int32(code) && result.errors.contains(found), "\(wrong): \(result.errors)")
      #expect(result.errors.split(separator: "\n").count == 1)
    }
  }
}
