import BakeoffCore
import BakeoffDatasets
import Testing

/// Numbers as people write them, and which of two readings a column is given.
struct NumberReadingTests {
  private let table: LoadedTable

  init() throws { table = try LoadedTable() }

  struct Column: Sendable, CustomTestStringConvertible {
    let title: String
    let text: String
    var arguments = ""
    let values: [Double]
    var note: String?
    var testDescription: String { title }
  }

  @Test(arguments: [
    Column(
      title: "thousands where fields are separated by commas", text: "a,c\n\"13,000\",x\n808,y\n",
      values: [13000, 808],
      note: "Column a was read as numbers: 13,000 is 13000, as whole numbers below 1000 have no comma; decimal=comma"),
    Column(
      title: "a group of three in each", text: "a,c\n\"1,234\",x\n\"5,678\",y\n", values: [1234, 5678],
      note: "as commas separate the fields, too; decimal=comma reads them otherwise"),
    Column(
      title: "and asked for", text: "a,c\n\"1,234\",x\n\"5,678\",y\n", arguments: ",decimal=comma",
      values: [1.234, 5.678]),
    Column(title: "two groups", text: "a;c\n1.234.567;x\n1.234;y\n", values: [1_234_567, 1234]),
    Column(title: "two groups and more", text: "a\tc\n1,234,567\tx\n1,234\ty\n", values: [1_234_567, 1234]),
    Column(title: "as in India", text: "a,c\n\"12,34,567\",x\n\"1,234\",y\n", values: [1_234_567, 1234]),
    Column(title: "with fractions", text: "a,c\n\"1,234.56\",x\n7.5,y\n", values: [1234.56, 7.5]),
    Column(title: "the German way", text: "a;c\n1.234,56;x\n7,5;y\n1.234;x\n", values: [1234.56, 7.5, 1234]),
    Column(
      title: "blanks between thousands", text: "a,c\n1 234,x\n1\u{A0}234\u{A0}567,y\n", values: [1234, 1_234_567]),
    Column(title: "apostrophes", text: "a;c\n1'234.50;x\n12\u{2019}000;y\n", values: [1234.5, 12000]),
    Column(title: "brackets of a loss", text: "a,c\n\"(1,234)\",x\n\"2,345\",y\n12,x\n", values: [-1234, 2345, 12]),
    Column(
      title: "money", text: "a,c\n\"$2,428.35\",x\n$7.50,y\n-$1,x\n", values: [2428.35, 7.5, -1],
      note: "Column a was read as numbers: $2,428.35 is 2428.35."),
    Column(title: "euros", text: "a;c\n1.200,50 \u{20AC};x\n7 \u{20AC};y\n", values: [1200.5, 7]),
    Column(title: "shares", text: "a,c\n29.8%,x\n9 %,y\n0,x\n", values: [29.8, 9, 0]),
    Column(title: "points that begin fractions", text: "a,c\n1.234,x\n5.678,y\n", values: [1.234, 5.678]),
    Column(title: "by tabs, too", text: "a\tc\n1.234\tx\n5.678\ty\n", values: [1.234, 5.678]),
    Column(
      title: "and by semicolons, by another column", text: "b;a;c\n0.5;1.234;x\n1.5;5.678;y\n", values: [1.234, 5.678]),
    Column(
      title: "points between thousands, by another column", text: "b;a;c\n0,5;1.234;x\n1,5;5.678;y\n",
      values: [1234, 5678],
      note: "Column a was read as numbers: 1.234 is 1234, as column b has a decimal comma; decimal=point"),
    Column(
      title: "points between thousands, by small numbers", text: "a;c\n1.234;x\n567;y\n", values: [1234, 567],
      note: "as whole numbers below 1000 have no point"),
    Column(title: "fractions, by large numbers", text: "a;c\n1,234;x\n5678;y\n", values: [1.234, 5678]),
    Column(
      title: "decimal commas, by another column", text: "b;a;c\n0,5;1,234;x\n1,5;5,678;y\n", values: [1.234, 5.678]),
    Column(title: "a fraction below one", text: "a;c\n0.234;x\n5.678;y\n", values: [0.234, 5.678]),
  ])
  func numbersAreReadAsTheyAreMeant(_ column: Column) async throws {
    let dataset = try await table.load(column.text, column.arguments)
    #expect(dataset.values("a") == column.values)
    if let note = column.note { #expect(dataset.notes(note), "\(dataset.notes)") }
  }

  @Test(arguments: [
    (
      "a;c\n1,234;x\n5,678;y\n",
      "does \"1,234\" have a fraction, or thousands? decimal=point reads 1234, decimal=comma reads 1.234"
    ),
    (
      "a;c\n1.230;x\n5.678;y\n",
      "does \"1.230\" have a fraction, or thousands? decimal=point reads 1.23, decimal=comma reads 1230"
    ),
    ("a\tc\n-1,234\tx\n5,678\ty\n", "does \"-1,234\" have a fraction, or thousands?"),
    ("a;c\n1,234;x\n5.678;y\n", "have a fraction, or thousands?"),
    ("b,a,c\n\"0,5\",\"1,234\",x\n\"1,5\",808,y\n", "column a: does \"1,234\" have a fraction, or thousands?"),
  ])
  func whereEitherMayBeItIsAsked(_ text: String, _ question: String) async throws {
    let error = await table.error(text)
    #expect(error.contains(question), "\(error)")
    for mark in ["point", "comma"] { #expect(await table.error(text, ",decimal=\(mark)") == "") }
  }

  @Test func otherThanAskedForIsSaid() async throws {
    let dataset = try await table.load("a;b;c\n1.5;2,5;x\n2.5;3,5;y\n", ",decimal=comma")
    #expect(
      dataset.values("a") == [1.5, 2.5] && dataset.notes("Column a can only be read with a decimal point, and was."))
  }

  @Test(arguments: [
    "a,c\n$5,x\n\u{20AC}6,y\n", "a,c\n5%,x\n7,y\n", "a,c\n(1),x\n(2),y\n", "a,c\n1-2,x\n3-4,y\n",
    "a,c\n12 34,x\n56 78,y\n",
  ])
  func whatIsNoNumberStaysText(_ text: String) async throws {
    #expect(try await table.load(text).texts("a").count == 2)
  }

  @Test func aWordAmongMoneyIsASlip() async throws {
    let text = "a,c\n" + lines(20) { "\($0 == 7 ? "free" : "$\($0).50"),\($0 % 2)" }
    #expect(
      await table.error(text).contains("t.csv:9: expected a number in column a, as in 19 of 20 rows, found \"free\""))
  }

  /// The bytes are the same and the numbers others: stored trials must not be taken for each other's.
  @Test func theReadingIsPartOfTheChecksum() async throws {
    let plain = try await table.load("a,c\n1.5,x\n2,y\n")
    let money = try await table.load("a,c\n$1.5,x\n$2,y\n")
    #expect(plain.provenance.sha256 != money.provenance.sha256)
    let (point, comma) = (
      try await table.load("a;c\n1.234;x\n5.678;y\n", ",decimal=point"),
      try await table.load("a;c\n1.234;x\n5.678;y\n", ",decimal=comma")
    )
    #expect(point.provenance.sha256 != comma.provenance.sha256)
  }
}
