import BakeoffCore
import BakeoffDatasets
import Foundation
import Testing

/// Files of the kinds that people have, each with what is right for it.
struct TableKindTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func load(
    _ text: String, _ arguments: String = "", missing: [String] = [], dropsMissingTargets: Bool = false
  ) async throws -> Dataset {
    let path = try folder.write(Array(text.utf8), to: "t.csv")
    return try await standardSource("csv:\(path)\(arguments)").load(
      .init(
        dataDirectories: [], cacheDirectory: "/nonexistent", missing: missing,
        dropsMissingTargets: dropsMissingTargets))
  }

  private func error(_ text: String, _ arguments: String = "") async throws -> String {
    do {
      _ = try await load(text, arguments)
      Issue.record("no error")
      return ""
    } catch {
      return "\(error)"
    }
  }

  private func columns(_ dataset: Dataset) -> [FeatureColumn] { dataset.examples.features.table?.columns ?? [] }

  /// Rows of a table: `rows` lines of what `line` makes.
  private func rows(_ count: Int, _ line: (Int) -> String) -> String { (0..<count).map { line($0) + "\n" }.joined() }

  @Test func textIsACategoryAndGapsAreMissing() async throws {
    let dataset = try await load("age,sex,ok,kind\n20,m,True,x\n?,f,TRUE,y\n31,,false,x\nNA,m,False,y\n")
    #expect(columns(dataset).map(\.categories) == [nil, ["f", "m"], ["false", "true"]])
    let features = dataset.examples.features
    #expect(features.values(ofColumn: 0).map(\.isNaN) == [false, true, false, true])
    #expect(features.values(ofColumn: 1).map { $0.isNaN ? -1 : $0 } == [1, 0, -1, 1])
    #expect(features.values(ofColumn: 2) == [1, 1, 0, 0])
  }

  @Test func otherMarksForMissingHaveToBeSaid() async throws {
    let text = "a,kind\n" + rows(20) { "\($0 == 7 ? "-" : "\($0 * $0)"),\($0 % 2)" }
    #expect(try await error(text).contains("t.csv:9: expected a number in column a, as in 19 of 20 rows, found \"-\""))
    let dataset = try await load(text, missing: ["-"])
    #expect(dataset.examples.features.values(ofColumn: 0)[7].isNaN)
  }

  @Test func datesAreNumbersThatKeepTheirPrecision() async throws {
    let dataset = try await load(
      "when,other,kind\n2024-03-01T00:00:01Z,1.3.2024,x\n2024-03-01T00:00:02Z,31.12.1969,y\n2024-03-01 02:00:03+02:00,2.1.1970,x\n"
    )
    let seconds = dataset.examples.features.values(ofColumn: 0)
    #expect(seconds == [1_709_251_201, 1_709_251_202, 1_709_251_203])
    #expect(dataset.examples.features.values(ofColumn: 1) == [1_709_251_200, -86400, 86400])
    #expect(dataset.examples.features.buffer.element == .double)
    #expect(dataset.notes.contains("Column when was read as dates, in seconds since 1970."))
  }

  @Test func theTargetIsFoundByItsUsualName() async throws {
    let dataset = try await load("label,f1,f2\n0,1,2\n1,3,4\n")
    #expect(dataset.target == "column label" && dataset.notes.isEmpty)
    #expect(
      try await error("label,class,a\n0,1,2\n1,0,4\n").contains("which column holds the classes, label or class?"))
    let last = try await load("a,b,kind\n0,1,x\n1,0,y\n")
    #expect(last.target == "column kind")
    #expect(last.notes == ["The last column was taken for the classes; label=NAME says another."])
  }

  @Test func aFirstColumnThatIsTheBetterGuessIsAskedAbout() async throws {
    let text = rows(60) { "\(1 + $0 % 3),\($0 * 7 % 11),\(500 + $0 * 13)" }
    let message = try await error(text)
    #expect(message.contains("which column holds the classes? The last, column 3, has 60 different values"))
    #expect(message.contains("the first, column 1, has 3 different values (whole numbers): say label=1, or label=3"))
    #expect(try await load(text, ",label=1").classNames == ["1", "2", "3"])
  }

  @Test func missingClassesAreRefusedWithTheirLinesOrDropped() async throws {
    let text = "a,b,churn\n1,2,0\n2,3,\n3,4,1\n4,5,?\n"
    #expect(
      try await error(text).contains(
        "expected a class in column churn, found nothing in lines 3, 5; fill them in, or leave such rows out with --drop-missing-target"
      ))
    let dataset = try await load(text, dropsMissingTargets: true)
    #expect(dataset.examples.labels == [0, 1])
    #expect(dataset.examples.features.values(ofColumn: 0) == [1, 3])
    #expect(dataset.notes.contains("2 rows without a class in column churn were left out."))
  }

  @Test func oneClassHasOneName() async throws {
    let dataset = try await load(
      "a,won\n1,True\n2,TRUE\n3,False\n4, False\n5,TRUE\n6,1.0\n7,1\n8,1\n")
    #expect(dataset.classNames == ["1", "False", "TRUE"])
    #expect(dataset.notes.contains("In column won, TRUE, True are one class, called TRUE."))
    #expect(dataset.notes.contains("In column won, 1, 1.0 are one class, called 1."))
    let alike = try await load("a,c\n1,new york\n2,New York\n3,new york\n4,rome\n")
    #expect(alike.classNames.count == 3)
    #expect(alike.notes.contains { $0.contains("\"New York\" and \"new york\" look alike and are different classes") })
  }

  @Test func invisibleCharactersAreShown() async throws {
    let dataset = try await load("a,c\n1,x\n2,x\u{200B}\n3,x\n4,xx\n")
    #expect(dataset.classNames.count == 3)
    #expect(try await error("a\u{A0}b,c\n1,x\n", ",label=z").contains("a\\u{A0}b"))
  }

  @Test func columnsThatNumberRowsOrGiveTheAnswerAwayAreWarnedOf() async throws {
    let text = "id,a,leak,kind\n" + rows(40) { "\(100 + $0 * 3),\($0 * 7 % 13),\($0 % 2 * 10 + $0 % 3),\($0 % 2)" }
    let notes = try await load(text).notes
    #expect(notes.contains { $0.hasPrefix("Column id looks as if it only numbers") && $0.hasSuffix("ignore=id.") })
    #expect(notes.contains { $0.hasPrefix("Column leak alone tells the class in 100 % of the rows") })
    #expect(!notes.contains { $0.hasPrefix("Column a ") })
    let without = try await load(text, ",ignore=id+leak")
    #expect(columns(without).map(\.name) == ["a"])
    #expect(without.notes.contains("Left out as asked: column id, column leak."))
    #expect(try await error(text, ",ignore=idd").contains("ignore=idd: no such column; did you mean id?"))
  }

  @Test func aTestFileIsTheHoldOutWithItsColumnsByName() async throws {
    let test = try folder.write(Array("kind,b,a\ny,4,3\nx,2,1\n".utf8), to: "test.csv")
    let dataset = try await load("a,b,kind\n1,2,x\n3,4,y\n5,6,x\n", ",test=\(test)")
    #expect(dataset.trainingCount == 3 && dataset.examples.labels == [0, 1, 0, 1, 0])
    #expect(dataset.examples.features.floats().suffix(4) == [3, 4, 1, 2])
  }

  @Test func numbersWithUnitsAndManyWholeNumbersAreSaid() async throws {
    let text = "size,age\n" + rows(200) { "\($0 % 13 + 1) cm,\(20 + $0 * 7 % 50)" }
    let notes = try await load(text, ",label=age").notes
    #expect(
      notes.contains { $0.hasPrefix("Column size was read as 13 categories, and looks like numbers with a unit") })
    #expect(
      notes.contains { $0.hasPrefix("The 50 classes in column age are all whole numbers; if they measure something") })
  }

  @Test func numbersCanBeNames() async throws {
    let dataset = try await load("zip,a,kind\n10115,1,x\n20095,2,y\n10115,3,x\n", ",categories=zip")
    #expect(columns(dataset)[0].categories == ["10115", "20095"])
  }

  /// The same pixels in whole numbers, in shares of 255 and in bytes are the same features.
  @Test func pixelsAreTheSameWhateverTheirType() async throws {
    let pixels = (0..<3 * 64).map { $0 * 31 % 256 }
    func table(_ value: (Int) -> String) -> String {
      (0..<3).map { row in
        (0..<64).map { value(pixels[row * 64 + $0]) }.joined(separator: ",") + ",\(row % 2)\n"
      }.joined()
    }
    let whole = try await load(table { "\($0)" }, ",label=65,header=no")
    let shares = try await load(table { "\(Float($0) / 255)" }, ",label=65,header=no")
    let image = try await load(table { "\($0)" }, ",label=65,header=no,shape=8x8")
    for dataset in [whole, shares, image] {
      #expect(dataset.examples.features.buffer.element == .byte)
      #expect(dataset.examples.features.floats() == pixels.map { Float($0) * (1 / 255) })
    }
    #expect(image.examples.features.shape == FeatureShape(height: 8, width: 8))
    #expect(whole.notes.contains { $0.contains("read as pixels") && $0.contains("shape=HEIGHTxWIDTH") })
    #expect(try await error(table { "\($0)" }, ",label=65,header=no,shape=7x8").contains("that is 56 values"))
  }
}

/// Formats beside comma-separated text.
struct FormatTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func load(_ specifier: String, directories: [String] = []) async throws -> Dataset {
    try await standardSource(specifier).load(.init(dataDirectories: directories, cacheDirectory: "/nonexistent"))
  }

  private func error(_ specifier: String) async throws -> String {
    let error = try await #require(throws: DatasetError.self) { try await load(specifier) }
    return error.description
  }

  private static let weather = """
    % a comment
    @RELATION weather

    @attribute outlook {sunny, overcast, 'heavy rain'}
    @attribute 'temp \\'C' NUMERIC
    @attribute day date "yyyy-MM-dd"
    @attribute play {yes, no}
    @data
    sunny, 85, 2024-01-02, no
    'heavy rain',?,2024-01-03,yes
    overcast,64.5,2024-01-04,yes
    """

  @Test func readsARFF() async throws {
    let path = try folder.write(Array(Self.weather.utf8), to: "w.arff")
    let dataset = try await load("arff:\(path)")
    let table = try #require(dataset.examples.features.table)
    #expect(table.columns.map(\.name) == ["outlook", "temp 'C", "day"])
    #expect(table.columns[0].categories == ["heavy rain", "overcast", "sunny"])
    #expect(dataset.classNames == ["no", "yes"] && dataset.examples.labels == [0, 1, 1])
    #expect(dataset.examples.features.values(ofColumn: 1)[2] == 64.5)
    #expect(dataset.examples.features.values(ofColumn: 2)[0] == 1_704_153_600)
    let bad = try folder.write(Array(Self.weather.replacing("64.5", with: "warm").utf8), to: "b.arff")
    #expect(
      try await error("arff:\(bad)").contains("b.arff:11: expected a finite number in column temp 'C, found \"warm\""))
  }

  @Test func readsSparseARFF() async throws {
    let text =
      "@relation s\n@attribute a numeric\n@attribute b numeric\n@attribute c {x,y}\n@data\n{0 2, 2 y}\n{1 3.5}\n"
    let dataset = try await load("arff:\(try folder.write(Array(text.utf8), to: "s.arff"))")
    #expect(dataset.examples.features.floats() == [2, 0, 0, 3.5])
    #expect(dataset.classNames == ["x", "y"] && dataset.examples.labels == [1, 0])
    #expect(dataset.examples.features.table?.isSparse == true)
  }

  @Test func readsLIBSVM() async throws {
    let text = "+1 1:0.5 4:2 # a comment\n-1 2:1\n\n+1 qid:3 1:1\n"
    let path = try folder.write(Array(text.utf8), to: "t.svm")
    let packed = try folder.write(gzip(Array(text.utf8)), to: "t.svm.gz")
    for path in [path, packed] {
      let dataset = try await load("libsvm:\(path)")
      #expect(dataset.examples.features.floats() == [0.5, 0, 0, 2, 0, 1, 0, 0, 1, 0, 0, 0])
      #expect(dataset.classNames == ["-1", "1"] && dataset.examples.labels == [1, 0, 1])
      #expect(dataset.examples.features.table?.isSparse == true)
    }
    let bad = try folder.write(Array("1 2:1 1:2\n".utf8), to: "b.svm")
    #expect(
      try await error("libsvm:\(bad)").contains("b.svm:1: expected pairs of an index, larger than the one before"))
    let several = try folder.write(Array("1,2 1:2\n".utf8), to: "m.svm")
    #expect(try await error("libsvm:\(several)").contains("found several classes, 1,2"))
    let wide = try folder.write(Array("1 2000000000:1\n2 1:1\n".utf8), to: "w.svm")
    #expect(try await error("libsvm:\(wide)").contains("2 rows of 2,000,000,000 columns"))
  }

  /// "1 1:2\n2 1:3\n" as bzip2 1.0.8 packs it.
  @Test func unpacksBzip2() async throws {
    let packed = try #require(
      Data(base64Encoded: "QlpoOTFBWSZTWUKRdhsAAAJYAAAQQAA4ECAAIaabQMAAcFfYsLuSKcKEghSLsNg="))
    let path = try folder.write(Array(packed), to: "t.svm.bz2")
    #expect(try await load("libsvm:\(path)").examples.features.floats() == [2, 3])
    let cut = try folder.write(Array(packed.dropLast(10)), to: "cut.bz2")
    #expect(try await error("libsvm:\(cut)").contains("bzip2 stream"))
  }

  @Test func readsAnyPairOfIDXFiles() async throws {
    let images = try folder.write([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3] + Array(1...12), to: "images")
    let labels = try folder.write([0, 0, 8, 1, 0, 0, 0, 2, 9, 4], to: "labels")
    let dataset = try await load("idx:\(images),labels=\(labels)")
    #expect(dataset.examples.features.shape == FeatureShape(height: 2, width: 3))
    #expect(dataset.classNames == ["4", "9"] && dataset.examples.labels == [1, 0])
    let turned = try await load("idx:\(images),labels=\(labels),transposed=yes")
    #expect(turned.examples.features.shape == FeatureShape(height: 3, width: 2))
    #expect(turned.examples.features.bytes(ofRow: 0) == [1, 4, 2, 5, 3, 6])
    // QMNIST: more columns of 32-bit numbers, the first of which is the class.
    let wide = try folder.write(
      [0, 0, 12, 2, 0, 0, 0, 2, 0, 0, 0, 2] + [0, 0, 0, 7, 0, 0, 0, 1, 0, 0, 0, 3, 0, 0, 0, 1], to: "wide")
    #expect(try await load("idx:\(images),labels=\(wide)").classNames == ["3", "7"])
    let mapping = try folder.write(Array("4 65 97\n9 66 98\n".utf8), to: "mapping.txt")
    #expect(try await load("idx:\(images),labels=\(labels),mapping=\(mapping)").classNames == ["A", "B"])
    #expect(try await error("idx:\(images),labels=\(images)").contains("expected 2 whole numbers"))
    #expect(throws: ConfigurationError.self) { try standardSource("idx:\(images)") }
  }

  @Test func emnistIsTurnedAndThatIsSaid() async throws {
    let images = try folder.write([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 2] + Array(1...8), to: "emnist-images")
    let labels = try folder.write([0, 0, 8, 1, 0, 0, 0, 2, 0, 1], to: "emnist-labels")
    let dataset = try await load("idx:\(images),labels=\(labels)")
    #expect(dataset.examples.features.bytes(ofRow: 0) == [1, 3, 2, 4])
    #expect(dataset.notes.count == 1)
    #expect(try await load("idx:\(images),labels=\(labels),transposed=no").notes.isEmpty)
  }

  @Test func openMLIsReadFromAFolder() async throws {
    try folder.write(Array(Self.weather.utf8), to: "openml/61/dataset.arff")
    let description =
      #"{"data_set_description": {"name": "weather", "default_target_attribute": "outlook", "ignore_attribute": ["day"]}}"#
    try folder.write(Array(description.utf8), to: "openml/61/description.json")
    let dataset = try await load("openml:61", directories: [folder.path])
    #expect(dataset.name == "openml:61 (weather)" && dataset.target == "column outlook")
    #expect(dataset.examples.features.table?.columns.map(\.name) == ["temp 'C", "play"])
    let missing = await #expect(throws: DatasetError.self) {
      try await standardSource("openml:62").load(
        .init(dataDirectories: [folder.path], cacheDirectory: folder.path, mayDownload: false))
    }
    #expect(missing?.description.contains("openml:62 is unavailable") == true)
    #expect(throws: ConfigurationError.self) { try standardSource("openml:iris") }
  }

  @Test func openMLIsFetchedOnceAndKept() async throws {
    let description =
      #"{"data_set_description": {"name": "weather", "default_target_attribute": "play", "url": "https://data/1/w.arff"}}"#
    let fetcher = FixedFetcher(files: [
      "https://server/api/v1/json/data/61": description, "https://data/1/w.arff": Self.weather,
    ])
    let source = try OpenMLSource(
      id: 61, arguments: Arguments(nil, of: "openml", keys: []), fetcher: fetcher, server: "https://server")
    let context = LoadContext(dataDirectories: [], cacheDirectory: folder.path)
    #expect(try await source.load(context).classNames == ["no", "yes"])
    let offline = LoadContext(dataDirectories: [], cacheDirectory: folder.path, mayDownload: false)
    #expect(try await source.load(offline).examples.count == 3)
  }
}

/// Has what is at some addresses.
private struct FixedFetcher: FileFetcher {
  let files: [String: String]

  func fetch(
    _ address: String, receive: @escaping @Sendable (Data) throws -> Void,
    progress: @escaping @Sendable (Double?) -> Void
  ) async throws {
    guard let text = files[address] else { throw FetchFailure("HTTP status 404") }
    try receive(Data(text.utf8))
  }
}
