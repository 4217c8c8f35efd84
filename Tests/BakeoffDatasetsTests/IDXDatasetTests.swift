import BakeoffCore
import BakeoffDatasets
import BakeoffFiles
import Foundation
import Testing

/// Reading what is right.
struct IDXDatasetTests {
  private func context(_ folders: TemporaryFolder..., cache: String = "/nonexistent") -> LoadContext {
    LoadContext(dataDirectories: folders.map(\.path), cacheDirectory: cache, mayDownload: false)
  }

  @Test(arguments: [false, true])
  func readsPlainAndGzip(compressed: Bool) async throws {
    let folder = try TemporaryFolder()
    for (name, bytes) in TinyIDX.files {
      try folder.write(compressed ? gzip(bytes) : bytes, to: "tiny/\(name)\(compressed ? ".gz" : "")")
    }
    let dataset = try await TinyIDX.source().load(context(folder))
    #expect(dataset.name == "tiny")
    #expect(dataset.trainingCount == 5)
    #expect(dataset.examples.features.shape == FeatureShape(height: 3, width: 2))
    #expect(dataset.examples.features.buffer.element == .byte)
    #expect(dataset.examples.labels == (TinyIDX.trainingLabels + TinyIDX.testLabels).map(Int.init))
    #expect(dataset.examples.features.bytes(ofRow: 1) == Array(TinyIDX.trainingPixels[6..<12]))
    #expect(dataset.examples.features.bytes(ofRow: 6) == Array(TinyIDX.testPixels[6..<12]))
    #expect(dataset.classNames == ["ant", "bee", "cat"])
    let digests = TinyIDX.names.compactMap { TinyIDX.files[$0] }.map { sha256($0) }
    #expect(dataset.provenance.sha256 == sha256(digests.joined().utf8))
  }

  @Test func theFirstBytesTellGzipAndNotTheName() async throws {
    let folder = try TinyIDX.directory(["a-images": nil, "b-labels": gzip(TinyIDX.files["b-labels"] ?? [])])
    try folder.write(TinyIDX.files["a-images"] ?? [], to: "tiny/a-images.gz")
    #expect(try await TinyIDX.source().load(context(folder)).examples.count == 7)
  }

  @Test func readsGzipOfSeveralMembers() async throws {
    let bytes = TinyIDX.files["a-images"] ?? []
    let folder = try TinyIDX.directory(["a-images": gzip(Array(bytes[..<20])) + gzip(Array(bytes[20...]))])
    #expect(try await TinyIDX.source().load(context(folder)).examples.count == 7)
  }

  @Test func takesTheFirstDirectoryThatHasTheDataSet() async throws {
    let other = try TemporaryFolder()
    let folder = try TinyIDX.directory()
    let dataset = try await TinyIDX.source().load(context(other, folder))
    #expect(dataset.provenance.source == folder.path + "/tiny")
  }

  @Test func verifiesPublishedGzipFiles() async throws {
    let folder = try TemporaryFolder()
    let published = TinyIDX.files.mapValues(gzip)
    for (name, bytes) in published { try folder.write(bytes, to: "tiny/\(name).gz") }
    let source = TinyIDX.source { .init($0, gzipSHA256: sha256(published[$0] ?? [])) }
    #expect(try await source.load(context(folder)).examples.count == 7)

    try folder.write(TinyIDX.files["a-images"] ?? [], to: "tiny/a-images.gz")
    let error = await #expect(throws: DatasetError.self) { try await source.load(context(folder)) }
    #expect(error?.description.contains("expected the published gzip file with SHA-256") == true)
  }

  @Test func knowsTheStandardVectorsOfSHA256() {
    // FIPS 180-4 examples, from NIST's "Cryptographic Standards and Guidelines, example values".
    #expect(sha256("abc".utf8) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(sha256([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
  }
}

/// The real files, where they are at hand.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["BAKEOFF_DATA_DIR"] != nil))
struct MNISTTests {
  @Test func readsMNIST() async throws {
    let directory = ProcessInfo.processInfo.environment["BAKEOFF_DATA_DIR"] ?? ""
    let dataset = try await IDXDatasetSource.mnist.load(
      LoadContext(dataDirectories: [directory], cacheDirectory: "/nonexistent", mayDownload: false))
    #expect(dataset.trainingCount == 60_000)
    #expect(dataset.examples.features.shape == FeatureShape(height: 28, width: 28))
    let training = dataset.examples.selecting(dataset.trainingRows)
    let test = dataset.examples.selecting(dataset.testRows)
    #expect(training.classCounts == [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949])
    #expect(test.classCounts == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009])
  }
}
