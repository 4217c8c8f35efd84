import BakeoffCore
import BakeoffEvaluation
import BakeoffReports
import Foundation
import Testing

/// Names and messages that a terminal, a page or a spreadsheet would obey.
private let hostile = [
  "\u{1B}[31mred\u{1B}[0m", "\u{1B}]0;title\u{7}", "\u{9B}2J", "abc\u{202E}fed", "a\u{2066}b\u{2069}", "a\u{200B}b",
  "two\nlines\r\u{85}\u{2028}more", "[click](http://evil.example)", "![x](http://evil.example/x.png)",
  "<script>alert(1)</script>", "| a | b |", "=HYPERLINK(\"http://evil.example\")", "+1+1", "-1+1", "@SUM(A1)", "`code`",
]

/// A board whose models, classes, notes and failures are called so.
private func board() throws -> Leaderboard {
  var run = ReportFixture.run
  run.classNames = Array(hostile.prefix(3))
  run.notice = hostile.joined(separator: " ")
  run.dataset = hostile[0]
  let names = hostile.map { Competitor(name: $0, settings: ["note": .text($0)]) }
  return try Leaderboard(
    run: run, competitors: names, trials: hostileTrials, truths: ReportFixture.truths,
    metrics: ReportFixture.metrics(defaultMetricNames))
}

/// One that succeeded and one that failed of each model.
private let hostileTrials = hostile.indices.flatMap { model in
  (0..<2).map { split -> Trial in
    let cell = TrialCell(model: model, split: split)
    if split == 1 { return Trial(cell, .failed(TrialFailure(.failed, hostile[model]))) }
    let scores = (0..<8).flatMap { _ -> [Float] in [0.5, 0.25, 0.25] }
    return Trial(
      cell,
      .ok(
        Predictions(kind: .probabilities, classCount: 3, scores: scores),
        TrialCosts(fitSeconds: 1, predictSeconds: 1)))
  }
}

/// Scalars that are never to reach a terminal.
private func obeyed(_ text: String, isData: Bool = false) -> [Unicode.Scalar] {
  text.unicodeScalars.filter { scalar in
    switch scalar.properties.generalCategory {
    case .control: scalar != "\n" && !(isData && "\r\t".unicodeScalars.contains(scalar))
    case .format, .lineSeparator, .paragraphSeparator: !isData
    default: false
    }
  }
}

@Test func aTableShowsWhatATerminalWouldObey() throws {
  let text = TableFormat().render(try board(), perClass: true)
  #expect(obeyed(text) == [])
  #expect(text.contains(#"\u{1B}[31mred"#) && text.contains(#"abc\u{202E}fed"#))
}

@Test func markdownHasNoMarkupOfOthers() throws {
  let text = MarkdownFormat().render(try board(), perClass: true)
  #expect(obeyed(text) == [])
  for markup in ["[click](", "![x](", "<script>", "| a | b |"] {
    #expect(!text.contains(markup), "\(markup)")
  }
}

@Test func jsonIsWholeAndShowsNothingRaw() throws {
  let text = JSONFormat().render(try board(), perClass: true)
  #expect(obeyed(text) == [])
  let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
  let rows = try #require(object?["rows"] as? [[String: Any]])
  #expect(Set(rows.compactMap { $0["model"] as? String }) == Set(hostile), "every name comes back as it was")
}

@Test func aSpreadsheetComputesNothing() throws {
  let text = CSVFormat().render(try board(), perClass: true)
  #expect(obeyed(text, isData: true) == [])
  for (name, shown) in [("+1+1", "'+1+1"), ("-1+1", "'-1+1"), ("@SUM(A1)", "'@SUM(A1)")] {
    #expect(text.contains(",\(shown),") && !text.contains(",\(name),"), "\(name)")
  }
  for number in ["-1.5", "+3", "-", "-inf", "1e-5", "-0"] { #expect(csvField(number) == number) }
  #expect(csvField("=1") == "'=1" && csvField("-a") == "'-a" && csvField("a=b") == "a=b")
}

@Test func aPageHasNoMarkupOfOthers() throws {
  let board = try board()
  let splits = ReportFixture.truths.map { Split(training: [], test: Array($0.labels.indices)) }
  let run = RunRecord(
    description: board.run, task: .multiclass, competitors: hostile.map { Competitor(name: $0) }, splits: splits,
    truths: ReportFixture.truths, trials: hostileTrials)
  let html = ReportData(run: run, board: board, command: hostile.joined(separator: " ")) { _ in nil }.html
  #expect(html.contains("&lt;script&gt;alert(1)") && !html.contains("<script>alert(1)"))
  // The page's own script has line breaks and nothing else of the kind.
  #expect(obeyed(html) == [])
}
