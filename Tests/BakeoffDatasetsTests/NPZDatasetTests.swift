import BakeoffCore
import BakeoffDatasets
import BakeoffFiles
import Foundation
import Testing

struct NPZDatasetTests {
  private let archives: [String: Data]
  private let folder: TemporaryFolder

  init() throws {
    archives = try NPYFixtures.load().npz
    folder = try TemporaryFolder()
  }

  private func load(_ bytes: some Sequence<UInt8>) async throws -> Dataset {
    let path = try folder.write(Array(bytes), to: "data.npz")
    let source = try standardSource("npz:\(path)")
    return try await source.load(.init(dataDirectories: [], cacheDirectory: "/nonexistent"))
  }

  private func load(named name: String) async throws -> Dataset {
    try await load(try #require(archives[name]))
  }

  @Test(arguments: ["scikit-learn", "column labels", "float labels"])
  func readsFeaturesAndClasses(name: String) async throws {
    let dataset = try await load(named: name)
    #expect(dataset.examples.features.shape == FeatureShape(features: 4))
    #expect(dataset.examples.features.count == 5)
    #expect(dataset.examples.features.floats().first == -1)
    #expect(dataset.examples.labels == [2, 0, 1, 1, 2])
    #expect(dataset.classNames == ["0", "1", "2"])
    #expect(dataset.trainingCount == 5)
    #expect(dataset.provenance.sha256 == sha256(try #require(archives[name])))
  }

  @Test func readsClassesThatAreText() async throws {
    let dataset = try await load(named: "scikit-learn text")
    #expect(dataset.classNames == ["ant", "bee", "cat"])
    #expect(dataset.examples.labels == [2, 0, 1, 1, 2])
  }

  @Test func readsTrainingAndTestAsKerasWritesThem() async throws {
    let dataset = try await load(named: "Keras")
    #expect(dataset.trainingCount == 5)
    #expect(dataset.examples.labels == [2, 0, 1, 1, 2, 1, 0])
    #expect(dataset.examples.features.shape == FeatureShape(height: 3, width: 2))
    #expect(dataset.examples.features.bytes(ofRow: 1) == [6, 7, 8, 9, 10, 11])
    #expect(dataset.examples.features.bytes(ofRow: 5) == [100, 101, 102, 103, 104, 105])
  }

  @Test func whatIsNoNumberInATableIsMissing() async throws {
    let dataset = try await load(named: "not finite")
    #expect(dataset.examples.features.table != nil)
    #expect((0..<4).contains { column in dataset.examples.features.values(ofColumn: column).contains(where: \.isNaN) })
  }

  @Test func readsColourImages() async throws {
    let dataset = try await load(named: "colour")
    #expect(dataset.examples.features.shape == FeatureShape(height: 2, width: 2, channels: 3))
  }

  @Test(arguments: [
    ("no y", "expected arrays X and y, images and labels, or x_train and y_train, found X.npy"),
    ("short y", "entry y.npy: expected 5 labels, one a row of the features, found an array of shape 4"),
    ("fractions", "entry y.npy: expected whole numbers or text as classes"),
    ("text features", "entry X.npy: expected numbers in 2 to 4 dimensions, each at least 1, found text of shape 4x1"),
    ("objects", "entry y.npy, row 2: expected a class, found nothing"),
    ("flat", "entry X.npy: expected numbers in 2 to 4 dimensions, each at least 1, found numbers of shape 5"),
    ("other test shape", "entry x_test.npy: expected rows of 3x2, as in training, found rows of 2x2"),
    ("no rows", "entry X.npy: expected numbers in 2 to 4 dimensions, each at least 1, found numbers of shape 0x4"),
  ])
  func namesTheEntryThatIsWrong(name: String, message: String) async throws {
    #expect(try await error(try #require(archives[name])).contains(message))
  }

  private func error(_ bytes: some Sequence<UInt8>) async throws -> String {
    let error = try await #require(throws: DatasetError.self) { try await load(bytes) }
    guard case .malformed = error else { return "not malformed" }
    #expect(error.description.hasPrefix(folder.path + "/data.npz"))
    return error.description
  }

  @Test func refusesDamagedArchives() async throws {
    let stored = Array(try #require(archives["scikit-learn"]))
    let deflated = Array(try #require(archives["Keras"]))
    #expect(try await error([]).contains("expected a zip archive, found an empty file"))
    #expect(try await error(Array("<html>".utf8)).contains("expected a zip archive, found an HTML page"))
    #expect(try await error(stored.dropLast(30)).contains("cut off"))
    #expect(try await error(Array(stored[500...])).contains("expected a zip archive"))
    #expect(try await error([0x50, 0x4B] + stored[100...]).contains("expected an entry of the zip directory"))

    var content = stored
    content[200] ^= 1
    #expect(try await error(content).contains("entry X.npy: expected content with its CRC-32"))
    content = deflated
    content[70] ^= 0xFF
    #expect(try await error(content).contains("entry x_train.npy: expected"))
  }

  @Test func refusesWhatItCannotUnpack() async throws {
    let bytes = Array(try #require(archives["Keras"]))
    let directory = try #require(bytes.firstRange(of: [0x50, 0x4B, 1, 2])).lowerBound
    func changed(_ offset: Int, _ values: [UInt8]) -> [UInt8] {
      var copy = bytes
      copy.replaceSubrange(directory + offset..<directory + offset + values.count, with: values)
      return copy
    }
    #expect(try await error(changed(8, [1, 0])).contains("found encrypted content"))
    #expect(try await error(changed(10, [12, 0])).contains("found compression method 12"))
    #expect(try await error(changed(24, [0xFF, 0xFF, 0xFF, 0xFF])).contains("found a zip64 entry"))
    #expect(try await error(changed(24, [0xFF, 0xFF, 0xFF, 0x7F])).contains("expected content that fits"))
    #expect(try await error(changed(24, [5, 0, 0, 0])).contains("expected 5 bytes of content"))
    #expect(try await error(changed(20, [0xFF, 0xFF, 0xFF, 0])).contains("the end of the file before that"))
    #expect(try await error(changed(0, [0])).contains("expected an entry of the zip directory"))
  }

  @Test func needsAPath() async throws {
    #expect(throws: ConfigurationError.self) { try standardSource("npz") }
    #expect(throws: ConfigurationError.self) { try standardSource("npz:") }
  }
}
