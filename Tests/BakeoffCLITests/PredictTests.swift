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
    #expect(missing.exitCode == 69 && missing.errors.contains("is unavailable"))
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

/// Three classes by two columns of very different units and one of text.
private func irises(_ count: Int, labelled: Bool = true) -> String {
  let rows = (0..<count).map { row in
    let kind = row % 3
    let text = ["red", "blue", "white"][row % 5 == 0 ? 0 : kind]
    return "\(Double(kind) + Double(row % 7) / 10),\(text),\(1000 * kind + row % 11)" + (labelled ? ",k\(kind)" : "")
  }
  return (["length,colour,weight" + (labelled ? ",species" : "")] + rows).joined(separator: "\n") + "\n"
}

@Test func aSavedModelPredictsManyRowsWithAndWithoutClasses() throws {
  try withFolder { folder in
    func path(_ name: String) -> String { folder.appending(path: name).path }
    try Data(irises(60).utf8).write(to: folder.appending(path: "train.csv"))
    try Data(irises(9).utf8).write(to: folder.appending(path: "known.csv"))
    let turned = "weight,unused,colour,length\n2003,z,white,2.1\n1,z,violet,0.1\n?,z,blue,1.2\n"
    try Data(turned.utf8).write(to: folder.appending(path: "new.csv"))
    let saving = try Command([
      "predict", "--model", "logistic-regression", "--dataset", "csv:\(path("train.csv"))", "--index", "0", "--save",
      path("model.json"), "--quiet",
    ]).result()
    #expect(saving.exitCode == 0, "\(saving.errors)")
    func predict(_ file: String) throws -> (result: CommandResult, lines: [String]) {
      let result = try Command([
        "predict", "--load", path("model.json"), "--dataset", "csv:\(path(file))", "--output", path("out.csv"),
      ]).result()
      let text = (try? String(contentsOfFile: path("out.csv"), encoding: .utf8)) ?? ""
      return (result, text.split(separator: "\n").map(String.init))
    }
    let known = try predict("known.csv")
    #expect(known.result.exitCode == 0 && known.result.errors.contains("9 of 9 rows with a class are right"))
    #expect(known.lines[0] == "row,class,predicted,probability[k0],probability[k1],probability[k2]")
    #expect(known.lines.count == 10 && known.lines[2].hasPrefix("1,k1,k1,"))
    let new = try predict("new.csv")
    #expect(new.result.exitCode == 0, "\(new.result.errors)")
    #expect(new.lines.dropFirst().map { $0.split(separator: ",")[1] } == ["k2", "k0", "k1"])
    try Data("length,colour\n1,red\n".utf8).write(to: folder.appending(path: "short.csv"))
    let short = try predict("short.csv")
    #expect(
      short.result.exitCode == 65 && short.result.errors.contains("expected a column weight, which was learned from"))
  }
}

@Test func whatThePreparationHasLearnedIsSavedWithTheModel() throws {
  try withFolder { folder in
    let (table, file) = (folder.appending(path: "t.csv"), folder.appending(path: "model.json").path)
    try Data(irises(60).utf8).write(to: table)
    let rest = ["--dataset", "csv:\(table.path)", "--index", "7", "--quiet", "--show-input"]
    let fitted = try Command(["predict", "--model", "mlp", "--save", file] + rest).result()
    let loaded = try Command(["predict", "--load", file] + rest).result()
    #expect(fitted.exitCode == 0 && loaded.exitCode == 0, "\(fitted.errors)\(loaded.errors)")
    #expect(scores(fitted.output) == scores(loaded.output) && !scores(loaded.output).isEmpty)
    #expect(fitted.output.contains("The model sees: ") && loaded.output.contains("The model sees: "))
  }
}

@Test func aModelOfPixelsPredictsTheRowsOfATableOfPixels() throws {
  try withFolder { folder in
    func path(_ name: String) -> String { folder.appending(path: name).path }
    func table(_ rows: Int, label: (Int) -> String) -> Data {
      let names = (0..<64).map { "p\($0)" }.joined(separator: ",")
      let lines = (0..<rows).map { row in
        label(row) + (0..<64).map { "\($0 / 32 == row % 2 ? 200 + $0 % 7 : row % 5)" }.joined(separator: ",")
      }
      return Data(((label(0).isEmpty ? "" : "label,") + names + "\n" + lines.joined(separator: "\n") + "\n").utf8)
    }
    try table(40) { "k\($0 % 2)," }.write(to: folder.appending(path: "train.csv"))
    try table(4) { _ in "" }.write(to: folder.appending(path: "new.csv"))
    let saving = try Command([
      "predict", "--model", "logistic-regression", "--dataset", "csv:\(path("train.csv")),shape=8x8", "--index", "0",
      "--save", path("m.json"), "--quiet",
    ]).result()
    #expect(saving.exitCode == 0, "\(saving.errors)")
    let result = try Command([
      "predict", "--load", path("m.json"), "--dataset", "csv:\(path("new.csv"))", "--output", "-",
    ]).result()
    #expect(result.exitCode == 0, "\(result.errors)")
    let lines = result.output.split(separator: "\n")
    #expect(lines.dropFirst().map { $0.split(separator: ",")[1] } == ["k0", "k1", "k0", "k1"])
  }
}
