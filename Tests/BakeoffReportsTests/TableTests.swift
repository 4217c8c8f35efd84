import BakeoffReports
import Testing

@Suite struct TableTests {
  private let table = Table(columns: [
    Table.Column("name", alignment: .left, cells: ["a", "b|c", "手書き", ""]),
    Table.Column("wide title", cells: ["1", "22", "3,0", "say \"no\""]),
  ])

  @Test func textIsAlignedWithWideCharactersCountedTwice() {
    #expect(
      table.text() == """
        name    wide title
        a                1
        b|c             22
        手書き         3,0
                  say "no"

        """)
  }

  @Test(arguments: [
    (18, "name    wide title\n"), (17, "name   wide title\n"), (15, "           wide\nname      title\n"),
  ])
  func aNarrowTerminalGetsSmallerGapsThenStackedTitles(width: Int, heading: String) {
    #expect(table.text(width: width).hasPrefix(heading), "\(table.text(width: width))")
  }

  @Test func columnsThatDoNotFitFollowBelowWithTheirLabels() {
    let wide = Table(
      columns: [Table.Column("name", alignment: .left, cells: ["a", "b"])]
        + (1...5).map { Table.Column("c\($0)", cells: ["\($0)", "22"]) })
    #expect(
      wide.text(width: 10, repeating: 1) == """
        name c1 c2
        a     1  2
        b    22 22

        name c3 c4
        a     3  4
        b    22 22

        name  c5
        a      5
        b     22

        """)
    #expect(wide.text(width: 10) == "name c1 c2 c3 c4 c5\na     1  2  3  4  5\nb    22 22 22 22 22\n")
    // Too narrow for any column beside its label: one at a time.
    #expect(wide.text(width: 1, repeating: 1).hasPrefix("name c1\na     1\nb    22\n\nname c2\n"))
  }

  @Test func markdownEscapesWhatWouldEndACell() {
    #expect(
      table.markdown == #"""
        | name   | wide title |
        | ------ | ---------: |
        | a      |          1 |
        | b\|c   |         22 |
        | 手書き |        3,0 |
        |        |   say "no" |

        """#)
  }

  @Test func csvQuotesAfterRFC4180() {
    #expect(table.csv == "name,wide title\na,1\nb|c,22\n手書き,\"3,0\"\n,\"say \"\"no\"\"\"\n")
    #expect(Table(columns: [Table.Column("a\nb", cells: ["c\r\nd"])]).csv == "\"a\nb\"\n\"c\r\nd\"\n")
  }
}
