import Foundation
import Testing

private func withTable(_ text: String, _ body: (_ specifier: String, _ store: String) throws -> Void) throws {
  let folder = try temporaryFolder()
  defer { try? FileManager.default.removeItem(at: folder) }
  let file = folder.appending(path: "t.csv")
  try Data(text.utf8).write(to: file)
  try body("csv:\(file.path)", folder.path)
}

private func compare(_ arguments: [String], _ store: String) throws -> CommandResult {
  try Command(["compare", "--quiet", "--models", "logistic-regression", "--folds", "4"] + arguments, store: store)
    .result()
}

/// 40 rows; `twins` of them stand there twice, the second time with the last digit changed where it is `nearly` so.
private func table(twins: Int, nearly: Bool = false, scale: Double = 1) -> String {
  var lines = (0..<40).map { "\(1000.123 + Double($0 * 37 % 40)),\(Double($0) * scale)" }
  for row in 0..<twins { lines.append(nearly ? lines[row].replacing(".123", with: ".124") : lines[row]) }
  return "a,b,class\n" + lines.enumerated().map { "\($1),\($0 % 2 == 0 ? "x" : "y")\n" }.joined()
}

@Suite struct DataWarningTests {
  @Test func rowsThatStandInTrainingAndTestAreSaid() throws {
    try withTable(table(twins: 6)) { data, store in
      let result = try compare(["--dataset", data], store)
      #expect(result.errors.contains("are also training rows of the same split"), "\(result.errors)")
      #expect(result.output.replacing("\n  ", with: " ").contains("are also training rows of the same split"))
    }
    try withTable(table(twins: 6, nearly: true)) { data, store in
      let result = try compare(["--dataset", data], store)
      #expect(result.errors.contains("rounded to 3 digits, "), "\(result.errors)")
    }
    try withTable(table(twins: 0)) { data, store in
      let errors = try compare(["--dataset", data], store).errors
      #expect(!errors.contains("training rows of the same"))
    }
  }

  /// Dates of one year, in seconds, all agree in three digits, and one other column has but a thousand values.
  @Test func rowsThatAgreeByChanceAreNotSaid() throws {
    let lines = (0..<2000).map { row in
      let day = "2024-\(1 + row * 7 % 12)-\(1 + row * 11 % 28)T\(row * 5 % 24):\(10 + row * 13 % 50)"
      return "\(day),\(Double(row * 7919 % 1000) / 1000),\(row % 2 == 0 ? "x" : "y")\n"
    }
    try withTable("when,a,class\n" + lines.joined()) { data, store in
      let result = try compare(["--dataset", data], store)
      #expect(result.exitCode == 0 && !result.errors.contains("training rows of the same"), "\(result.errors)")
    }
    try withTable("when,a,class\n" + lines.joined() + lines.prefix(1000).joined()) { data, store in
      let errors = try compare(["--dataset", data], store).errors
      #expect(errors.contains("training rows of the same"), "\(errors)")
    }
  }

  @Test(arguments: ["none", "encode"]) func digitsThatAreLostAreSaid(preparation: String) throws {
    let lines = (0..<40).map { "\(1_700_000_000 + $0),\($0 % 7),\($0 < 20 ? "x" : "y")\n" }
    try withTable("when,a,class\n" + lines.joined()) { data, store in
      let plain = try compare(["--dataset", data, "--prepare", preparation], store)
      #expect(plain.errors.contains("column when: as floats of 32 bits, which logistic-regression"), "\(plain.errors)")
      #expect(try !compare(["--dataset", data], store).errors.contains("as floats"))
    }
  }

  @Test func columnsOfVeryDifferentScaleAreSaidWhereTheyAreTakenAsTheyAre() throws {
    try withTable(table(twins: 0, scale: 1e6)) { data, store in
      let plain = try compare(["--dataset", data, "--prepare", "none"], store)
      #expect(plain.errors.contains("the ranges of columns differ by a factor of 1e+06"), "\(plain.errors)")
      let errors = try compare(["--dataset", data], store).errors
      #expect(!errors.contains("the ranges of columns"))
    }
  }

  /// What is read of a file is a part of what its trials are found by: leaving columns out changes no byte of it.
  @Test func columnsLeftOutAreOtherTrials() throws {
    try withTable(table(twins: 0)) { data, store in
      _ = try compare(["--dataset", data], store)
      let again = try compare(["--dataset", data], store)
      #expect(again.output.contains("cached"))
      for arguments in [["--dataset", "\(data),ignore=a"], ["--dataset", data, "--missing", "2.0"]] {
        let other = try compare(arguments, store)
        #expect(!other.output.contains("cached (trials"), "\(arguments)")
      }
    }
  }

  @Test func rowsOfAGroupStayTogether() throws {
    let lines = (0..<60).map { "P\($0 / 4),\($0 / 4).5,\(Double($0 * 7 % 11)),\($0 / 4 % 2 == 0 ? "x" : "y")\n" }
    try withTable("patient,a,b,class\n" + lines.joined()) { data, store in
      let result = try compare(["--dataset", data, "--group", "patient"], store)
      let text = result.output.replacing("\n  ", with: " ")
      #expect(result.exitCode == 0 && text.contains("stratified group 4-fold"), "\(result.errors)")
      #expect(
        text.contains("Rows are kept together by column patient: 15 groups.") && text.contains("15 groups of test rows")
      )
      #expect(!text.contains("column patient holds"), "it is no feature")
      let replayed = try Command(["replay", "latest", "--sample", "2"], store: store).result()
      #expect(replayed.exitCode == 0, "\(replayed.errors)")
      let split = try compare(["--dataset", data, "--group", "patient", "--resampling", "stratified-kfold"], store)
      #expect(split.exitCode == 64 && split.errors.contains("stratified-group-kfold"))
      let none = try Command(["compare", "--group", "patient", "--dataset", "mnist"], store: store).result()
      #expect(none.exitCode == 64 && none.errors.contains("name a table"))
    }
  }
}
