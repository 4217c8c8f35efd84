import BakeoffCore
import BakeoffEvaluation

extension ReportData {
  /// The whole report as one HTML file that needs nothing else.
  public var html: String {
    let sections = [
      boardSection, foldSection, tuningSection, costSection, learningSection, confusionSection, disagreementSection,
      calibrationSection,
      failureSection, provenanceSection,
    ].filter { !$0.isEmpty }
    let title = "\(board.run.dataset): \(counted(board.rows.count, "model"))"
    let notice = board.run.notice.map { "<p class=\"notice\">\(text($0))</p>" } ?? ""
    let links = sections.compactMap(Self.link).joined()
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(text(title))</title>
      <style>
      \(pageStyle)
      </style>
      </head>
      <body>
      <a class="skip" href="#main">To the report</a>
      <header><h1>\(text(title))</h1>\(notice)<nav aria-label="Sections"><ul>\(links)</ul></nav></header>
      <main id="main">
      \(sections.joined())</main>
      <footer><p class="caption">Made by bakeoff \(text(board.run.environment.version)).</p></footer>
      \(store("row-store", rowStore))
      \(store("cell-store", cellStore))
      \(store("matrix-store", matrixStore))
      \(store("page-store", pageStore))
      <script>
      \(pageScript)
      </script>
      </body>
      </html>

      """
  }

  private var pageStore: JSON {
    .object([
      ("models", .array(board.rows.indices.map { .string(name($0)) })),
      ("classes", .array(board.run.classNames.map { .string(oneLine($0)) })),
    ])
  }

  /// Data for the script; no text of it can end the element it stands in.
  private func store(_ id: String, _ json: JSON) -> String {
    let text = json.text().replacing("<", with: "\\u003c")
    return "<script type=\"application/json\" id=\"\(id)\">\(text)</script>"
  }

  /// The link to a section, by its id and heading.
  private static func link(_ section: String) -> String? {
    guard let match = section.firstMatch(of: /<section id="([a-z]+)"[^>]*><h2[^>]*>([^<]*)</) else { return nil }
    return "<li><a href=\"#\(match.1)\">\(match.2)</a></li>"
  }
}
