import BakeoffCore
import BakeoffEvaluation
import BakeoffReports
import Testing

@Suite struct ReportFormatTests {
  private let formats: Registry<ReportFormatEntry>

  init() throws { formats = try Registry("format", standardReportFormats) }

  @Test(arguments: [
    ("a.txt", "table"), ("a.md", "markdown"), ("a.b.MARKDOWN", "markdown"), ("out/a.csv", "csv"), ("a.Json", "json"),
    ("a.xlsx", nil), ("json", nil), ("a.", nil), ("", nil),
  ]) func theEndingOfAFileChooses(name: String, id: String?) {
    #expect(formats.format(ofFile: name)?.id == id)
  }

  @Test func aFormatOfSomebodyElsesIsSelectedLikeOurs() throws {
    struct Winner: ReportFormat {
      let id = "winner"
      let endings = ["win"]
      func render(_ leaderboard: Leaderboard, details: ReportDetails) -> String {
        (leaderboard.rows.first?.competitor.name ?? "nobody") + "\n"
      }
    }
    let formats = try formats.adding(ReportFormatEntry(Winner()))
    #expect(try formats.entry("winner").format.render(ReportFixture.leaderboard()) == "logistic-regression\n")
    #expect(formats.format(ofFile: "a.win")?.id == "winner")
    #expect(throws: ConfigurationError.self) { try formats.adding(ReportFormatEntry(JSONFormat())) }
  }
}
