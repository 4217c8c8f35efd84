import BakeoffCore
import BakeoffDatasets
import Foundation
import Testing

@Suite struct UnreadablePictureTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for name in ["round", "square"] {
      for number in 0..<3 {
        try folder.write(
          Picture(height: 4, width: 6, shade: UInt8(40 * number)).pngBytes(), to: "\(name)/\(number).png")
      }
    }
  }

  private func load(skipping: Bool = false) async throws -> Dataset {
    try await standardSource("images:\(folder.path)").load(
      LoadContext(dataDirectories: [], cacheDirectory: "/nonexistent", skipsUnreadable: skipping))
  }

  private func error(skipping: Bool = false) async throws -> String {
    try await #require(throws: DatasetError.self) { try await load(skipping: skipping) }.description
  }

  private static let kinds: [(name: String, bytes: [UInt8], what: String)] = [
    ("a.jpg", Array("RIFF\u{10}\0\0\0WEBPVP8 ".utf8), "a WebP picture"),
    ("b.gif", Array("GIF89a".utf8), "a GIF picture"),
    (
      "c.bmp", Array("BM".utf8) + [70, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0, 2, 0, 0, 0], "a BMP picture"
    ),
    ("d.tif", [0x49, 0x49, 42, 0, 8, 0, 0, 0], "a TIFF picture"), ("e.TIFF", [0x4D, 0x4D, 0, 42], "a TIFF picture"),
    ("f.jpg", [0, 0, 0, 24] + Array("ftypheic".utf8), "an HEIC picture"),
    ("g.png", [0, 0, 0, 24] + Array("ftypavif".utf8), "an AVIF picture"),
    ("h.svg", Array("<?xml version=\"1.0\"?>\n<svg xmlns=".utf8), "an SVG drawing"),
    ("i.txt", Array("label round".utf8), "text that begins with \"label round\""), ("j.png", [], "an empty file"),
    ("k.ppm", Array("P6 4 4 255\n".utf8), "a PNM picture"), ("l.jpg", Array("<html>gone".utf8), "an HTML page"),
  ]

  @Test(arguments: kinds) func aFileIsCalledWhatItIs(name: String, bytes: [UInt8], what: String) async throws {
    try folder.write(bytes, to: "round/\(name)")
    #expect(
      try await error().hasPrefix("\(folder.path)/round/\(name): expected a PNG or JPEG picture, found \(what);"))
    #expect(try await error().hasSuffix("or pass it over with --skip-unreadable"))
  }

  @Test func allAreNamedAtOnceUpToEight() async throws {
    for kind in Self.kinds.prefix(4) { try folder.write(kind.bytes, to: "round/\(kind.name)") }
    #expect(
      try await error()
        == "\(folder.path): expected PNG or JPEG pictures, found 4 files of 10 that cannot be read: round/a.jpg is a WebP picture, round/b.gif is a GIF picture, round/c.bmp is a BMP picture, round/d.tif is a TIFF picture; save them as PNG or JPEG, take them away, or pass them over with --skip-unreadable"
    )
    for kind in Self.kinds.dropFirst(4) { try folder.write(kind.bytes, to: "square/\(kind.name)") }
    let line = try await error()
    #expect(line.contains("12 files of 18") && line.contains("square/h.svg is an SVG drawing, and 4 more;"), "\(line)")
  }

  /// What is damaged behind its header is found when it is decoded, and named with the others; a folder is no picture.
  @Test func damagedFilesAndFoldersAreAmongThem() async throws {
    let whole = try Picture(height: 40, width: 60, shade: 7).pngBytes()
    try folder.write(Array(whole.dropLast(30)), to: "round/cut.png")
    try folder.write([1], to: "square/inner/x.png")
    let line = try await error()
    #expect(line.contains("round/cut.png is a file cut short") && line.contains("square/inner is a folder"), "\(line)")
    let dataset = try await load(skipping: true)
    // The damaged one does not say which size is the commonest.
    #expect(dataset.examples.features.shape == FeatureShape(height: 4, width: 6) && dataset.examples.count == 6)
  }

  @Test func theyArePassedOverWhenAskedAndCounted() async throws {
    let before = try await load()
    for kind in Self.kinds.prefix(2) { try folder.write(kind.bytes, to: "round/\(kind.name)") }
    let dataset = try await load(skipping: true)
    #expect(dataset.examples.count == 6 && dataset.trainingCount == 6 && dataset.examples.labels == [0, 0, 0, 1, 1, 1])
    #expect(
      dataset.notes == [
        "2 files of 8 that cannot be read were passed over (--skip-unreadable): round/a.jpg is a WebP picture, round/b.gif is a GIF picture."
      ])
    #expect(dataset.examples.features.bytes(ofRow: 2) == before.examples.features.bytes(ofRow: 2))
  }

  @Test func aClassOfWhichNothingIsReadIsSaid() async throws {
    try folder.write([], to: "triangle/x.png")
    let dataset = try await load(skipping: true)
    #expect(dataset.classNames == ["round", "square"])
    #expect(dataset.notes.last == "No file in the folder triangle can be read: it is no class.")
    let empty = try TemporaryFolder()
    for name in ["a", "b"] { try empty.write([1], to: "\(name)/x.png") }
    let source = try standardSource("images:\(empty.path)")
    let context = LoadContext(dataDirectories: [], cacheDirectory: "/nonexistent", skipsUnreadable: true)
    let error = await #expect(throws: DatasetError.self) { try await source.load(context) }
    #expect(error?.description.contains("2 files of 2 that cannot be read") == true)
  }

  @Test func heldOutRowsStayHeldOut() async throws {
    let parts = try TemporaryFolder()
    for part in ["train", "test"] {
      for name in ["a", "b"] {
        try parts.write(Picture(height: 2, width: 2, shade: 3).pngBytes(), to: "\(part)/\(name)/1.png")
        try parts.write([], to: "\(part)/\(name)/0.png")
      }
    }
    let context = LoadContext(dataDirectories: [], cacheDirectory: "/nonexistent", skipsUnreadable: true)
    let dataset = try await standardSource("images:\(parts.path)").load(context)
    #expect(dataset.trainingCount == 2 && dataset.examples.count == 4)
  }
}
