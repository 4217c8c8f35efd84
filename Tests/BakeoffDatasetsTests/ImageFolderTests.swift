import BakeoffCore
import BakeoffDatasets
import Foundation
import Testing

struct ImageFolderTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func write(_ name: String, _ bytes: [UInt8], channels: Int = 1, width: Int = 2) throws {
    let height = bytes.count / channels / width
    let picture = Picture(height: height, width: width, channels: channels, bytes: bytes)
    try folder.write(picture.pngBytes(), to: name)
  }

  private func load(_ arguments: String = "") async throws -> Dataset {
    let source = try standardSource("images:\(folder.path)\(arguments)")
    return try await source.load(.init(dataDirectories: [], cacheDirectory: "/nonexistent"))
  }

  @Test func readsAFolderAClass() async throws {
    try write("cat/1.png", [1, 2, 3, 4, 5, 6])
    try write("ant/b.png", [7, 8, 9, 10, 11, 12])
    try write("ant/a.PNG", [13, 14, 15, 16, 17, 18])
    try folder.write([1], to: "README.txt")
    try folder.write([1], to: "cat/.DS_Store")
    let dataset = try await load()
    #expect(dataset.classNames == ["ant", "cat"])
    #expect(dataset.examples.labels == [0, 0, 1])
    #expect(dataset.examples.features.shape == FeatureShape(height: 3, width: 2))
    #expect(dataset.examples.features.bytes(ofRow: 0) == [13, 14, 15, 16, 17, 18])
    #expect(dataset.examples.features.bytes(ofRow: 2) == [1, 2, 3, 4, 5, 6])
    #expect(dataset.trainingCount == 3)
  }

  @Test func trainAndTestFoldersMakeAHoldOut() async throws {
    try write("train/1/x.png", [1, 2])
    try write("train/0/x.png", [3, 4])
    try write("test/1/x.png", [5, 6])
    let dataset = try await load()
    #expect(dataset.trainingCount == 2)
    #expect(dataset.examples.labels == [0, 1, 1])
    #expect(dataset.classNames == ["0", "1"])
  }

  @Test func theDigestFollowsPixelsAndClasses() async throws {
    try write("a/x.png", [1, 2])
    try write("b/x.png", [3, 4])
    let before = try await load().provenance.sha256
    #expect(try await load().provenance.sha256 == before)
    try write("b/x.png", [3, 5])
    #expect(try await load().provenance.sha256 != before)
  }

  @Test(arguments: ["", ",mode=grey", ",mode=colour"])
  func theDigestFollowsTheMode(mode: String) async throws {
    try write("a/x.png", [1, 2])
    try write("b/x.png", [3, 4])
    let (plain, same) = (try await load().provenance.sha256, try await load(mode).provenance.sha256)
    #expect((plain == same) == (mode != ",mode=colour"))
  }

  @Test func modeMakesGreyAndColourAlike() async throws {
    try write("a/x.png", [1, 2])
    try write("b/x.png", [9, 9, 9, 4, 4, 4], channels: 3)
    let error = await #expect(throws: DatasetError.self) { try await load() }
    #expect(
      error?.description.contains("b/x.png: expected 1x2x1 values, as in \(folder.path)/a/x.png, found 1x2x3") == true)
    #expect(try await load(",mode=grey").examples.features.bytes(ofRow: 1) == [9, 4])
    #expect(try await load(",mode=colour").examples.features.bytes(ofRow: 0) == [1, 1, 1, 2, 2, 2])
  }

  private func error() async throws -> String {
    let error = try await #require(throws: DatasetError.self) { try await load() }
    guard case .malformed = error else { return "not malformed" }
    return error.description
  }

  @Test func namesTheFileThatIsWrong() async throws {
    #expect(try await error().contains("expected a folder for each of at least two classes, found none"))
    try write("a/x.png", [1, 2])
    #expect(try await error().contains("at least two classes, found only a"))
    try write("b/x.png", [1, 2, 3, 4])
    #expect(try await error().contains("b/x.png: expected 1x2x1 values"))
    try folder.write(Array("no picture".utf8), to: "b/x.png")
    #expect(try await error().contains("\(folder.path)/b/x.png: expected a PNG file"))
    try folder.write([], to: "b/x.png")
    #expect(try await error().contains("b/x.png: expected a PNG file, found an empty file"))
    try FileManager.default.removeItem(atPath: folder.path + "/b/x.png")
    #expect(try await error().contains("/b: expected PNG pictures, found an empty folder"))
  }

  @Test func namesAFolderThatIsNotThere() async throws {
    let source = try standardSource("images:\(folder.path)/none")
    let error = await #expect(throws: DatasetError.self) {
      try await source.load(.init(dataDirectories: [], cacheDirectory: "/nonexistent"))
    }
    #expect(error?.description.contains("/none: expected a readable folder, found No such file or directory") == true)
    #expect(throws: ConfigurationError.self) { try standardSource("images") }
    #expect(throws: ConfigurationError.self) { try standardSource("images:a,mode=blue") }
  }
}
