import BakeoffCore
import BakeoffDatasets
import Testing

/// Words that stand for a missing value, and could be one.
struct MissingMarkTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func load(
    _ text: String, missing: [String] = [], drops: Bool = false, kind: String = "csv"
  ) async throws -> Dataset {
    let path = try folder.write(Array(text.utf8), to: "t.\(kind)")
    return try await standardSource("\(kind):\(path)").load(
      .init(dataDirectories: [], cacheDirectory: "/nonexistent", missing: missing, dropsMissingTargets: drops))
  }

  private static let continents = "gdp,continent\n1,EU\n2,NA\n3,AS\n4,NA\n5,EU\n"

  @Test func aClassThatStandsForMissingIsNamedWithItsLines() async throws {
    let error = try await #require(throws: DatasetError.self) { try await load(Self.continents) }
    #expect(
      error.description.contains(
        "found NA, which stands for a missing value, in 2 rows, lines 3, 5; if NA is a class, say --missing only,?; else fill them in"
      ))
    let several = try await #require(throws: DatasetError.self) { try await load("a,c\n1,NA\n2,x\n3,null\n4,\n5,y\n") }
    #expect(
      several.description.contains("found NA and null, which stand for a missing value, or nothing, in 3 rows, lines 2")
    )
    let one = try await #require(throws: DatasetError.self) { try await load("a,c\n1,NA\n2,x\n3,y\n") }
    #expect(
      one.description.contains("t.csv:2: expected a class in column c, found NA, which stands for a missing value; if"))
    #expect(try await load(Self.continents, missing: ["only", "?"]).classNames == ["AS", "EU", "NA"])
    #expect(try await load(Self.continents, missing: ["only"]).classNames == ["AS", "EU", "NA"])
    let dropped = try await load(Self.continents, drops: true)
    #expect(dropped.notes.contains { $0.hasPrefix("NA stands for a missing value in 2 rows of column continent") })
  }

  @Test func aPlaceThatStandsForMissingIsSaid() async throws {
    let text = "place,n,state,kind\nEU,1,u,x\nNA,2,v,y\nN/A,NaN,null,x\nNA,3,u,y\n"
    let note =
      "NA stands for a missing value in 2 rows of column place, the first in line 3 (1 other column has such a word); if it is a value"
    let dataset = try await load(text)
    #expect(dataset.notes.contains { $0.hasPrefix(note) }, "\(dataset.notes)")
    let kept = try await load(text, missing: ["only", "N/A", "nan"])
    #expect(kept.examples.features.table?.columns[0].categories == ["EU", "NA"])
    #expect(kept.examples.features.values(ofColumn: 1).map(\.isNaN) == [false, false, true, false])
    #expect(!kept.notes.contains { $0.hasPrefix("NA stands") })
  }

  @Test func nothingIsSaidOfNumbersThatAreMissing() async throws {
    let dataset = try await load("a,b,kind\n1,2,x\nNA,?,y\n3,,x\n")
    #expect(!dataset.notes.contains { $0.contains("stands for a missing value") })
  }

  @Test func marksAreAddedAsEver() async throws {
    let dataset = try await load("a,b,kind\n-,2,x\nNA,3,y\n4,4,x\n", missing: ["-"])
    #expect(dataset.examples.features.values(ofColumn: 0).map(\.isNaN) == [true, true, false])
  }

  @Test func whatARFFDeclaresIsAValue() async throws {
    let text = "@relation r\n@attribute a numeric\n@attribute c {EU,NA}\n@data\n1,EU\nNA,NA\n3,NA\n"
    let dataset = try await load(text, kind: "arff")
    #expect(dataset.classNames == ["EU", "NA"] && dataset.examples.labels == [0, 1, 1])
    #expect(dataset.examples.features.values(ofColumn: 0)[1].isNaN)
  }
}
