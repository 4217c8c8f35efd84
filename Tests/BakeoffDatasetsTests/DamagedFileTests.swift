import BakeoffCore
import BakeoffDatasets
import Foundation
import Testing

/// Whatever happens to a file's bytes, reading it gives a data set or a `DatasetError`, and never a trap.
struct DamagedFileTests {
  private let folder: TemporaryFolder
  private let context = LoadContext(dataDirectories: [], cacheDirectory: "/nonexistent", mayDownload: false)

  init() throws { folder = try TemporaryFolder() }

  /// Copies of `bytes` with a few bytes changed, and some with an end or a middle cut out.
  private func damaged(_ bytes: [UInt8], copies: Int) -> [[UInt8]] {
    var generator = SeededGenerator(seed: 7)
    return (0..<copies).map { copy in
      var result = bytes
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let special: [UInt8] = [0, 1, 0x7F, 0xFF, .random(in: 0...255, using: &generator)]
        result[.random(in: 0..<result.count, using: &generator)] = special[.random(in: 0..<5, using: &generator)]
      }
      if copy % 4 == 0 {
        let start = Int.random(in: 0..<result.count, using: &generator)
        result.removeSubrange(start..<Int.random(in: start...result.count, using: &generator))
      }
      return result
    }
  }

  private func loadAll(_ copies: [[UInt8]], as specifier: String) async throws {
    for bytes in copies {
      let path = try folder.write(bytes, to: "file")
      do {
        _ = try await standardSource("\(specifier):\(path)").load(context)
      } catch is DatasetError {
      }
    }
  }

  @Test func readsNumPyArchivesOrSaysWhyNot() async throws {
    for (_, bytes) in try NPYFixtures.load().npz {
      try await loadAll(damaged(Array(bytes), copies: 40), as: "npz")
    }
  }

  @Test func readsNumPyArraysOrSaysWhyNot() throws {
    for bytes in damaged(Array(try NPYFixtures.load().cube), copies: 400) {
      let path = try folder.write(bytes, to: "file")
      do {
        _ = try NPYArray(mapping: path).floats()
      } catch is DatasetError {
      }
    }
  }

  @Test func readsTablesOrSaysWhyNot() async throws {
    let table = Array("a,\"b, \"\"c\"\"\",kind\r\n1,-2.5e3,x\n\"3\",4,\"y\nz\"\n".utf8)
    try await loadAll(damaged(table, copies: 600), as: "csv")
  }

  @Test func readsIDXOrSaysWhyNot() async throws {
    for name in TinyIDX.names {
      let bytes = TinyIDX.files[name] ?? []
      for copy in damaged(bytes, copies: 100) + damaged(gzip(bytes), copies: 100) where !copy.isEmpty {
        var files = TinyIDX.files
        files[name] = copy
        let directory = try TinyIDX.directory(files.mapValues(Optional.some))
        // The checksum is that of the damaged file, so that only the structure is in question.
        let source = TinyIDX.source(files)
        do {
          _ = try await source.load(
            LoadContext(dataDirectories: [directory.path], cacheDirectory: "/nonexistent", mayDownload: false))
        } catch is DatasetError {
        }
      }
    }
  }
}
