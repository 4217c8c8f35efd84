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
    #expect(file.foldOfRow == [0: 1, 1: 0, 2: 0])
    #expect(file.folds == 2)
  }

  @Test func onlyOneRepeatOfAKFoldCanBeWritten() throws {
    let labels = [0, 1, 0, 1, 0, 1]
    let repeated = try StratifiedKFold(folds: 3, repeats: 2).splits(labels: labels, seed: 0)
    #expect(throws: ConfigurationError.self) { try FoldFile(splits: repeated) }
    let holdout = try Holdout(testFraction: 0.5).splits(labels: labels, seed: 0)
    #expect(throws: ConfigurationError.self) { try FoldFile(splits: holdout) }
  }

  @Test(arguments: [
    ("", 1), ("0,1\n1,0\n", 1), ("row,fold\n0,0\nx,1\n", 3), ("row,fold\n0,0\n1\n", 3), ("row,fold\n0,0\n1,-1\n", 3),
    ("row,fold\n0,0\n1,1,1\n", 3), ("row,fold\n0,0\n1,1\n1,0\n", 4), ("row,fold\n0,0\n1,2", 3),
    ("row,fold\n0,0\n1,0", 3), ("row,fold", 1),
  ]) func aBadFileIsRefusedWithItsLine(text: String, line: Int) {
    let error = #expect(throws: DatasetError.self) { try FoldFile(parsing: text, name: "folds.csv") }
    #expect(error?.description.hasPrefix("folds.csv, line \(line): expected") == true, "\(error?.description ?? "")")
  }
}
