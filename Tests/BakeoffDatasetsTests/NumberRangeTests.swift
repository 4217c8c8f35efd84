import BakeoffCore
import BakeoffDatasets
import Foundation
import Testing

/// Numbers, labels and advice of sparse files and archives.
struct NumberRangeTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func load(_ text: String) async throws -> Dataset {
    let path = try folder.write(Array(text.utf8), to: "t.svm")
    return try await standardSource("libsvm:\(path)").load(.init(dataDirectories: [], cacheDirectory: "/nonexistent"))
  }

  @Test(arguments: [
    ("1:1.5e308", "found \"1:1.5e308\", which is larger; divide column 1 by a power of ten"),
    ("1:-1e39", "numbers up to 3.4e38"),
    ("1:1e999", "numbers up to 3.4e38"), ("1:inf", "expected a finite number after the colon, found \"1:inf\""),
    ("1:nan", "a finite number after the colon"), ("1:x", "a number after the colon"),
    ("0:1 0:2", "larger than the one before"),
  ])
  func sayWhatIsWrongWithANumber(pair: String, message: String) async throws {
    let error = try await #require(throws: DatasetError.self) { try await load("1 1:2\n0 \(pair)\n") }
    #expect(error.description.contains("t.svm:2: ") && error.description.contains(message), "\(error)")
  }

  @Test func largeWholeNumbersAreKept() async throws {
    let dataset = try await load("1 1:1700000001 2:0.1\n0 1:1700000002\n")
    #expect(dataset.examples.features.values(ofColumn: 0) == [1_700_000_001, 1_700_000_002])
    let plain = try await load("1 1:17 2:0.1\n0 1:18\n")
    #expect(plain.examples.features.buffer.element == .float)
  }

  @Test func oneClassHasOneName() async throws {
    let dataset = try await load("1 1:1\n1.0 1:2\n-1 1:3\n1 1:4\n-1.0 1:5\n")
    #expect(dataset.classNames.count == 2 && dataset.examples.labels == [1, 1, 0, 1, 0])
    #expect(!dataset.notes.contains { $0.contains("look alike") })
  }

  /// What is said to do is not what was done.
  @Test(arguments: [
    ("no y", "write it with numpy.savez(FILE, X=features, y=classes)"), ("short y", "save one label for each row"),
    ("fractions", "bin them into a few classes"), ("text features", "encode the words as numbers"),
    ("objects", "leave such rows out"), ("flat", "X.reshape(len(X), -1)"),
    ("other test shape", "give both the same columns"), ("no rows", "put rows into it"),
  ])
  func archivesAreToldWhatHelps(name: String, advice: String) async throws {
    let bytes = try #require(try NPYFixtures.load().npz[name])
    let path = try folder.write(Array(bytes), to: "t.npz")
    let error = try await #require(throws: DatasetError.self) {
      try await standardSource("npz:\(path)").load(.init(dataDirectories: [], cacheDirectory: "/nonexistent"))
    }
    #expect(error.description.contains(advice), "\(error)")
    #expect(name == "no y" || !error.description.contains("numpy.savez"))
  }
}
