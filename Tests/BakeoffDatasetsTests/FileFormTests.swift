import BakeoffCore
import BakeoffDatasets
import Foundation
import Testing

/// Text files as instruments, spreadsheets and R leave them: each says the same table.
struct FileFormTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func load(_ text: String, _ arguments: String = "") async throws -> Dataset {
    let path = try folder.write(Array(text.utf8), to: "t.csv")
    return try await standardSource("csv:\(path)\(arguments)").load(
      .init(dataDirectories: [], cacheDirectory: "/nonexistent"))
  }

  private func error(_ text: String, _ arguments: String = "") async throws -> String {
    let error = try await #require(throws: DatasetError.self) { try await load(text, arguments) }
    #expect(!error.description.contains { $0.isNewline })
    return error.description
  }

  struct Form: Sendable, CustomTestStringConvertible {
    let title: String
    let text: String
    var arguments = ""
    var note: String?
    var testDescription: String { title }
  }

  /// Each says: rows (1, 0.5) of class x, (3, 4000) of class y and (5, 6) of class x, under the names a, b and kind.
  @Test(arguments: [
    Form(title: "blanks", text: "a b kind\n1 0.5 x\n3 4000 y\n5 6 x\n", note: "Fields are separated by blanks."),
    Form(title: "blanks, indented", text: "  a    b   kind\n  1  0.5   x\n  3 4000   y  \n \t5    6   x\n"),
    Form(title: "blanks, CRLF", text: "a b kind\r\n1 0.5 x\r\n3 4000 y\r\n5 6 x\r\n"),
    Form(title: "blanks and quotes", text: "\"a\" \"b\" \"kind\"\n1 0.5 \"x\"\n3 4000 \"y\"\n5 6 \"x\"\n"),
    Form(title: "blanks and decimal commas", text: "a b kind\n1,0 0,5 x\n3,0 4000,0 y\n5,0 6,0 x\n"),
    Form(title: "blanks, said", text: "a b kind\n1 0.5 x\n3 4000 y\n5 6 x\n", arguments: ",separator=blanks"),
    Form(
      title: "runs of tabs", text: "a\t\tb\tkind\n1\t0.5\t\tx\n3\t4000\ty\n5\t\t\t6\tx\n",
      note: "Fields are separated by runs of tabs."),
    Form(
      title: "comments",
      text: "# made on Monday\n% by hand\na,b,kind\n1,0.5,x\n# it's \"new\n3,4000,y\n  // end\n5,6,x\n#",
      note: "5 lines that begin with #, % or // were passed over as comments."),
    Form(
      title: "a comment far down", text: "a,b,kind\n1,0.5,x\n3,4000,y\n5,6,x\n# 3 rows, all of them sound, really\n"),
    Form(
      title: "one comment", text: "a,b,kind\n1,0.5,x\n3,4000,y\n5,6,x\n# 3 rows\n",
      note: "1 line that begins with # was passed over as a comment."),
    Form(title: "a row made a comment", text: "a,b,kind\n1,0.5,x\n#9,9,y\n3,4000,y\n5,6,x\n"),
    Form(
      title: "names in a comment", text: "# run 7\n# a b kind\n1 0.5 x\n3 4000 y\n5 6 x\n",
      note: "The names of the columns were taken from the comment above the rows."),
    Form(title: "names in a comment between blanks", text: "% a  b kind\n1\t0.5\tx\n3\t4000\ty\n5\t6\tx\n"),
    Form(title: "quoted names in a comment", text: "# \"a\",\"b\",\"kind\"\n1,0.5,x\n3,4000,y\n5,6,x\n"),
    Form(title: "names after a mark", text: "##version=4\n#a\tb\tkind\n1\t0.5\tx\n3\t4000\ty\n5\t6\tx\n"),
    Form(title: "a comment that looks like names", text: "# x, y, z\na,b,kind\n1,0.5,x\n3,4000,y\n5,6,x\n"),
    Form(
      title: "a preamble", text: "Instrument ABC\nOperator X, night\n\na,b,kind\n1,0.5,x\n3,4000,y\n5,6,x\n",
      note: "The table begins in line 4; what stands before it was passed over: \"Instrument ABC\" and 1 line more."),
    Form(title: "a wide preamble", text: "Date;2024;June;x;y\na;b;kind\n1;0.5;x\n3;4000;y\n5;6;x\n"),
    Form(title: "a preamble of a spreadsheet", text: "Instrument ABC,,\n,,\na,b,kind\n1,0.5,x\n3,4000,y\n5,6,x\n"),
    Form(title: "lines to skip", text: "u,v,w\n9,9,z\na,b,kind\n1,0.5,x\n3,4000,y\n5,6,x\n", arguments: ",skip=2"),
    Form(title: "sep=", text: "\u{FEFF}sep=;\r\na;b;kind\r\n1;0,5;x\r\n3;4000;y\r\n5;6;x\r\n"),
    Form(title: "sep= of another mark", text: "SEP=^\na^b^kind\n1^0.5^x\n3^4000^y\n5^6^x\n"),
    Form(title: "sep= in quotes, tabs", text: "\"sep=\t\"\na\tb\tkind\n1\t0.5\tx\n3\t4000\ty\n5\t6\tx\n"),
    Form(
      title: "names of rows", text: "a,b,kind\nr1,1,0.5,x\nr2,3,4000,y\nr3,5,6,x\n",
      note: "The first column, which has no name, numbers or names the rows and was left out."),
    Form(
      title: "names of rows, as write.table has them",
      text: "\"a\" \"b\" \"kind\"\n\"1\" 1 0.5 \"x\"\n\"2\" 3 4000 \"y\"\n\"7\" 5 6 \"x\"\n"),
    Form(title: "numbers of rows from 1", text: "\"\",a,b,kind\n1,1,0.5,x\n2,3,4000,y\n3,5,6,x\n"),
    Form(title: "numbers of rows from 0", text: ",a,b,kind\n0,1,0.5,x\n1,3,4000,y\n2,5,6,x\n"),
    Form(title: "names under no name", text: ",a,b,kind\nMazda,1,0.5,x\nFiat,3,4000,y\nOpel,5,6,x\n"),
    Form(title: "blanks around quotes", text: "a, b, kind\n1, \"0.5\" , \"x\"\n3, 4000, \"y\" \n5, 6, x\n"),
    Form(
      title: "separators at every end, after a preamble", text: "Log of June\na;b;kind;\n1;0.5;x;\n3;4000;y;\n5;6;x;\n"),
  ])
  func readsFilesAsTheyAre(_ form: Form) async throws {
    let dataset = try await load(form.text, form.arguments)
    #expect(dataset.examples.features.table?.columns.map(\.name) == ["a", "b"])
    #expect(dataset.examples.features.floats() == [1, 0.5, 3, 4000, 5, 6])
    #expect(dataset.examples.labels.map { dataset.classNames[$0] } == ["x", "y", "x"])
    if let note = form.note { #expect(dataset.notes.contains(note), "\(dataset.notes)") }
  }

  @Test func whatBeginsLikeACommentMayBeAValue() async throws {
    let colours = try await load("colour,n,kind\n#ff0000,1,x\nred,2,y\n#00ff00,3,x\n")
    #expect(colours.examples.features.table?.columns[0].categories == ["#00ff00", "#ff0000", "red"])
    // What a spreadsheet could not compute is a missing value, also where the column is numbers.
    let failed = try await load("n,m,kind\n#N/A,1,x\n2,2,y\n3,3,x\n#N/A,\"a\nb\",y\n", ",categories=m")
    #expect(failed.examples.features.values(ofColumn: 0).map(\.isNaN) == [true, false, false, true])
    let open = try await load("a,m,kind\n#1,\"u\nv\",x\nred,w,y\nblue,w,x\n")
    #expect(open.examples.count == 3)
    let numbered = try await load("id,n,kind\n#1,1,x\n#2,2,y\n#3,3,x\n")
    #expect(numbered.examples.count == 3)
    let said = try await load("colour,n,kind\n#a,1,x\n#b\nb,2,y\nc,3,x\n", ",comments=#")
    #expect(said.examples.count == 2)
    let kept = try await error("colour,n,kind\n#a\nb,2,y\nc,3,x\n", ",comments=none")
    #expect(kept.contains("t.csv:2: expected 3 fields, as in the first line, found 1"))
  }

  @Test func fieldsMayHoldBlanks() async throws {
    let dataset = try await load("town\t\tn\tkind\nNew York\t1\t\tx\nSan Jose\t\t2\ty\nOld Town\t3\tx\n")
    #expect(dataset.examples.features.table?.columns[0].categories == ["New York", "Old Town", "San Jose"])
    let comma = try await load("town,kind\nNew York,x\nSan Jose,y\n", ",label=kind")
    #expect(comma.examples.features.table?.columns.map(\.name) == ["town"])
    let empty = try await load("a\tb\tkind\n1\t\tx\n\t2\ty\n3\t4\tx\n")
    #expect(empty.examples.features.floats().map(\.isNaN) == [false, true, true, false, false, false])
  }

  /// A broken row is no preamble, no comment and no heading without the names of rows.
  @Test func mistakesKeepTheirLines() async throws {
    #expect(try await error("1,2\n1,2,x\n3,4,y\n5,6,x\n").contains("t.csv:2: expected 2 fields, as in the first line"))
    #expect(try await error("a,b,kind\n1,2,3,x\n1,4,5,y\n").contains("t.csv:2: expected 3 fields"))
    let late = "Log\n\na,b,kind\n" + (0..<30).map { "\($0),1,x\n" }.joined() + "1,y\n"
    #expect(try await error(late).contains("t.csv:34: expected 3 fields, as in line 3, found 2"))
    #expect(try await error("a,b\n", ",skip=3").contains("expected more than the 3 lines that skip= passes over"))
  }

  @Test(arguments: [
    "a,b,kind\n1,2,x\n3,4,y\na,b,kind\n5,6,x\n", "\"a\",\"b\",\"kind\"\nu,2,x\nv,4,y\na,b,kind\nw,6,x\n",
  ])
  func joinedFilesAreTold(text: String) async throws {
    let message = try await error(text)
    #expect(
      message.contains("t.csv:4: expected a row, found the heading again, as in line 1; two files seem to be joined"))
  }

  @Test func aHeadingOfWordsOverWordsMayComeAgain() async throws {
    let text = "cap,odor,kind\nflat,none,e\nbell,foul,p\nflat,foul,p\ncap,odor,kind\nbell,none,e\n"
    #expect(try await error(text).contains("t.csv:5: expected a row, found the heading again"))
  }

  @Test func theNamesOfRowsAreAFeatureWhereAskedFor() async throws {
    let text = ",a,b,kind\nx1,1,0.5,x\nx2,3,4000,y\nx3,5,6,x\n"
    let dataset = try await load(text, ",categories=1")
    #expect(dataset.examples.features.table?.columns.count == 3)
    let plain = try await load(text)
    #expect(plain.provenance.sha256 != dataset.provenance.sha256)
    let grouped = try await load(text, ",group=1")
    #expect(grouped.groups == [0, 1, 2])
  }

  @Test func aTestFileMayLackTheNamesOfRows() async throws {
    let test = try folder.write(Array("# new\nkind,b,a\ny,4,3\n".utf8), to: "test.csv")
    let dataset = try await load("a,b,kind\nr1,1,2,x\nr2,3,4,y\n", ",test=\(test)")
    #expect(dataset.examples.features.floats() == [1, 2, 3, 4, 3, 4])
    let named = try folder.write(Array("a,b,kind\nr8,7,8,y\nr9,9,10,x\n".utf8), to: "named.csv")
    let both = try await load("a,b,kind\nr1,1,2,x\nr2,3,4,y\n", ",test=\(named)")
    #expect(both.examples.features.floats().suffix(4) == [7, 8, 9, 10])
  }

  @Test func addressesAreNotRead() throws {
    for specifier in ["csv:https://x.org/a.csv?raw=1", "https://x.org/a.csv?raw=1"] {
      let error = try #require(throws: ConfigurationError.self) { try standardSource(specifier) }
      #expect(
        error.description.hasSuffix(
          "addresses are not read; keep a copy, so that a run can be repeated: curl -L -o a.csv 'https://x.org/a.csv?raw=1', then csv:a.csv"
        ))
    }
    let error = try #require(throws: ConfigurationError.self) { try standardSource("arff:file:///data/a.arff") }
    #expect(error.description.hasSuffix("give the path alone, as in arff:/data/a.arff"))
    #expect(throws: ConfigurationError.self) { try standardSource("csv:a.csv,test=s3://bucket/b.csv") }
  }
}
