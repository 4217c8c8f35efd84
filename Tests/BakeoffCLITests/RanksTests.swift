import Foundation
#if canImport(FoundationXML)
  import FoundationXML
#endif
import Testing

private let data = (1...3).map { ["--dataset", "synthetic-digits:rows=\(100 + $0 * 20),test-rows=0"] }
private let models = ["--models", "logistic-regression,linear-svm", "--folds", "2", "--quiet"]

@Suite struct RanksTests {
  @Test func severalDataSetsAreComparedAndRanked() throws {
    let store = try temporaryFolder()
    defer { try? FileManager.default.removeItem(at: store) }
    let run = try Command(["compare"] + models + data.flatMap(\.self), store: store.path).result()
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(run.output.components(separatedBy: "Data set    ").count == 4 && run.output.contains("F1 on 3 data sets"))
    #expect(run.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
    let ranks = try Command(["ranks", "1", "2", "3", "--metric", "f1"], store: store.path).result()
    #expect(ranks.exitCode == 0 && run.output.hasSuffix(ranks.output), "\(ranks.errors)\(ranks.output)")
    #expect(!ranks.output.contains("majority-class"), "the floor takes no part")
    let json = try Command(["compare", "--format", "json"] + models + data.flatMap(\.self), store: store.path).result()
    let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    #expect((object?["boards"] as? [Any])?.count == 3 && (object?["ranks"] as? [String: Any])?["pairs"] != nil)
    let picture = store.appending(path: "ranks.svg")
    #expect(try Command(["ranks", "1", "2", "--output", picture.path], store: store.path).result().exitCode == 0)
    let parser = XMLParser(data: try Data(contentsOf: picture))
    #expect(parser.parse(), "\(parser.parserError?.localizedDescription ?? "")")
  }

  @Test func whatCannotBeRankedIsOneLine() throws {
    let store = try temporaryFolder()
    defer { try? FileManager.default.removeItem(at: store) }
    let csv = try Command(["compare", "--format", "csv"] + models + data.flatMap(\.self), store: store.path).result()
    #expect(csv.exitCode == 64 && csv.errors.contains("holds one board"), "\(csv.errors)")
    let folds = try Command(
      ["compare", "--save-folds", "f.csv"] + models + data.flatMap(\.self), store: store.path
    ).result()
    #expect(folds.exitCode == 64 && folds.errors.contains("are of one data set"))
    _ = try Command(["compare"] + models + data[0], store: store.path).result()
    for runs in [["1"], ["1", "1"], ["1", "9"]] {
      let wrong = try Command(["ranks"] + runs, store: store.path).result()
      #expect(wrong.exitCode == 64 && wrong.errors.split(separator: "\n").count == 1, "\(wrong.errors)")
    }
  }
}
