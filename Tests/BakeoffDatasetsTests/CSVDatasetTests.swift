import BakeoffCore
import BakeoffDatasets
import BakeoffFiles
import Foundation
import Testing

struct CSVDatasetTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func load(_ text: String, _ arguments: String = "") async throws -> Dataset {
    try await load(Array(text.utf8), arguments)
  }

  private func load(_ bytes: [UInt8], _ arguments: String = "") async throws -> Dataset {
    let path = try folder.write(bytes, to: "t.csv")
    let source = try standardSource("csv:\(path)\(arguments)")
    return try await source.load(.init(dataDirectories: [], cacheDirectory: "/nonexistent"))
  }

  struct Good: Sendable, CustomTestStringConvertible {
    let title: String
    let text: String
    var arguments = ""
    var testDescription: String { title }
  }

  /// Each says: rows (1, -2.5) of class x and (3, 4000) of class y.
  @Test(arguments: [
    Good(title: "no header", text: "1,-2.5,x\n3,4e3,y\n"),
    Good(title: "header", text: "a,b,kind\n1,-2.5,x\n3,4000,y\n"),
    Good(title: "no line end at the end", text: "a,b,kind\n1,-2.5,x\n3,4000.0,y"),
    Good(title: "CRLF", text: "a,b,kind\r\n1,-2.5,x\r\n3,4000,y\r\n"),
    Good(title: "CR", text: "a,b,kind\r1,-2.5,x\r3,4000,y\r"),
    Good(title: "byte order mark", text: "\u{FEFF}a,b,kind\n1,-2.5,x\n3,4000,y\n"),
    Good(title: "quoted", text: "\"a\",\"b, \"\"c\"\"\",\"kind\"\n\"1\",\"-2.5\",\"x\"\n3,4000,\"y\"\n"),
    Good(title: "line break in quotes", text: "\"a\n1\",b,kind\n1,-2.5,x\n3,4000,y\n"),
    Good(title: "empty lines", text: "\n\na,b,kind\n\n1,-2.5,x\r\n\r\n3,4000,y\n\n\n"),
    Good(title: "spaces", text: "a,b,kind\n 1 , -2.5,x\n3,\t4000,y\n"),
    Good(title: "label by name", text: "kind,a,b\nx,1,-2.5\ny,3,4000\n", arguments: ",label=kind"),
    Good(title: "label by position", text: "1,x,-2.5\n3,y,4000\n", arguments: ",label=2"),
    Good(title: "semicolons", text: "1;-2.5;x\n3;4000;y\n", arguments: ",separator=semicolon"),
    Good(title: "semicolons found out", text: "1;-2.5;x\n3;4000;y\n"),
    Good(title: "tabs found out", text: "a\tb\tkind\n1\t-2.5\tx\n3\t4000\ty\n"),
    Good(title: "decimal commas", text: "a;b;kind\n1,0;-2,5;x\n3,0;4.000,0;y\n"),
    Good(title: "a separator at every end", text: "a,b,kind,\n1,-2.5,x,\n3,4000,y,\n"),
    Good(title: "blanks around classes", text: "a,b,kind\n1,-2.5, x\n3,4000,y \n"),
    Good(title: "a column left out", text: "id,a,b,kind\n7,1,-2.5,x\n8,3,4000,y\n", arguments: ",ignore=id"),
    Good(
      title: "columns left out by range", text: "7,7,1,-2.5,x\n8,7,3,4000,y\n", arguments: ",ignore=1-2,label=5"),
    Good(title: "tabs", text: "1\t-2.5\tx\n3\t4000\ty\n", arguments: ",separator=tab"),
    Good(title: "header of numbers", text: "10,20,30\n1,-2.5,x\n3,4000,y\n", arguments: ",header=yes"),
    Good(title: "header over a missing name", text: ",b,kind\n1,-2.5,x\n3,4000,y\n"),
    Good(title: "header with one name a number", text: "2019,b,kind\n1,-2.5,x\n3,4000,y\n"),
    Good(
      title: "header of numbers and the label's name", text: "0,1,kind\n1,-2.5,x\n3,4e3,y\n", arguments: ",label=kind"),
    Good(title: "no header, said so", text: "1,-2.5,x\n3,4000,y\n", arguments: ",header=no,label=3"),
  ])
  func readsTables(_ good: Good) async throws {
    let dataset = try await load(good.text, good.arguments)
    #expect(dataset.examples.features.floats() == [1, -2.5, 3, 4000])
    #expect(dataset.examples.features.shape == FeatureShape(features: 2))
    #expect(dataset.examples.labels == [0, 1])
    #expect(dataset.classNames == ["x", "y"])
    #expect(dataset.trainingCount == 2)
    #expect(dataset.name == "csv:\(folder.path)/t.csv")
    #expect(dataset.provenance.sha256 == sha256(good.text.utf8))
  }

  @Test func numbersSortAsNumbersAndTextAsText() async throws {
    #expect(try await load("1,10\n1,9\n1,-1\n").classNames == ["-1", "9", "10"])
    #expect(try await load("1,b10\n1,b9\n1,\"a \"\"c\"\"\"\n").classNames == ["a \"c\"", "b10", "b9"])
  }

  /// `DataFrame.to_csv` writes so where only the column of the classes has a name.
  @Test(arguments: ["0,1,label\n5,3,7\n2,4,9\n", "label,0,1\n7,5,3\n9,2,4\n", ",0,label\n5,3,7\n2,4,9\n"])
  func aNameOverNumericClassesIsAHeader(text: String) async throws {
    let dataset = try await load(text, text.hasPrefix("label") ? ",label=1" : "")
    #expect(dataset.classNames == ["7", "9"])
    #expect(dataset.examples.features.floats() == [5, 3, 2, 4])
  }

  /// Nothing tells such a table from one that begins with a class of its own.
  @Test func namesThatAreNumbersOverTextAreARow() async throws {
    let text = "0,1,label\n5,3,cat\n2,4,dog\n"
    #expect(try await load(text).classNames == ["cat", "dog", "label"])
    #expect(try await load(text, ",header=yes").classNames == ["cat", "dog"])
  }

  @Test func onlyFiniteNumbersSortAsNumbers() async throws {
    #expect(try await load("1,10\n1,9\n1,inf\n").classNames == ["10", "9", "inf"])
    #expect(try await load("1,1.0\n1,01\n1,1\n1,1\n1,0.5\n", ",label=2").classNames == ["0.5", "01", "1"])
  }

  @Test func aPathMayHoldCommas() async throws {
    let path = try folder.write(Array("1,x\n2,y\n".utf8), to: "a,b=c.csv")
    let source = try standardSource("csv:\(path),label=2")
    let dataset = try await source.load(.init(dataDirectories: [], cacheDirectory: "/nonexistent"))
    #expect(dataset.examples.count == 2)
  }

  struct Bad: Sendable, CustomTestStringConvertible {
    let title: String
    let text: String
    var arguments = ""
    let message: String
    var testDescription: String { title }
  }

  @Test(arguments: [
    Bad(title: "empty", text: "", message: "t.csv: expected text in UTF-8, found an empty file"),
    Bad(
      title: "empty lines", text: "\n\r\n", message: "t.csv: expected a row of fields, found nothing but empty lines"),
    Bad(title: "header only", text: "a,b,kind\n", message: "t.csv: expected rows after the header, found none"),
    Bad(title: "one column", text: "a\n1\n", message: "t.csv:1: expected at least two columns"),
    Bad(
      title: "text", text: "a,b,kind\n1,2,x\n1,high,y\n",
      message: "t.csv:3: expected a number in column b, as in 1 of 2 rows, found \"high\""),
    Bad(
      title: "text of two lines", text: "1,2,x\n1,\"a\nb\",y\n",
      message: "t.csv:2: expected a number in column 2, as in 1 of 2 rows, found \"a\\u{A}b\""),
    Bad(title: "text, no header", text: "1,2,x\n1,high,y\n", message: "t.csv:2: expected a number in column 2"),
    Bad(title: "not finite", text: "1,2,x\n1,inf,y\n", message: "t.csv:2: expected a finite number in column 2"),
    Bad(title: "infinite at once", text: "1,-Inf,x\n1,2,y\n", message: "t.csv:1: expected a finite number in column 2"),
    Bad(
      title: "a column of nothing", text: "a,b\n,x\n,y\n",
      message: "t.csv: expected at least one column with values beside the classes, found none"),
    Bad(
      title: "no class at once", text: "1,2,\n1,2,y\n", message: "t.csv:1: expected a class in column 3, found nothing"),
    Bad(
      title: "a measurement", text: "rooms,price\n" + (0..<40).map { "\($0 % 4),\(Double($0) * 1.7)\n" }.joined(),
      message: "found a measurement, not a class: 40 different numbers in 40 rows"),
    Bad(
      title: "a text for each row", text: "a,name\n" + (0..<40).map { "\($0 % 4),n\($0)\n" }.joined(),
      arguments: ",label=name",
      message: "found 40 different texts in 40 rows, nearly one for each row"),
    Bad(
      title: "header or row", text: "1,2,x\n3,4,7\n5,6,x\n",
      message: "t.csv:1: expected a header or a row, found x over a number and again as a class"),
    Bad(title: "ragged", text: "1,2,x\n1,2\n", message: "t.csv:2: expected 3 fields, as in the first line, found 2"),
    Bad(
      title: "ragged after a line break in quotes", text: "\"a\nb\",\"c\n\",kind\n1,2,x,9\n",
      message: "t.csv:4: expected 3 fields, as in the first line, found 4"),
    Bad(title: "no class", text: "1,2,x\n1,2,\n", message: "t.csv:2: expected a class in column 3, found nothing"),
    Bad(title: "open quote", text: "1,2,x\n1,\"2,y\n3,4,y\n", message: "t.csv:2: expected a closing quote"),
    Bad(title: "after a quote", text: "1,2,x\n1,\"2\"3,y\n", message: "t.csv:2: expected a separator"),
    Bad(title: "one class", text: "1,2,x\n3,4,x\n", message: "expected at least two classes in column 3, found only x"),
    Bad(
      title: "no such column", text: "a,b,kind\n1,2,x\n", arguments: ",label=kinds",
      message: "expected one column named kinds, found the columns a, b, kind; did you mean kind?"),
    Bad(
      title: "two such columns", text: "a,kind,kind\n1,2,x\n", arguments: ",label=kind",
      message: "expected one column named kind, found 2 of that name"),
    Bad(
      title: "name without header", text: "a,kind\n1,2\n", arguments: ",label=kind,header=no",
      message: "a table without names of columns"),
    Bad(
      title: "no such position", text: "1,2,x\n", arguments: ",label=4",
      message: "t.csv: expected a column 4 with the classes, found 3 columns"),
    Bad(
      title: "web page", text: "<!DOCTYPE html>\n<title>x</title>\n", message: "t.csv:1: expected at least two columns"),
    Bad(title: "binary", text: "1,2\0,x\n", message: "t.csv: expected text in UTF-8, found bytes that begin with 31"),
  ])
  func namesTheLine(_ bad: Bad) async throws {
    let error = try await #require(throws: DatasetError.self) { try await load(bad.text, bad.arguments) }
    guard case .malformed = error else { return #expect(Bool(false), "\(error)") }
    #expect(error.description.contains(bad.message), "\(error)")
    #expect(!error.description.contains { $0.isNewline })
  }

  @Test func refusesOtherEncodings() async throws {
    let latin = await #expect(throws: DatasetError.self) {
      try await load(Array("a,town\n1,Trier\n2,K".utf8) + [0xF6] + Array("ln\n".utf8))
    }
    #expect(
      latin?.description.contains("t.csv:3: expected text in UTF-8, found byte F6, as Latin-1 has it in \"Köln\"")
        == true)
    let wide = await #expect(throws: DatasetError.self) { try await load([0xFF, 0xFE, 0x31, 0, 0x2C, 0]) }
    #expect(wide?.description.contains("found UTF-16") == true)
  }

  @Test func unpacksGzip() async throws {
    #expect(try await load(gzip(Array("1,x\n2,y\n".utf8))).classNames == ["x", "y"])
  }

  @Test(arguments: [
    ("csv", "csv needs a path"), ("csv:", "csv needs a path"), ("csv:a,header=maybe", "header is one of auto, no, yes"),
    ("csv:a,label=1,label=2", "label is given twice"), ("csv:a,label=1,lable=2", "did you mean label?"),
    ("csv:a,label=1,header", "header needs a value"),
  ])
  func refusesBadArguments(specifier: String, message: String) throws {
    let error = try #require(throws: ConfigurationError.self) { try standardSource(specifier) }
    #expect(error.description.contains(message))
  }

  @Test func namesAFileThatIsNotThere() async throws {
    let source = try standardSource("csv:\(folder.path)/none.csv")
    let error = await #expect(throws: DatasetError.self) {
      try await source.load(.init(dataDirectories: [], cacheDirectory: "/nonexistent"))
    }
    #expect(error?.description.contains("none.csv is unavailable (tried reading it: No such file") == true)
  }
}
