import BakeoffCore
import BakeoffDatasets
import Testing

/// Whether the first line names the columns is judged by what stands below it.
struct HeaderTests {
  private let table: LoadedTable

  init() throws { table = try LoadedTable() }

  private static let words = ["Asia", "Africa", "Europe"]

  struct Heading: Sendable, CustomTestStringConvertible {
    let title: String
    let first: String
    let rows: String
    var note = "The first line was taken for the names of the columns, as its numbers are"
    var testDescription: String { title }
  }

  @Test(arguments: [
    Heading(
      title: "years over measurements", first: "country,1960,1961,1962,1963,region",
      rows: lines(12) { "land \($0),2.\($0 + 10),3.\($0 + 10),4.\($0 + 10),5.\($0 + 10),\(words[$0 % 3])" }),
    Heading(
      title: "and quoted", first: "\"country\",\"1960\",\"1970\",\"1980\",\"region\"",
      rows: lines(12) {
        "\"land \($0)\",\"\($0 * 37 % 11)\",\"\($0 * 31 % 11)\",\"\($0 * 23 % 11)\",\"\(words[$0 % 3])\""
      }),
    Heading(
      title: "numbers of columns", first: "0,1,2,3,region",
      rows: lines(12) { "\($0 % 5),\($0 * 3 % 7),\($0 * 5 % 7),\($0 % 4),\(words[$0 % 3])" }),
    Heading(
      title: "unevenly spaced years", first: "1960,1975,2001,region",
      rows: lines(12) { "\($0 % 5),\($0 * 3 % 7),\($0 * 5 % 7),\(words[$0 % 3])" }),
    Heading(
      title: "one number far from the others", first: "2019,region", rows: lines(12) { "\($0 % 5),\(words[$0 % 3])" }),
    Heading(
      title: "quoted numbers alone, as R writes them", first: "\"5\",\"3\",\"7\"",
      rows: lines(12) { "\($0 % 9),\($0 * 3 % 7),\($0 % 2)" }),
    Heading(
      title: "numbers of columns over numbers", first: "0,1,2,3,4",
      rows: lines(12) { "\($0 % 5),\($0 * 3 % 7),\($0 * 5 % 7),\($0 % 4),\($0 % 2)" }),
    Heading(
      title: "dates over numbers", first: "2024-01-01,2024-02-01,region",
      rows: lines(12) { "\($0 % 5),\($0 * 3 % 7),\(words[$0 % 3])" }, note: ""),
    Heading(
      title: "a number over words", first: "2019,2020,region",
      rows: lines(12) { "\($0 % 2 == 0 ? "on" : "off"),\($0),\(words[$0 % 3])" }),
  ])
  func aHeadingOfNumbersIsOne(_ heading: Heading) async throws {
    let dataset = try await table.load(heading.first + "\n" + heading.rows)
    #expect(dataset.examples.count == 12)
    #expect(
      heading.note.isEmpty || dataset.notes(heading.note) && dataset.notes("header=no makes a row of it"),
      "\(dataset.notes)")
    #expect(try await table.load(heading.first + "\n" + heading.rows, ",header=yes").examples.count == 12)
  }

  @Test(arguments: [
    lines(12) { "\($0 % 5),\($0 * 3 % 7),\(words[$0 % 3])" }, lines(12) { "\($0 % 5).5,\($0 * 3 % 7).1,\($0 % 2)" },
    lines(12) { "\(1960 + $0),\(1970 + $0),\(words[$0 % 3])" },
    lines(12) { "\"\($0)\",\"\($0 * 3 % 7)\",\"\(words[$0 % 3])\"" },
    lines(12) { "\($0),\($0 + 1),\($0 + 2),\($0 + 3),\($0 % 2)" },
  ])
  func aRowIsOne(_ rows: String) async throws {
    let dataset = try await table.load(rows)
    #expect(dataset.examples.count == 12 && !dataset.notes("The first line"), "\(dataset.notes)")
  }

  @Test func whereItIsNotClearItIsSaid() async throws {
    let row = try await table.load("1,2,Oceania\n" + lines(12) { "\($0 % 5),\($0 * 3 % 7),\(Self.words[$0 % 3])" })
    #expect(row.examples.count == 13)
    #expect(row.notes("taken for a row, as its numbers are like those below; header=yes makes names of it"))
    let names = try await table.load("ann,bob,x\n" + lines(6) { "p\($0),q\($0),\($0 < 3 ? "y\($0)" : "z\($0)")" })
    #expect(
      names.notes("taken for the names of the columns, as its texts do not come again; header=no makes a row of it"))
    let again = try await table.load("a,kind\n" + lines(8) { "\($0 % 2 == 0 ? "a" : "b"),\($0 % 2 == 0 ? "x" : "y")" })
    #expect(again.examples.count == 9 && again.notes("as \"a\" comes again below it; header=yes makes names of it"))
  }

  @Test func aNameThatComesAgainFurtherDownIsAskedAbout() async throws {
    let text =
      "1960,1961,1962,Oceania\n"
      + lines(300) { "0.\($0 + 1),1.\($0 + 1),2.\($0 + 1),\($0 == 290 ? "Oceania" : Self.words[$0 % 3])" }
    #expect(await table.error(text).contains("t.csv:1: expected a header or a row, found Oceania again further down"))
  }
}
