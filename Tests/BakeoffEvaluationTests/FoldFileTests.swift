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

  @Test func linesMayStandInAnyOrderAndEndAsOnWindows() throws {
    let file = try FoldFile(parsing: "row, fold\r\n2,0\r\n0,1\r\n1,0\r\n\r\n")
    #expect(file.foldOfRow == [1, 0, 0])
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
    ("row,fold\n0,0\n1,1,1\n", 3), ("row,fold\n0,0\n1,1\n1,0\n", 4), ("row,fold\n0,0\n2,1", 3),
    ("row,fold\n0,0\n1,2", 3), ("row,fold\n0,0\n1,0", 3), ("row,fold", 1),
  ]) func aBadFileIsRefusedWithItsLine(text: String, line: Int) {
    let error = #expect(throws: DatasetError.self) { try FoldFile(parsing: text, name: "folds.csv") }
    #expect(error?.description.hasPrefix("folds.csv, line \(line): expected") == true, "\(error?.description ?? "")")
  }
}
