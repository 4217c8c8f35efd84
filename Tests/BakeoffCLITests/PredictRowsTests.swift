import Foundation
import Testing

/// A folder with tables, and what models that learned from them say of other tables.
private struct Tables {
  let folder: URL

  init(_ files: [String: String]) throws {
    folder = try temporaryFolder()
    for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
  }

  func path(_ name: String) -> String { folder.appending(path: name).path }

  /// Fits logistic regression on all rows of a table and keeps it.
  func learn(_ dataset: String) throws {
    let result = try Command([
      "predict", "--model", "logistic-regression", "--dataset", at(dataset), "--save", path("model.json"),
    ]).result()
    #expect(result.exitCode == 0 && result.output.isEmpty, "\(result.errors)")
  }

  /// The predicted class of each row of a table, and what was said.
  func predict(_ dataset: String, input: String? = nil) throws -> (classes: [String], result: CommandResult) {
    let result = try Command(
      ["predict", "--load", path("model.json"), "--dataset", at(dataset), "--output", "-"],
      input: input.map { Data($0.utf8) }
    ).result()
    let lines = result.output.split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
    guard let column = lines.first?.firstIndex(of: "predicted") else { return ([], result) }
    return (lines.dropFirst().map { $0[column] }, result)
  }

  private func at(_ dataset: String) -> String { dataset.replacing("@", with: folder.path) }
}

/// Rain by few hours of sun and two kinds of weather; an id that says nothing.
private let weather =
  "id,weather,hours,class\n"
  + (0..<60).map {
    "\($0),\(["sunny", "rain", "cloudy"][$0 % 3]),\([9, 1, 5][$0 % 3] + $0 % 2),\($0 % 3 == 1 ? "in" : "out")\n"
  }
  .joined()

/// One number, of which the class is whether it is above ten.
private let single = "x,class\n" + (0..<40).map { "\($0 % 20),\($0 % 20 > 10 ? "high" : "low")\n" }.joined()

struct PredictRowsTests {
  @Test(arguments: [
    ("x\n3\n18\n", ["low", "high"]), ("class,x\nhigh,3\nlow,18\n", ["low", "high"]), ("18\n", ["high"]),
    ("id,x\na,3\nb,18\n", ["low", "high"]), ("x\n3,5\n18\n", ["low", "high"]), ("x\n18\n", ["high"]),
  ])
  func aTableOfOneFeatureIsPredicted(text: String, expected: [String]) throws {
    let tables = try Tables(["train.csv": single, "new.csv": text])
    defer { try? FileManager.default.removeItem(at: tables.folder) }
    try tables.learn("csv:@/train.csv")
    let (classes, result) = try tables.predict("csv:@/new.csv")
    #expect(classes == expected, "\(text): \(result.errors)")
  }

  @Test(arguments: [
    // Other columns, another order, one row, a class that is lacking or is there.
    ("hours,new,weather\n9,1,sunny\n1,2,rain\n", ["out", "in"], "left out, as they were not learned from: new."),
    ("class,weather,hours\nin,sunny,9\nout,rain,1\n", ["out", "in"], "0 of 2 rows with a class are right"),
    ("weather,hours\nrain,1\n", ["in"], ""),
    // Words alone, and no header: it is the row.
    ("rain,1\n", ["in"], ""),
    (
      "weather,hours\nsunny,9\nsnow,1\nhail,9\nsnow,1\n", ["out", "in", "out", "in"],
      "column weather: snow (rows 1, 3), hail (row 2) were not learned from, and count as none of those that were."
    ),
    ("weather,hours\nfog,9\n", ["out"], "column weather: fog (row 0) was not learned from"),
  ])
  func rowsAreReadAsThoseThatWereLearnedFrom(text: String, expected: [String], note: String) throws {
    let tables = try Tables(["train.csv": weather, "new.csv": text])
    defer { try? FileManager.default.removeItem(at: tables.folder) }
    try tables.learn("csv:@/train.csv,ignore=id")
    let (classes, result) = try tables.predict("csv:@/new.csv")
    #expect(
      classes == expected && (note.isEmpty || result.errors.contains(note)), "\(text): \(result.output)\(result.errors)"
    )
    // The same from standard input, with the arguments of the training file.
    let (again, other) = try tables.predict("csv:-,label=class", input: text)
    #expect(again == expected, "\(text): \(other.errors)")
  }

  @Test(arguments: [
    ("weather\nsunny\n", "expected a column hours, which was learned from, found the columns weather"),
    ("wether,hours\nsunny,1\n", "expected a column weather, which was learned from"),
    ("other\nsunny\nrain\n", "expected the columns weather, hours, which were learned from"),
    ("weather,hours\nsunny,1\nrain,few\n", "new.csv:3: expected a number in column hours"),
    (
      "weather,hours\nsunny,many\nrain,few\nrain,no\nrain,none\n",
      "new.csv:2: expected numbers in column hours, as were learned from"
    ),
  ])
  func whatIsLackingIsNamed(text: String, message: String) throws {
    let tables = try Tables(["train.csv": weather, "new.csv": text])
    defer { try? FileManager.default.removeItem(at: tables.folder) }
    try tables.learn("csv:@/train.csv,ignore=id")
    let result = try tables.predict("csv:@/new.csv").result
    #expect(result.exitCode == 65 && result.errors.contains(message), "\(result.errors)")
    #expect(result.errors.split(separator: "\n").count == 1 && result.output.isEmpty)
  }

  /// Without a header a column is called by its position, also where the one before it was left out.
  @Test func columnsWithoutNamesAreFoundByTheirPositions() throws {
    let rows = (0..<40).map { "\($0),\($0 % 20),\($0 % 2),\($0 % 20 > 10 ? "high" : "low")\n" }.joined()
    let tables = try Tables([
      "train.csv": rows, "whole.csv": "7,3,0,low\n8,18,1,low\n", "without.csv": "7,3,0\n8,18,1\n",
      "own.csv": "3,0\n18,1\n",
    ])
    defer { try? FileManager.default.removeItem(at: tables.folder) }
    try tables.learn("csv:@/train.csv,ignore=1,header=no")
    for file in ["whole.csv", "without.csv", "own.csv"] {
      let (classes, result) = try tables.predict("csv:@/\(file),header=no")
      #expect(classes == ["low", "high"], "\(file): \(result.errors)")
    }
  }

  /// A column of row numbers without a name, as pandas writes one, may be there or not.
  @Test func anIndexWithoutANameIsFoundAgain() throws {
    let rows = (0..<40).map { "\($0),\($0 % 20),\($0 % 20 > 10 ? "high" : "low")\n" }.joined()
    let tables = try Tables(["train.csv": ",x,class\n" + rows, "new.csv": "x\n3\n18\n", "same.csv": ",x\n3,3\n7,18\n"])
    defer { try? FileManager.default.removeItem(at: tables.folder) }
    try tables.learn("csv:@/train.csv")
    #expect(try tables.predict("csv:@/same.csv").classes == ["low", "high"])
    try tables.learn("csv:@/train.csv,ignore=1")
    for file in ["same.csv", "new.csv"] {
      #expect(try tables.predict("csv:@/\(file)").classes == ["low", "high"], "\(file)")
    }
  }

  /// What was learned as names is read as names: 01 and 1 are two.
  @Test func numbersThatAreNamesStayNames() throws {
    let rows = (0..<40).map { "\(["01", "1"][$0 % 2]),\($0 % 3),\($0 % 2 == 0 ? "a" : "b")\n" }.joined()
    let tables = try Tables(["train.csv": "code,x,class\n" + rows, "new.csv": "code,x\n01,0\n1,2\n"])
    defer { try? FileManager.default.removeItem(at: tables.folder) }
    try tables.learn("csv:@/train.csv,categories=code")
    let (classes, result) = try tables.predict("csv:@/new.csv")
    #expect(classes == ["a", "b"] && result.errors.isEmpty, "\(result.errors)")
  }

  /// The file to predict need not be of the format that was learned from.
  @Test func otherFormatsAreRead() throws {
    let arff = "@relation r\n@attribute hours numeric\n@attribute weather {sunny,rain,cloudy}\n@data\n9,sunny\n1,rain\n"
    let svm = (0..<40).map { "\($0 % 20 > 10 ? 1 : 0) 1:\($0 % 2) 3:\($0 % 20)\n" }.joined()
    let tables = try Tables([
      "train.csv": weather, "new.arff": arff, "train.svm": svm, "new.svm": "0 1:1\n0 3:18\n", "few.svm": "0 1:1\n",
      "more.svm": "0 3:18 7:1\n", "new.csv": "1,0,0\n0,0,18\n",
    ])
    defer { try? FileManager.default.removeItem(at: tables.folder) }
    try tables.learn("csv:@/train.csv,ignore=id")
    #expect(try tables.predict("arff:@/new.arff").classes == ["out", "in"])
    try tables.learn("libsvm:@/train.svm")
    for (file, expected) in [
      ("libsvm:@/new.svm", ["0", "1"]), ("libsvm:@/few.svm", ["0"]), ("csv:@/new.csv", ["0", "1"]),
    ] {
      let (classes, result) = try tables.predict(file)
      #expect(classes == expected, "\(file): \(result.errors)")
    }
    let more = try tables.predict("libsvm:@/more.svm")
    #expect(more.classes == ["1"] && more.result.errors.contains("left out, as they were not learned from: 7."))
  }

  @Test func aModelOfARunPredictsAFile() throws {
    let tables = try Tables(["train.csv": weather, "new.csv": "hours,weather\n9,sunny\n1,snow\n"])
    defer { try? FileManager.default.removeItem(at: tables.folder) }
    let store = tables.path("state")
    func classes(_ flags: [String]) throws -> [Substring] {
      let compared = try Command(
        [
          "compare", "--dataset", "csv:\(tables.path("train.csv")),ignore=id", "--models", "logistic-regression",
          "--quiet",
        ]
          + flags, store: store
      ).result()
      #expect(compared.exitCode == 0, "\(compared.errors)")
      let result = try Command(
        [
          "predict", "--from", "latest:logistic-regression", "--dataset", "csv:\(tables.path("new.csv"))", "-o",
          tables.path("out.csv"),
        ], store: store
      ).result()
      #expect(result.exitCode == 0 && result.errors.contains("snow (row 1) was not learned from"), "\(result.errors)")
      return try String(contentsOfFile: tables.path("out.csv"), encoding: .utf8).split(separator: "\n")
    }
    // Fitted again, and out of the file it was kept in.
    let fitted = try classes([])
    #expect(fitted.count == 3 && fitted[1].hasPrefix("0,out,") && fitted[2].hasPrefix("1,in,"), "\(fitted)")
    #expect(try classes(["--keep-models", "--fresh"]) == fitted)
  }

  @Test func aModelIsSavedWithoutARowToPredictAndLearnsFromAllRows() throws {
    let tables = try Tables(["train.csv": weather])
    defer { try? FileManager.default.removeItem(at: tables.folder) }
    func save(_ flags: [String]) throws -> (result: CommandResult, model: String) {
      let result = try Command(
        [
          "predict", "--model", "logistic-regression", "--dataset", "csv:\(tables.path("train.csv")),ignore=id",
          "--save",
        ] + flags
      ).result()
      return (result, (try? String(contentsOfFile: tables.path("m.json"), encoding: .utf8)) ?? "")
    }
    let alone = try save([tables.path("m.json")])
    #expect(
      alone.result.output.isEmpty && alone.result.errors.contains("m.json: logistic-regression. Fitted on 60 rows"))
    #expect(alone.model.contains(#""training_rows":60"#))
    let withRow = try save([tables.path("m.json"), "--index", "3"])
    #expect(withRow.result.output.contains("row 3 of the training rows (learned from, as the model is saved)"))
    #expect(withRow.model == alone.model)
    #expect(try save(["-"]).result.output == alone.model)
    let without = try Command([
      "predict", "--model", "logistic-regression", "--dataset", "csv:\(tables.path("train.csv"))", "--index", "3",
    ]).result()
    #expect(without.output.contains("(left out of the fit)") && without.output.contains("Fitted on 59 rows"))
  }
}
