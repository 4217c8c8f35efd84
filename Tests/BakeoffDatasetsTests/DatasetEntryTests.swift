import BakeoffCore
import BakeoffDatasets
import Foundation
import Testing

struct DatasetEntryTests {
  @Test func findsASourceByItsId() throws {
    #expect(try standardSource("mnist").card.id == "mnist")
    #expect(standardDatasets.map(\.id).contains("mnist"))
  }

  @Test func listsEveryDataset() throws {
    let ids = [
      "mnist", "fashion-mnist", "kmnist", "synthetic-digits", "csv", "arff", "libsvm", "idx", "openml", "npz", "images",
    ]
    #expect(standardDatasets.map(\.id) == ids)
    for id in ids.prefix(4) { #expect(try standardSource(id).card.id == id) }
  }

  @Test func readsTheArgumentsOfTheDigits() throws {
    let text = "synthetic-digits:rows=30,seed=18446744073709551615,test-rows=0"
    let digits = try #require(try standardSource(text) as? SyntheticDigits)
    #expect((digits.rows, digits.testRows, digits.seed) == (30, 0, .max))
    let standard = try #require(try standardSource("synthetic-digits") as? SyntheticDigits)
    #expect((standard.rows, standard.seed) == (10_000, 0))
  }

  @Test(arguments: [
    ("rows=0", "rows is a whole number from 1 to 20000000, not 0"), ("seed=x", "seed is a whole number"),
    ("row=3", "synthetic-digits: no argument row; did you mean rows? (it takes rows, test-rows, seed)"),
  ])
  func refusesOtherArgumentsOfTheDigits(argument: String, message: String) {
    let error = #expect(throws: ConfigurationError.self) {
      try standardSource("synthetic-digits:\(argument)")
    }
    #expect(error?.description.contains(message) == true)
  }

  @Test func listsAndSuggestsOnATypo() {
    let error = #expect(throws: ConfigurationError.self) { try standardSource("mnits") }
    #expect(error?.description.hasPrefix("no data set mnits; did you mean mnist? (known: mnist, ") == true)
  }

  @Test func refusesAnArgumentWhereNoneIsTaken() {
    let error = #expect(throws: ConfigurationError.self) { try standardSource("mnist:3") }
    #expect(error?.description == "mnist takes no argument, but 3 was given")
  }

  @Test func handsTheArgumentOn() throws {
    let card = DatasetCard(id: "made", title: "Made", summary: "", licence: "")
    let registry = try Registry(
      "data set", [DatasetEntry(card) { argument in throw ConfigurationError(argument ?? "none") }])
    #expect(throws: ConfigurationError("a:b")) { try registry.source("made:a:b") }
    #expect(throws: ConfigurationError("none")) { try registry.source("made") }
  }
}
