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

  @Test func greyAmongColourBecomesColourAndIsSaid() async throws {
    try write("a/x.png", [1, 2])
    try write("b/x.png", [9, 9, 9, 4, 4, 4], channels: 3)
    let mixed = try await load()
    #expect(mixed.examples.features.bytes(ofRow: 0) == [1, 1, 1, 2, 2, 2])
    #expect(mixed.notes == ["1 grey picture among coloured ones got three equal channels; mode=grey makes all grey."])
    let grey = try await load(",mode=grey")
    #expect(grey.examples.features.bytes(ofRow: 1) == [9, 4] && grey.notes.isEmpty)
    #expect(try await load(",mode=colour").examples.features.bytes(ofRow: 0) == [1, 1, 1, 2, 2, 2])
  }

  @Test func otherSizesAreBroughtToTheCommonestAndSaid() async throws {
    try write("a/x.png", [10, 20, 30, 40])
    try write("a/y.png", [10, 10, 20, 20, 10, 10, 20, 20, 30, 30, 40, 40, 30, 30, 40, 40], width: 4)
    try write("b/x.png", [1, 2, 3, 4])
    let dataset = try await load()
    #expect(dataset.examples.features.shape == FeatureShape(height: 2, width: 2))
    #expect(dataset.examples.features.bytes(ofRow: 1) == [10, 20, 30, 40])
    #expect(
      dataset.notes == [
        "1 picture of another size was resized to 2x2, the commonest size; size=HEIGHTxWIDTH says another."
      ])
    #expect(try await load(",size=4x4").examples.features.bytes(ofRow: 0)?.prefix(4) == [10, 10, 20, 20])
  }

  @Test func readsJPEG() async throws {
    let jpeg = try #require(
      Data(
        base64Encoded:
          "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAIBAQEBAQIBAQECAgICAgQDAgICAgUEBAMEBgUGBgYFBgYGBwkIBgcJBwYGCAsICQoKCgoKBggLDAsKDAkKCgr/wAALCAAIAAgBAREA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/9oACAEBAAA/AP0gr//Z"
      ))
    try folder.write(Array(jpeg), to: "a/x.jpg")
    try write("b/x.png", Array(repeating: 100, count: 64), width: 8)
    let dataset = try await load()
    #expect(dataset.examples.features.shape == FeatureShape(height: 8, width: 8))
    #expect(dataset.examples.features.bytes(ofRow: 0) == Array(repeating: 200, count: 64))
    try folder.write(Array(jpeg.prefix(jpeg.count - 20)), to: "a/x.jpg")
    #expect(try await error().contains("a/x.jpg: expected a whole JPEG picture, found one that cannot be decoded"))
  }

  @Test(arguments: [["train", "val"], ["training", "validation"], ["train", "test"]])
  func trainAndWhateverElseMakeAHoldOut(parts: [String]) async throws {
    for part in parts {
      for (index, name) in ["a", "b"].enumerated() { try write("\(part)/\(name)/x.png", [1, UInt8(index)]) }
    }
    let dataset = try await load()
    #expect(dataset.trainingCount == 2 && dataset.examples.count == 4)
    #expect(dataset.notes == ["\(parts[0]) is the rows to train on, \(parts[1]) is the fixed hold-out."])
  }

  @Test func whatSystemsLeaveBehindIsPassedOver() async throws {
    try write("a/x.png", [1, 2])
    try write("b/x.png", [3, 4])
    try folder.write([1], to: "a/Thumbs.db")
    try folder.write([1], to: "b/desktop.ini")
    try folder.write([1], to: "__MACOSX/a/._x.png")
    let dataset = try await load()
    #expect(dataset.classNames == ["a", "b"] && dataset.examples.count == 2)
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
    try folder.write(Array("no picture".utf8), to: "b/x.png")
    #expect(
      try await error().contains("\(folder.path)/b/x.png: expected a PNG or JPEG picture, found text that begins with"))
    try folder.write([], to: "b/x.png")
    #expect(try await error().contains("b/x.png: expected a PNG or JPEG picture, found an empty file"))
    try FileManager.default.removeItem(atPath: folder.path + "/b/x.png")
    #expect(try await error().contains("/b: expected PNG or JPEG pictures, found an empty folder"))
  }

  @Test func namesAFolderThatIsNotThere() async throws {
    let source = try standardSource("images:\(folder.path)/none")
    let error = await #expect(throws: DatasetError.self) {
      try await source.load(.init(dataDirectories: [], cacheDirectory: "/nonexistent"))
    }
    #expect(error?.description.contains("/none is unavailable (tried opening the folder: No such file") == true)
    #expect(throws: ConfigurationError.self) { try standardSource("images") }
    #expect(throws: ConfigurationError.self) { try standardSource("images:a,mode=blue") }
  }
}
