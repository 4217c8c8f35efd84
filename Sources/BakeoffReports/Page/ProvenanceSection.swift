import BakeoffCore
import BakeoffEvaluation

extension ReportData {
  /// Failures, warnings, and the differences of all pairs.
  var failureSection: String {
    let failures = board.rows.enumerated().flatMap { place, row in
      row.failures.map { (name(place), "\($0.split + 1)", "\($0.failure)") }
    }
    let table =
      failures.isEmpty
      ? "<p>Every trial succeeded.</p>"
      : htmlTable(
        Table(columns: [
          Table.Column("model", alignment: .left, cells: failures.map(\.0)),
          Table.Column("split", cells: failures.map(\.1)),
          Table.Column("what happened", alignment: .left, cells: failures.map(\.2)),
        ]), caption: "Failed trials")
    let notes = footnotes(board, ReportDetails()).map { "<li>\(text($0))</li>" }.joined()
    return section(
      "failures", "Failures, warnings and pairs",
      "What went wrong, what to bear in mind, and every difference with its interval.",
      table + "<ul class=\"notes\">\(notes)</ul>" + pairTable)
  }

  /// How far each model is ahead of each other one, with its simultaneous interval.
  private var pairTable: String {
    guard let certain = board.evidence?.rows, board.evidence.map({ $0.models.count > 1 }) == true else { return "" }
    let models = certain.leads.indices
    let table = Table(
      columns: [Table.Column("ahead of", alignment: .left, cells: models.map(name))]
        + models.map { other in
          Table.Column(
            name(other),
            cells: models.map { model in
              guard model != other else { return "" }
              let verdict = certain.isAbove(model, other) ? " ▲" : certain.isAbove(other, model) ? " ▼" : ""
              return signed(certain.leads[model][other]) + " ± " + score(certain.halfWidth(model, other)) + verdict
            })
        })
    return "<p class=\"caption\">▲ certainly ahead, ▼ certainly behind, neither: cannot be told, by the test rows.</p>"
      + htmlTable(table, caption: "Lead of the row's model over the column's by \(ranking.metric.title)")
  }

  /// How the run was made.
  var provenanceSection: String {
    let run = board.run
    let lines =
      headingLines(run) + [
        ("Checksum", run.sha256), ("System", "\(run.environment.os), Swift \(run.environment.swift)"),
        ("Program", "bakeoff \(run.environment.version)"),
      ]
    let list = lines.map { "<dt>\(text($0.label))</dt><dd>\(text($0.value))</dd>" }.joined()
    return section(
      "provenance", "How it was made", "With the same data, seed and version the same numbers come out.",
      "<dl>\(list)</dl><p>To run it again:</p><pre><code>\(xmlEscaped(command))</code></pre>")
  }
}
