import BakeoffCore
import BakeoffEvaluation
import Testing

@Suite struct FoldFileTests {
  @Test func exportedFoldsAreReadBackAsTheSameSplits() throws {
    let labels = (0..<31).map { $0 % 3 }
    let splits = try StratifiedKFold(folds: 4).splits(labels: labels, seed: 9)
    let text = try FoldFile(splits: splits).text
    #expect(text.hasPrefix("row,fold\n0,"))
    let file = try FoldFile(parsing: text)
    #expect(try file.splits(labels: labels, seed: 0) == splits)
    #expect(throws: ConfigurationError.self) { try file.splits(labels: Array(labels.dropLast()), seed: 0) }
  }

  @Test func rowsThatDoNotStandThereAreNotUsed() throws {
    let splits = try FoldFile(parsing: "row,fold\n4,0\n1,1\n7,1\n").splits(
      labels: Array(repeating: 0, count: 8), seed: 0)
    #expect(splits.map(\.test) == [[4], [1, 7]] && splits.map(\.training) == [[1, 7], [4]])
    #expect(try FoldFile(splits: splits).text == "row,fold\n1,1\n4,0\n7,1\n")
  }

  @Test func linesMayStandInAnyOrderAndEndAsOnWindows() throws {
    let file = try FoldFile(parsing: "row, fold\r\n2,0\r\n0,1\r\n1,0\r\n\r\n")
    #expect(file.repeats == [[0: 1, 1: 0, 2: 0]])
    #expect(file.folds == 2)
  }

  @Test func spreadsheetsMayQuoteAndMark() throws {
    let file = try FoldFile(parsing: "\u{FEFF}\"fold\",\"row\"\n\"1\",0\n0,\"1\"\n")
    #expect(file.repeats == [[0: 1, 1: 0]])
    #expect(try FoldFile(parsing: "row\tfold\n0\t0\n1\t1\n").folds == 2)
  }

  @Test func repeatsAndTheChecksumOfTheDataAreKept() throws {
    let labels = [0, 1, 0, 1, 0, 1]
    let repeated = try StratifiedKFold(folds: 3, repeats: 2).splits(labels: labels, seed: 0)
    let text = try FoldFile(splits: repeated, sha256: "abc").text
    #expect(text.hasPrefix("repeat,row,fold,data\n0,0,") && text.components(separatedBy: "abc").count == 2)
    let file = try FoldFile(parsing: text)
    #expect(try file.splits(labels: labels, seed: 9) == repeated && file.sha256 == "abc")
    try file.check(sha256: "abc")
    let error = #expect(throws: ConfigurationError.self) { try file.check(sha256: "def") }
    #expect(error?.description.contains("its folds are of data with the checksum abc, and this is def") == true)
    try FoldFile(parsing: "row,fold\n0,0\n1,1\n").check(sha256: "def")
  }

  @Test func onlyAKFoldCanBeWritten() throws {
    let holdout = try Holdout(testFraction: 0.5).splits(labels: [0, 1, 0, 1, 0, 1], seed: 0)
    #expect(throws: ConfigurationError.self) { try FoldFile(splits: holdout) }
  }

  @Test(arguments: [
    ("", 1), ("0,1\n1,0\n", 1), ("row,fold\n0,0\nx,1\n", 3), ("row,fold\n0,0\n1\n", 3), ("row,fold\n0,0\n1,-1\n", 3),
    ("row,fold\n0,0\n1,1,1\n", 3), ("row,fold\n0,0\n1,1\n1,0\n", 4), ("row,fold\n0,0\n1,2", 3),
    ("row,fold\n0,0\n1,0", 3), ("row,fold", 1), ("repeat,row,fold\n0,0,0\n0,1,1\n2,0,0\n2,1,1", 5),
    ("repeat,row,fold\n0,0,0\n1,1\n", 3),
    ("row,fold,fold\n0,0,0\n", 1),
  ]) func aBadFileIsRefusedWithItsLine(text: String, line: Int) {
    let error = #expect(throws: DatasetError.self) { try FoldFile(parsing: text, name: "folds.csv") }
    #expect(error?.description.hasPrefix("folds.csv, line \(line): expected") == true, "\(error?.description ?? "")")
  }
}
