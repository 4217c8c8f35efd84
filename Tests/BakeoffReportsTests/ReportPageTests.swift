import BakeoffCore
import BakeoffEvaluation
import BakeoffReports
import Foundation
import Testing

/// A run of `models` models on five splits of twelve rows each, of `classes` classes; the model with the number m is wrong on
/// every (m + 2)-th row.
private func run(
  models: Int = 3, classes: Int = 3, kind: Predictions.Kind = .probabilities, names: [String]? = nil,
  task: ClassificationTask = .multiclass, failing: Bool = false
) -> RunRecord {
  let splits = (0..<5).map { fold in
    Split(fold: fold, training: Array(0..<40), test: (0..<12).map { 40 + fold * 12 + $0 })
  }
  let truth = Truth(labels: (0..<12).map { $0 % classes }, classCount: classes, positive: task.positiveLabel)
  let trials = (0..<models).flatMap { model in
    splits.indices.map { split -> Trial in
      let cell = TrialCell(model: model, split: split)
      if failing, model == 1, split == 2 {
        return Trial(cell, .failed(TrialFailure(.crashed, "</script><b>SIGSEGV & more")))
      }
      let scores = truth.labels.enumerated().flatMap { row, label -> [Float] in
        let named = (row + split) % (model + 2) == 0 ? (label + 1) % classes : label
        let most: Float = kind == .probabilities ? 0.6 : 3
        let rest = (1 - most) / Float(classes - 1)
        return (0..<classes).map { $0 == named ? most : rest }
      }
      var costs = TrialCosts(fitSeconds: Double(model) + 0.5, predictSeconds: 0.1, parameterCount: 100 * (model + 1))
      costs.cpuSeconds = Double(model) + 0.6
      let curve = (1...6).map { FitProgress(epoch: $0, epochs: 6, loss: 1 / Double($0 + split)) }
      return Trial(
        cell, .ok(Predictions(kind: kind, classCount: classes, scores: scores), costs), curve: model == 2 ? [] : curve)
    }
  }
  return RunRecord(
    number: 7,
    description: RunDescription(
      dataset: "tiny", rows: 100, classNames: names ?? (0..<classes).map { "class \($0)" }, sha256: "abc",
      task: "multiclass",
      resampling: "stratified 5-fold", seed: 3,
      environment: RunEnvironment(blas: "b", machine: "m", os: "o", swift: "s", version: "v")), task: task,
    competitors: (0..<models).map {
      Competitor(name: $0 == 0 ? "a<b>\"&'" : "model-\($0)", settings: ["size": .integer($0), "same": .integer(1)])
    }, splits: splits, truths: Array(repeating: truth, count: 5), trials: trials)
}

private func page(
  _ run: RunRecord, metrics: [any Metric] = [Accuracy(), LogLoss()],
  row: (@Sendable (Int) -> ShownRow?)? = { .picture("data:image/png;base64,ROW\($0)") }
) throws -> ReportData {
  ReportData(
    run: run, board: try run.leaderboard(metrics: metrics, sortedBy: "accuracy"), command: "bakeoff compare --seed 3",
    row: row)
}

/// The text of an element of data.
private func store(_ id: String, in html: String) throws -> Any {
  let start = try #require(html.range(of: "<script type=\"application/json\" id=\"\(id)\">"))
  let end = try #require(html[start.upperBound...].range(of: "</script>"))
  return try JSONSerialization.jsonObject(with: Data(html[start.upperBound..<end.lowerBound].utf8))
}

@Suite struct ReportPageTests {
  /// Elements that are opened are closed, in order.
  private func checkNesting(_ html: String) {
    let voids: Set = ["meta", "img", "input", "line", "path", "circle", "rect", "polyline"]
    var open: [Substring] = []
    let body = html.replacing(/<script[^>]*>[\s\S]*?<\/script>/, with: "").replacing(
      /<style>[\s\S]*?<\/style>/, with: "")
    for match in body.matches(of: /<(\/?)([a-zA-Z0-9]+)([^>]*)>/) where !voids.contains(String(match.2)) {
      if match.1 == "/" { #expect(open.popLast() == match.2) } else if !match.3.hasSuffix("/") { open.append(match.2) }
    }
    #expect(open.isEmpty, "\(open)")
  }

  @Test func everySectionIsThereAndNothingIsLeftOpen() throws {
    let html = try page(run()).html
    let ids = html.matches(of: /<section id="([a-z]+)"/).map { String($0.1) }
    #expect(
      ids == [
        "board", "folds", "cost", "learning", "confusion", "disagreement", "calibration", "failures", "provenance",
      ])
    checkNesting(html)
    #expect(html.contains("bakeoff compare --seed 3") && html.contains("<dd>abc</dd>"))
    #expect(
      !html.contains("http://")
        || html.components(separatedBy: "http://").count
          == html.components(separatedBy: "http://www.w3.org/2000/svg").count
    )
  }

  @Test(arguments: ["board", "folds", "failures"]) func sectionsLookAsTheyShould(id: String) throws {
    let html = try page(run(failing: true)).html
    let start = try #require(html.range(of: "<section id=\"\(id)\""))
    let end = try #require(html[start.lowerBound...].range(of: "</section>"))
    try expectGolden(String(html[start.lowerBound..<end.upperBound]) + "\n", "page-\(id).html")
  }

  @Test func theShortPageLooksAsItShould() throws {
    try expectGolden(page(run()).markdown, "page.md")
  }

  @Test func whatComesFromDataIsEscaped() throws {
    let names = ["<script>alert(1)</script>", "Größe & Maß", "手書き"]
    let html = try page(run(names: names, failing: true)).html
    #expect(!html.contains("<script>alert") && html.contains("&lt;script&gt;alert(1)") && html.contains("手書き"))
    #expect(html.contains("a&lt;b&gt;&quot;&amp;"))
    // Neither can end the element that holds the data of the script.
    #expect(html.components(separatedBy: "</script>").count == 6)
    let data = try #require(try store("page-store", in: html) as? [String: [String]])
    #expect(data["classes"] == names)
    checkNesting(html)
  }

  @Test func theRowsOfACellAreThoseThatWereConfused() throws {
    let record = run()
    let html = try page(record).html
    let cells = try #require(try store("cell-store", in: html) as? [String: [Int]])
    let rows = try #require(try store("row-store", in: html) as? [String: String])
    let board = try record.leaderboard(metrics: [Accuracy()])
    #expect(!cells.isEmpty)
    for (id, numbers) in cells {
      let parts = id.split(separator: "-").compactMap { Int($0) }
      let name = board.rows[parts[0]].competitor.name
      let model = try #require(record.competitors.firstIndex { $0.name == name })
      let pooled = try #require(PooledPredictions(record, model: model))
      for number in numbers {
        let place = try #require(pooled.rows.firstIndex(of: number))
        #expect(pooled.truth[place] == parts[1] && pooled.predictions.labels[place] == parts[2])
        #expect(rows["\(number)"] == "data:image/png;base64,ROW\(number)")
      }
    }
    let matrices = try #require(try store("matrix-store", in: html) as? [String: [Int]])
    #expect(matrices["0"] == board.rows[0].confusion.counts)
  }

  @Test(arguments: [(2, 2), (1, 3), (40, 3), (3, 1000)]) func fewAndManyArePages(models: Int, classes: Int) throws {
    let html = try page(run(models: models, classes: classes)).html
    checkNesting(html)
    #expect(html.utf8.count < 3_000_000, "\(html.utf8.count)")
    #expect(html.contains("<section id=\"board\"") && html.contains("class=\"matrix\"") == (classes <= 30))
  }

  @Test func aBinaryTaskFailuresAndMarginsArePages() throws {
    let binary = try page(run(classes: 2, task: .binary(positive: 0))).html
    #expect(binary.contains("ROC curve, of the positive class"))
    let margins = try page(run(kind: .margins), metrics: [Accuracy()]).html
    #expect(!margins.contains("id=\"reliability\"") && margins.contains("id=\"roc\""))
    let failed = try page(run(failing: true)).html
    #expect(failed.contains("crashed: &lt;/script&gt;&lt;b&gt;SIGSEGV &amp; more"))
    for html in [binary, margins, failed] { checkNesting(html) }
  }

  @Test func withoutTheDataThereAreNoRowsAndNoOpenCells() throws {
    let html = try page(run(), row: nil).html
    #expect(!html.contains("<img") && !html.contains("class=\"cell\"") && html.contains("Wrong for every model"))
    let values = try page(run(), row: { .values("a \($0), <b>") }).html
    #expect(values.contains("<code>a 40, &lt;b&gt;</code>") || values.contains("&lt;b&gt;</code>"))
  }

  @Test func picturesFillNoMoreThanAPageCanHold() throws {
    let large = String(repeating: "x", count: 900_000)
    let html = try page(run(), row: { .picture("data:\($0)\(large)") }).html
    let rows = try #require(try store("row-store", in: html) as? [String: String])
    #expect(rows.count == 4 && html.utf8.count < 5_000_000)
    let cells = try #require(try store("cell-store", in: html) as? [String: [Int]])
    #expect(cells.values.flatMap(\.self).allSatisfy { rows["\($0)"] != nil }, "a cell that opens has its rows")
  }

  @Test func settingsThatAreTheSameAreMarked() throws {
    let html = try page(run()).html
    #expect(html.contains("id=\"settings\" data-same=\"1\""), "`same` is the first column after the name")
  }

  @Test func theShortPageHasTheBoardTheSentenceAndTheWorstConfusions() throws {
    let text = try page(run()).markdown
    #expect(text.hasPrefix("**tiny, 100 rows, multiclass, stratified 5-fold, seed 3**\n\n|"))
    #expect(text.contains("model-2") && text.contains("Worst confusions of model-2:"))
    #expect(text.contains("As fitted here") || text.contains("is best"))
    #expect(text.contains("a\\<b\\>"))
  }
}
