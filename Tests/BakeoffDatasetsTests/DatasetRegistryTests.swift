import BakeoffCore
import BakeoffDatasets
import Foundation
import Testing

struct DatasetRegistryTests {
  @Test func findsASourceByItsId() throws {
    #expect(try DatasetRegistry.standard.source("mnist").card.id == "mnist")
    #expect(DatasetRegistry.standard.cards.map(\.id).contains("mnist"))
  }

  @Test func listsAndSuggestsOnATypo() {
    let error = #expect(throws: ConfigurationError.self) { try DatasetRegistry.standard.source("mnits") }
    #expect(error?.description.contains("no dataset mnits; did you mean mnist?") == true)
    #expect(error?.description.contains("Choose from: mnist") == true)
  }

  @Test func refusesAnArgumentWhereNoneIsTaken() {
    let error = #expect(throws: ConfigurationError.self) { try DatasetRegistry.standard.source("mnist:3") }
    #expect(error?.description == "mnist takes no argument, but 3 was given")
  }

  @Test func handsTheArgumentOn() throws {
    let card = DatasetCard(id: "made", title: "Made", summary: "", licence: "")
    let registry = DatasetRegistry([
      .init(card) { argument in throw ConfigurationError(argument ?? "none") }
    ])
    #expect(throws: ConfigurationError("a:b")) { try registry.source("made:a:b") }
    #expect(throws: ConfigurationError("none")) { try registry.source("made") }
  }

  @Test(arguments: [
    (["XDG_CACHE_HOME": "/x/cache", "HOME": "/home/ann"], "/x/cache/bakeoff"),
    (["XDG_CACHE_HOME": "relative", "HOME": "/home/ann"], "/home/ann/.cache/bakeoff"),
    (["HOME": "/home/ann"], "/home/ann/.cache/bakeoff"),
    (["XDG_CACHE_HOME": "", "HOME": "/home/ann"], "/home/ann/.cache/bakeoff"),
  ])
  func findsTheCache(environment: [String: String], folder: String) {
    #if !canImport(Darwin)
      #expect(standardCacheDirectory(environment: environment) == folder)
    #endif
  }
}
