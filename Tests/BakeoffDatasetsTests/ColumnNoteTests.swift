import BakeoffCore
import BakeoffDatasets
import Testing

/// What is said of columns is true, and costs nobody the best one.
struct ColumnNoteTests {
  private let table: LoadedTable

  init() throws { table = try LoadedTable() }

  @Test func oneNameLeavesOutAllColumnsOfIt() async throws {
    let text = "a,b,a,kind\n1,2,3,x\n4,5,6,y\n"
    let dataset = try await table.load(text)
    #expect(dataset.columnNames == ["a", "b", "a"])
    #expect(
      dataset.notes("Names that come more than once: a (columns 1, 3); ignore= with such a name leaves out all of them")
    )
    #expect(try await table.load(text, ",ignore=a").columnNames == ["b"])
    #expect(try await table.load(text, ",ignore=3").columnNames == ["a", "b"])
    #expect(
      try await table.load(text, ",categories=a").examples.features.table?.columns.map(\.kind) == [
        .category(["1", "4"]), .number, .category(["3", "6"]),
      ])
    #expect(await table.error(text, ",group=a").contains("group=a: 2 columns are called so; say group=1 or group=3"))
    #expect(await table.error(text, ",group=1-2").contains("group=1-2: name one column"))
    #expect(await table.error("kind,b,kind\n1,2,x\n", ",label=kind").contains("(label=1 or label=3 says which)"))
    #expect(await table.error("class,b,class\n1,2,x\n").contains("say label=1 or label=3"))
  }

  @Test func textsOfWordsAreNoNamesOfRows() async throws {
    let text = "text,c\n" + lines(40) { "\($0 % 2 == 0 ? "good food" : "bad service") number \($0),\($0 % 2)" }
    let notes = try await table.load(text).notes
    #expect(
      notes.contains {
        $0.hasPrefix("Column text has 40 different texts in 40 rows, most of several words; the words are not read")
      })
    #expect(!notes.contains { $0.contains("ignore=text") })
  }

  @Test func namesOfRowsMayBeLeftOutAndThoseThatComeAgainMayBeGroups() async throws {
    let names = try await table.load("who,c\n" + lines(40) { "P\($0),\($0 % 2)" })
    #expect(names.notes("Column who has 40 different texts in 40 rows, and a text of one row tells nothing of another"))
    #expect(names.notes("if it only names the rows, leave it out: ignore=who.") && !names.notes("--group"))
    let again = try await table.load("who,c\n" + lines(40) { "P\($0 / 3 * 3 == $0 && $0 < 6 ? 0 : $0),\($0 % 2)" })
    #expect(again.notes("if rows of one text belong together, say so: --group who."))
  }

  @Test func pricesDatesAndUnitsAreNoNamesOfRows() async throws {
    let text =
      "price,when,weight,c\n"
      + lines(40) { "$\(500 + $0 * 7919 % 997).10,\(1 + $0 % 28).\(3 + $0 / 28).2024,\($0 * 31).5 kg,\($0 % 2)" }
    let notes = try await table.load(text).notes
    #expect(!notes.contains { $0.contains("names the rows") || $0.contains("numbers the rows") }, "\(notes)")
    #expect(
      notes.contains { $0.hasPrefix("Column weight was read as 40 categories, and looks like numbers with a unit") })
  }

  @Test(arguments: [
    ["-1", "1"], ["+", "-"], ["a+", "a-"], ["A", "A*"], ["AA+", "AA-"], ["1.5", "15"], ["1.0", "10"], ["<50", ">50"],
    ["c", "c++"],
    ["1-2", "12"], ["0", "1.0"], ["type 1-2", "type 12"], ["no", "not"],
  ])
  func classesThatDifferAreNotAlike(_ names: [String]) async throws {
    let notes = try await table.load("a,c\n" + lines(8) { "\($0),\(names[$0 % 2])" }).notes
    #expect(!notes.contains { $0.contains("alike") || $0.contains("one class") }, "\(notes)")
  }

  @Test(arguments: [
    ["New York", "new york"], ["new-york", "New York"], ["setosa", "setosa\u{200B}"], ["St. Louis", "St Louis"],
    ["type1", "Type 1"], ["don't know", "dont know"], ["e.g", "eg"],
  ])
  func classesThatLookAlikeAreSaid(_ names: [String]) async throws {
    let dataset = try await table.load("a,c\n" + lines(8) { "\($0),\(names[$0 % 2])" })
    #expect(dataset.notes("look alike and are different classes"))
  }

  @Test func aPlusIsNoOtherClass() async throws {
    let dataset = try await table.load("a,c\n1,+1\n2,1\n3,-1\n4,1.0\n")
    #expect(dataset.classNames == ["-1", "+1"] || dataset.classNames == ["-1", "1"])
    #expect(try await table.load("a,c\n1,+1\n2,-1\n").classNames == ["-1", "+1"])
  }

  @Test func aGuessThatFailsIsSaid() async throws {
    let measurement = "rooms,price\n" + lines(40) { "\($0 % 4 + $0 % 3),\(Double($0) * 1.7)" }
    #expect(await table.error(measurement).contains("the last column was a guess"))
    #expect(await !table.error(measurement, ",label=price").contains("guess"))
    #expect(await table.error("a,b\n1,x\n2,\n").contains("(the last column was a guess: label=NAME says another)"))
    #expect(await table.error("a,b\n1,x\n2,x\n").contains("(the last column was a guess: label=NAME says another)"))
    #expect(await !table.error("a,class\n1,x\n2,x\n").contains("guess"))
  }
}
