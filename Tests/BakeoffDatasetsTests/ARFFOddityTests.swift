import BakeoffCore
import BakeoffDatasets
import Testing

/// ARFF as it is found.
struct ARFFOddityTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func load(_ text: String, _ arguments: String = "") async throws -> Dataset {
    let path = try folder.write(Array(text.utf8), to: "t.arff")
    return try await standardSource("arff:\(path)\(arguments)").load(
      .init(dataDirectories: [], cacheDirectory: "/nonexistent"))
  }

  private func error(_ text: String, _ arguments: String = "") async throws -> String {
    try await #require(throws: DatasetError.self) { try await load(text, arguments) }.description
  }

  private static let head =
    "@relation r\n@attribute a numeric\n@attribute town {Bonn,'New York'}\n@attribute c {x,y}\n@data\n"

  @Test(arguments: [
    "1,Bonn,x\n2.5,'New York',y\n", "1 Bonn x\n  2.5   'New York'  y\n", "1\tBonn\tx\n2.5\t'New York'\ty\n",
    "1, Bonn,\tx\r\n2.5,\t'New York', y\r\n", "1,Bonn,x % the first\n% none\n2.5,\"New York\",y\n",
    "{0 1}\n{0 2.5, 1 'New York', 2 y}\n",
  ])
  func fieldsAreSeparatedByCommasOrBlanks(rows: String) async throws {
    let dataset = try await load(Self.head + rows)
    #expect(dataset.examples.features.values(ofColumn: 0) == [1, 2.5])
    #expect(dataset.examples.features.values(ofColumn: 1) == [0, 1])
    #expect(dataset.examples.labels == [0, 1])
  }

  @Test func aValueThatIsNotDeclaredIsNamedWithItsLine() async throws {
    let message = try await error(Self.head + "1,Bonn,x\n2,Bonn,z\n")
    #expect(message.contains("t.arff:7: expected one of the values declared for column c (x, y), found \"z\""))
    let feature = try await error(Self.head + "1,Bonn,x\n2,Boon,y\n")
    #expect(
      feature.contains("t.arff:7: expected one of the values declared for column town (Bonn, New York), found \"Boon\"")
    )
    #expect(feature.hasSuffix("declare it with them; did you mean Bonn?"))
    #expect(try await error(Self.head + "{1 Rome}\n").contains("found \"Rome\""))
    let ignored = try await load(Self.head + "1,Bonn,x\n2,Boon,y\n", ",ignore=town")
    #expect(ignored.examples.features.table?.columns.map(\.name) == ["a"])
  }

  @Test func aDeclarationMayEndInAComment() async throws {
    let text =
      "@relation c\n@attribute a real [0,10]  % metres\n@attribute c {-1, '1}'} %{<=50K, >50K}\n@data\n1,-1\n2,'1}'\n"
    #expect(try await load(text).classNames == ["-1", "1}"])
  }

  private static let bags = """
    \u{FEFF}@relation m
    @attribute mol {m1,m2}
    @attribute bag relational
      @attribute f1 numeric
      @attribute f2 {u,v}
    @end bag
    @attribute weight numeric
    @attribute c {0,1}
    @data
    m1,"0.1,u\\n3,v",2,0
    m2,"1.1,v",5,1
    """

  @Test func aColumnOfTablesCanBeLeftOut() async throws {
    #expect(
      try await error(Self.bags).contains(
        "t.arff:3: expected numeric, string, date or {values} as the type of bag, found relational; leave it out: ignore=bag"
      ))
    let dataset = try await load(Self.bags, ",ignore=bag")
    #expect(dataset.examples.features.table?.columns.map(\.name) == ["mol", "weight"])
    #expect(dataset.examples.features.values(ofColumn: 1) == [2, 5])
  }

  @Test func aTypeThatThereIsNotIsReadByItsValues() async throws {
    let text = "@relation r\n@attribute a nominal\n@attribute b unknown\n@attribute c {x,y}\n@data\nu,1.5,x\nv,?,y\n"
    let dataset = try await load(text)
    #expect(dataset.examples.features.table?.columns.map(\.categories) == [["u", "v"], nil])
    #expect(
      dataset.notes.contains(
        "Column b is declared as unknown, which is no type of ARFF; it was read by what is in it."))
    #expect(try await load(text, ",ignore=b").examples.features.table?.columns.map(\.name) == ["a"])
    #expect(
      try await error(text.replacing("{x,y}", with: "{x,y")).contains(
        "t.arff:4: expected numeric, string, date or {values} as the type of c, found \"{x,y\""))
  }

  @Test func joinedFilesAreTold() async throws {
    #expect(
      try await error(Self.head + "1,Bonn,x\n2,Bonn,y\n" + Self.head).contains(
        "t.arff:8: expected 3 values, one an attribute, found \"@relation r\", as if a second file began"))
  }
}
