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
