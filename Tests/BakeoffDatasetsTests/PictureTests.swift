import BakeoffCore
import BakeoffDatasets
import BakeoffFiles
import Foundation
import Testing

@Suite struct PictureTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "picture-\(UUID().uuidString)")

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func path(_ name: String) -> String { folder.appending(path: name).path }

  private func picture(height: Int, width: Int, channels: Int) -> Picture {
    let bytes = (0..<height * width * channels).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 5) }
    return Picture(height: height, width: width, channels: channels, bytes: bytes)
  }

  @Test(arguments: [(28, 28, 1), (3, 7, 1), (7, 3, 3), (1, 1, 3)])
  func writingAndReadingGivesTheSamePicture(height: Int, width: Int, channels: Int) throws {
    let original = picture(height: height, width: width, channels: channels)
    try original.writePNG(to: path("a.png"))
    #expect(try Picture(file: path("a.png")) == original)
  }

  @Test func writingReplacesAndLeavesNothingElse() throws {
    try picture(height: 9, width: 4, channels: 1).writePNG(to: path("a.png"))
    let second = picture(height: 2, width: 5, channels: 3)
    try second.writePNG(to: path("a.png"))
    #expect(try Picture(file: path("a.png")) == second)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.png"])
  }

  @Test func channelsAreConvertedOnRequest() throws {
    let grey = picture(height: 3, width: 5, channels: 1)
    #expect(try Picture(encoded: grey.pngBytes(), place: "grey", channels: 3) == grey.inColour)
    #expect(try Picture(encoded: grey.inColour.pngBytes(), place: "colour", channels: 1) == grey)
    let red = Picture(height: 1, width: 1, channels: 3, bytes: [255, 0, 0])
    #expect(try Picture(encoded: red.pngBytes(), place: "red", channels: 1).bytes == [76])
    #expect(red.grey.bytes == [76])
  }

  /// Made by Fixtures/make_pngs.py: each holds the two grey pixels 64 and 192, the second transparent where it can be.
  @Test(arguments: [
    ("palette", PNGFixtures.palette, [64, 64, 64, 192, 192, 192]),
    ("sixteen bits", PNGFixtures.sixteenBits, [64, 192]),
    ("one bit", PNGFixtures.oneBit, [0, 255]),
    ("alpha", PNGFixtures.greyAlpha, [64, 255]),
  ])
  func everyKindOfPNGIsRead(kind: String, file: [UInt8], expected: [UInt8]) throws {
    let picture = try Picture(encoded: file, place: kind)
    #expect(picture.bytes == expected)
    #expect(picture.height == 1 && picture.width == 2)
  }

  @Test func badFilesAreNamed() throws {
    let whole = try picture(height: 28, width: 28, channels: 1).pngBytes()
    var flipped = whole
    flipped[45] ^= 0xFF
    let cases: [String: [UInt8]] = [
      "empty.png": [], "page.png": Array("<html>not found</html>".utf8), "cut.png": Array(whole.dropLast(40)),
      "header.png": Array(whole.prefix(20)), "flipped.png": flipped,
    ]
    for (name, bytes) in cases {
      try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
      let error = #expect(throws: DatasetError.self, "\(name)") { _ = try Picture(file: path(name)) }
      let line = try #require(error).description
      #expect(line.hasPrefix(path(name)) && line.contains("expected a PNG") && !line.contains("\n"))
    }
    let missing = try #require(
      #expect(throws: DatasetError.self) { try Picture(file: path("none.png")) })
    #expect(missing.description.contains("No such file or directory"))
    let folderItself = #expect(throws: DatasetError.self) { try Picture(file: folder.path) }
    #expect(try #require(folderItself).description.hasPrefix(folder.path))
  }

  @Test func aHeaderThatClaimsTooMuchIsNotAllocated() throws {
    let error = try #require(
      #expect(throws: DatasetError.self) { try Picture(encoded: PNGFixtures.hugeHeader, place: "huge.png") })
    #expect(error.description.contains("too small for its 200000 x 200000 pixels"))
  }

  @Test func aPathThatCannotBeWrittenIsNamed() throws {
    try picture(height: 2, width: 2, channels: 1).writePNG(to: path("file"))
    for target in [path("file/a.png"), folder.path] {
      let error = try #require(
        #expect(throws: ConfigurationError.self) { try picture(height: 2, width: 2, channels: 1).writePNG(to: target) })
      #expect(error.description.hasPrefix(target.replacing("/a.png", with: "")))
      #expect(error.description.contains("cannot be written"))
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["file"])
  }

  @Test func whatIsNoFileIsNotRead() throws {
    #expect(mkfifo(path("pipe"), 0o600) == 0)
    for name in [path("pipe"), "/dev/zero"] {
      let error = try #require(#expect(throws: DatasetError.self) { try Picture(file: name) })
      #expect(error.description.hasPrefix("\(name): expected a file, found a device or a pipe"))
    }
  }

  @Test func enlargingRepeatsPixels() {
    let small = Picture(height: 1, width: 2, bytes: [1, 2])
    #expect(small.enlarged(2) == Picture(height: 2, width: 4, bytes: [1, 1, 2, 2, 1, 1, 2, 2]))
  }

  @Test func pastingLeavesOffWhatSticksOut() {
    var page = Picture(height: 2, width: 3, shade: 0)
    page.paste(Picture(height: 2, width: 2, bytes: [1, 2, 3, 4]), row: 1, column: 2)
    page.paste(Picture(height: 2, width: 2, bytes: [5, 6, 7, 8]), row: -1, column: -1)
    #expect(page.bytes == [8, 0, 0, 0, 0, 1])
  }
}
