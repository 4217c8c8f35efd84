import BakeoffCLI
import Foundation
import Testing

@Test(arguments: [
  (1_700_000_000.0, 6, "1700000000"), (1_700_000_000.5, 6, "1700000000.5"), (-123_456_789.25, 4, "-123456789.25"),
  (149_382_607, 4, "149382607"), (5.1, 6, "5.1"), (0.000123456, 4, "0.0001235"), (0, 4, "0"),
  (3.14159265, 6, "3.14159"),
  (1e300, 6, "1e+300"), (1.5e-7, 6, "1.5e-07"), (100, 6, "100"), (99_999.99, 6, "99999.99"),
])
func numbersAreReadable(value: Double, digits: Int, text: String) {
  #expect(readable(value, digits: digits) == text)
}

@Test func timesAreShownAsTheyAre() throws {
  let folder = try temporaryFolder()
  defer { try? FileManager.default.removeItem(at: folder) }
  let file = folder.appending(path: "t.csv")
  let rows = (0..<30).map { "\(1_700_000_000 + ($0 * 7919) % 31),\(1_234_567_890 + $0).25,\($0 % 2)\n" }.joined()
  try Data(("seen,bytes,kind\n" + rows).utf8).write(to: file)
  let result = try bakeoff("show", "--dataset", "csv:\(file.path)", "--count", "30")
  #expect(result.exitCode == 0 && !result.output.contains("e+"), "\(result.output)")
  #expect(result.output.contains("seen 1700000000, bytes 1234567890.25"))
}

@Test func pointsAreCounted() {
  #expect(pointLine("slow", "same-seed", number: 7, of: 23) == "slow: point 7 of 23 (same-seed)")
  #expect(pointLine("slow", nil, number: 0, of: 1).hasSuffix("before the first of 1 point"))
}

@Test func aQuickCheckTriesWhatIsEssentialAndNamesTheRest() throws {
  let result = try bakeoff("plugin", "check", "logistic-regression", "--quick")
  #expect(result.exitCode == 0 && result.errors.isEmpty, "\(result.errors)")
  #expect(result.output.contains("logistic-regression: 5 pass, 0 fail, 0 n/a"))
  let text = result.output.replacing("\n  ", with: " ")
  #expect(text.contains("Left out by --quick: setting-range, no-rows") && text.contains("cancellation. Without"))
  #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
}

/// The command that makes a run again has what changes what is run.
@Test func theCommandOfARunHasItsLimitsAndPlugins() throws {
  let folder = try temporaryFolder()
  defer { try? FileManager.default.removeItem(at: folder) }
  let folds = folder.appending(path: "folds.csv").path
  let common = [
    "compare", "--dataset", "synthetic-digits:rows=80,test-rows=0", "--models", "majority-class", "--quiet",
  ]
  let first = try Command(common + ["--folds", "2", "--save-folds", folds], store: folder.path).result()
  #expect(first.exitCode == 0, "\(first.errors)")
  let flags = [
    "--folds-file", folds, "--plugin-path", folder.path, "--time-limit", "60s", "--memory-limit", "4GB", "--on-failure",
    "stop",
    "--offline", "--jobs", "1",
  ]
  let run = try Command(common + flags, store: folder.path).result()
  #expect(run.exitCode == 0, "\(run.errors)")
  let page = try Command(["report", "latest"], store: folder.path).result().output
  let command = try #require(page.firstMatch(of: /bakeoff compare [^<]*/)?.0)
  for part in [
    "--folds-file=", "--plugin-path=", "--time-limit=60s", "--memory-limit=4GB", "--on-failure=stop", "--offline",
  ] {
    #expect(command.contains(part.replacing("=", with: " ")), "\(part): \(command)")
  }
  #expect(!command.contains("--jobs") && !command.contains("--resampling"), "\(command)")
  let again = try Command(command.split(separator: " ").dropFirst().map(String.init) + ["--quiet"], store: folder.path)
    .result()
  #expect(again.exitCode == 0 && again.output == run.output, "\(again.errors)")
}
