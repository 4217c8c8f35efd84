import BakeoffCore
import BakeoffDatasets
import Testing

/// Rows to be predicted are read as those were that a model learned from.
struct RowsToPredictTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private var context: LoadContext { .init(dataDirectories: [], cacheDirectory: "/nonexistent") }

  private func source(_ text: String, _ name: String, _ arguments: String) throws -> any DatasetSource {
    try standardSource("csv:\(try folder.write(Array(text.utf8), to: name))\(arguments)")
  }

  /// What the rows of `new` are for a model that learned from `old`.
  private func rows(_ new: String, after old: String, _ arguments: String = "") async throws -> Features {
    let dataset = try await source(old, "old.csv", arguments).load(context)
    let expected = ExpectedRows(
      table: dataset.examples.features.table, shape: dataset.examples.features.shape, target: dataset.target)
    let table = try #require(try source(new, "new.csv", "") as? any TableSource)
    return try table.rows(context, like: expected).features
  }

  @Test func datesKeepTheirOrderAndTheirParts() async throws {
    let old = "when,a,kind\n" + lines(20) { "3/\(1 + $0)/2024 \($0 % 2 + 10):30,\($0),\($0 % 2)" }
    // By itself the first of April could be the fourth of January.
    let features = try await rows("a,when\n5,4/1/2024 11:00\n", after: old)
    #expect(features.values(ofColumn: 0) == [1_711_969_200])
    let columns = try #require(features.table?.columns)
    #expect(columns.map(\.name) == ["when", "when (weekday)", "when (hour)", "a"])
    #expect(columns[1].categories?[Int(features.values(ofColumn: 1)[0])] == "Monday")
    #expect(columns[2].categories?[Int(features.values(ofColumn: 2)[0])] == "11")
    let unnamed = try await rows("4/1/2024 11:00,5\n", after: old.replacing("when,a,kind\n", with: ""))
    #expect(unnamed.table?.columns.map(\.name) == ["1", "1 (weekday)", "1 (hour)", "2"])
    #expect(unnamed.values(ofColumn: 0) == features.values(ofColumn: 0))
  }

  @Test func numbersKeepTheirMark() async throws {
    let old = "a;b;kind\n0,5;1,234;x\n1,5;5,678;y\n"
    let features = try await rows("a;b\n2;4,321\n", after: old)
    #expect(features.values(ofColumn: 1) == [4.321])
  }

  @Test func columnsOfOneNameStayApart() async throws {
    let features = try await rows("a,b,a\n7,8,9\n", after: "a,b,a,kind\n1,2,3,x\n4,5,6,y\n")
    #expect(features.floats() == [7, 8, 9])
  }

  @Test func columnsOfOneNameStayApartInTheTestFile() async throws {
    let test = try folder.write(Array("b,a,kind,a\n8,7,x,9\n".utf8), to: "test.csv")
    let dataset = try await source("a,b,a,kind\n1,2,3,x\n4,5,6,y\n", "old.csv", ",test=\(test)").load(context)
    #expect(dataset.examples.features.floats().suffix(3) == [7, 8, 9])
  }
}
