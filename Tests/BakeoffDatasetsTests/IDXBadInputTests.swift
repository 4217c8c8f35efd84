import BakeoffCore
import BakeoffDatasets
import BakeoffFiles
import Foundation
import Testing

/// Files that are there but bad: each is one line that names the file, what was expected, what was found, what to do.
struct IDXBadInputTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let title: String
    let file: String
    let bytes: [UInt8]?
    let expected: String
    let found: String
    var testDescription: String { title }
  }

  private static let images = TinyIDX.files["a-images"] ?? []
  private static let labels = TinyIDX.files["a-labels"] ?? []
  private static let html = Array("\n<!DOCTYPE html><title>Sorry</title>".utf8)
  private static let threeDimensions = "an IDX file of unsigned bytes with 3 dimensions"

  private static func damaged(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for index in bytes.count / 2..<bytes.count / 2 + 4 { bytes[index] ^= 0xFF }
    return bytes
  }

  private static func truncatedGzip(keeping share: Double) -> [UInt8] {
    let bytes = gzip(idx([5, 3, 2], (0..<30).map { UInt8(truncatingIfNeeded: $0 * $0 * 31) }))
    return Array(bytes.prefix(Int(Double(bytes.count) * share)))
  }

  static let cases: [Case] = [
    Case(title: "empty", file: "a-images", bytes: [], expected: threeDimensions, found: "an empty file"),
    Case(title: "HTML page", file: "a-images", bytes: html, expected: threeDimensions, found: "an HTML page"),
    Case(title: "gzip of HTML", file: "a-images", bytes: gzip(html), expected: threeDimensions, found: "an HTML page"),
    Case(
      title: "other magic", file: "a-images", bytes: [9, 9, 9, 9] + images, expected: threeDimensions,
      found: "bytes that begin with 09 09 09 09"),
    Case(
      title: "floats", file: "a-images", bytes: [0, 0, 0x0D, 3] + images[4...], expected: threeDimensions,
      found: "type byte 13 and 3 dimensions"),
    Case(
      title: "labels for images", file: "a-images", bytes: labels, expected: threeDimensions,
      found: "type byte 8 and 1 dimension"),
    Case(
      title: "header cut off", file: "a-images", bytes: Array(images[..<10]), expected: "a header of 16 bytes",
      found: "only 10 bytes"),
    Case(
      title: "no images", file: "a-images", bytes: idx([0, 3, 2], []), expected: "at least 1 in each dimension",
      found: "the sizes 0x3x2"),
    Case(
      title: "absurd sizes", file: "a-images", bytes: idx([0xFFFF_FFFF, 0xFFFF_FFFF, 0xFFFF_FFFF], [1]),
      expected: "4294967295x4294967295x4294967295 values", found: "a file of 17 bytes, too small"),
    Case(
      title: "large sizes in gzip", file: "a-images", bytes: gzip(idx([60_000, 28, 28], [1])),
      expected: "60000x28x28 values", found: "too small to hold them"),
    Case(
      title: "truncated", file: "a-images", bytes: Array(images.dropLast()), expected: "5x3x2 values",
      found: "a file of 45 bytes"),
    Case(
      title: "truncated before gzip", file: "a-images", bytes: gzip(Array(images.dropLast())), expected: "30 values",
      found: "only 29"),
    Case(
      title: "gzip truncated", file: "a-images", bytes: truncatedGzip(keeping: 0.7), expected: "a whole gzip stream",
      found: "one that is cut off at byte"),
    Case(
      title: "gzip without its checksum", file: "a-images", bytes: gzip(images).dropLast(4),
      expected: "a whole gzip stream", found: "one that is cut off"),
    Case(
      title: "gzip damaged", file: "a-images", bytes: damaged(gzip(images)), expected: "an intact gzip stream",
      found: "damage near byte"),
    Case(
      title: "garbage after", file: "a-images", bytes: images + [1, 2, 3], expected: "30 values",
      found: "more after them"),
    Case(
      title: "garbage after gzip", file: "a-images", bytes: gzip(images) + [1, 2, 3],
      expected: "gzip and nothing after it", found: "3 bytes after its end"),
    Case(
      title: "another pixel", file: "a-images", bytes: images.dropLast() + [0], expected: "content with SHA-256",
      found: sha256(images.dropLast() + [0])),
    Case(
      title: "fewer labels", file: "a-labels", bytes: idx([4], [0, 1, 2, 0]),
      expected: "5 labels, one for each image in",
      found: "4"),
    Case(
      title: "label out of range", file: "a-labels", bytes: idx([5], [0, 1, 2, 3, 0]), expected: "a class in 0...2",
      found: "3"),
    Case(
      title: "other size in test", file: "b-images", bytes: idx([2, 2, 3], TinyIDX.testPixels),
      expected: "images of 3x2x1, as in training", found: "2x3x1"),
    Case(title: "missing", file: "b-labels", bytes: nil, expected: "one of the four files of tiny", found: "no file"),
  ]

  @Test(arguments: cases)
  func namesFileExpectedFoundAndRemedy(_ bad: Case) async throws {
    let folder = try TinyIDX.directory([bad.file: bad.bytes])
    let context = LoadContext(dataDirectories: [folder.path], cacheDirectory: folder.path + "/cache")
    let error = try await #require(throws: DatasetError.self) { try await TinyIDX.source().load(context) }
    guard case .malformed(let place, let expected, let found, let remedy) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(place.hasPrefix("\(folder.path)/tiny/\(bad.file)"))
    #expect(expected.contains(bad.expected))
    #expect(found.contains(bad.found))
    #expect(remedy.contains("replace it"))
    #expect(!error.description.contains("\n"))
  }

  @Test func aBadDirectoryIsNotSkippedForAGoodOne() async throws {
    let bad = try TinyIDX.directory(["a-images": [1]])
    let good = try TinyIDX.directory()
    let context = LoadContext(dataDirectories: [bad.path, good.path], cacheDirectory: good.path, mayDownload: false)
    await #expect(throws: DatasetError.self) { try await TinyIDX.source().load(context) }
  }

  private func error(dataDirectory: String) async throws -> String {
    let context = LoadContext(dataDirectories: [dataDirectory], cacheDirectory: "/nonexistent", mayDownload: false)
    let error = try await #require(throws: DatasetError.self) { try await TinyIDX.source().load(context) }
    guard case .malformed = error else { return "not malformed" }
    return error.description
  }

  @Test func namesFoldersThatCannotBeRead() async throws {
    let folder = try TemporaryFolder()
    let file = try folder.write([1], to: "file")
    try folder.write([1], to: "as-file/tiny")
    #expect(
      try await error(dataDirectory: folder.path + "/none").contains("/none: expected a readable folder, found no"))
    #expect(try await error(dataDirectory: file).contains("file: expected a data directory"))
    #expect(try await error(dataDirectory: folder.path + "/as-file").contains("tiny: expected a readable folder"))
  }

  @Test func namesAFolderWhereAFileShouldBe() async throws {
    let folder = try TinyIDX.directory(["a-labels": nil])
    try folder.write([1], to: "tiny/a-labels/x")
    #expect(try await error(dataDirectory: folder.path).contains("a-labels: expected a file, found a folder"))
  }

  @Test(.enabled(if: geteuid() != 0, "root may read everything"))
  func namesFilesThatMayNotBeRead() async throws {
    let folder = try TinyIDX.directory()
    chmod(folder.path + "/tiny/a-labels", 0)
    #expect(try await error(dataDirectory: folder.path).contains("expected a readable file, found Permission denied"))
    chmod(folder.path + "/tiny", 0)
    defer { chmod(folder.path + "/tiny", 0o755) }
    #expect(try await error(dataDirectory: folder.path).contains("expected a readable folder, found"))
  }
}
