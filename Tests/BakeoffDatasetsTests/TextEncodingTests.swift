import BakeoffCore
import BakeoffDatasets
import Foundation
import Testing

/// Text that is not UTF-8: what is said has to work.
struct TextEncodingTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func load(_ bytes: [UInt8], _ name: String) async throws -> Dataset {
    let path = try folder.write(bytes, to: name)
    return try await standardSource("csv:\(path)").load(.init(dataDirectories: [], cacheDirectory: "/nonexistent"))
  }

  private func error(_ bytes: [UInt8], _ name: String = "t.csv") async throws -> String {
    try await #require(throws: DatasetError.self) { try await load(bytes, name) }.description
  }

  private static func table(_ encoding: String.Encoding, town: String = "K\u{F6}ln") -> [UInt8] {
    let text =
      "height,town,class\n" + (0..<30).map { "\($0),\($0 == 19 ? town : "Bonn"),\($0 % 2 == 0 ? "a" : "b")\n" }.joined()
    return Array(text.data(using: encoding) ?? Data())
  }

  @Test func aLetterFarDownIsNamedWithItsLine() async throws {
    let message = try await error(Self.table(.isoLatin1))
    #expect(
      message.contains(
        "t.csv:21: expected text in UTF-8, found byte F6, as Latin-1 has it in \"K\u{F6}ln\"; convert it: iconv -f LATIN1"
      ))
    let windows = try await error(Self.table(.windowsCP1252, town: "5\u{20AC}"))
    #expect(
      windows.contains("t.csv:21: expected text in UTF-8, found byte 80, as Windows-1252 has it in \"5\u{20AC}\""))
    let mixed = try await error(Array("town,class\nK\u{F6}ln,a\nBonn,b\n".utf8) + [0xE9, 0x2C, 0x61, 0x0A])
    #expect(
      mixed.hasSuffix(
        "t.csv:4: expected text in UTF-8, found byte E9, as Latin-1 has it in \"\u{E9}\"; the file's other letters are UTF-8: write this one so, too"
      ))
  }

  /// The command is run as it stands, by a shell, on names that need quotes and on packed files.
  @Test(arguments: [
    ("plain.csv", "latin"), ("it's a file.csv", "latin"), ("packed.csv.gz", "latin"), ("wide.csv", "utf16"),
    ("unmarked.csv", "utf16le"),
  ])
  func theCommandWorks(name: String, encoding: String) async throws {
    var bytes = Self.table(encoding == "latin" ? .isoLatin1 : encoding == "utf16" ? .utf16 : .utf16LittleEndian)
    if name.hasSuffix(".gz") { bytes = gzip(bytes) }
    let message = try await error(bytes, name)
    let command = try #require(message.components(separatedBy: "convert it: ").last)
    let shell = Process()
    shell.executableURL = URL(fileURLWithPath: "/bin/sh")
    shell.arguments = ["-c", command]
    shell.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    try shell.run()
    shell.waitUntilExit()
    #expect(shell.terminationStatus == 0)
    let dataset = try await load(try folder.bytes(of: "NEW.csv"), "read.csv")
    #expect(dataset.examples.features.table?.columns[1].categories == ["Bonn", "K\u{F6}ln"])
  }
}
