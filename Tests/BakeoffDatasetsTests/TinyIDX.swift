import BakeoffCore
import BakeoffDatasets
import BakeoffFiles
import Foundation

/// An IDX file of unsigned bytes.
func idx(_ sizes: [Int], _ values: [UInt8]) -> [UInt8] {
  [0, 0, 8, UInt8(sizes.count)] + sizes.flatMap { size in [24, 16, 8, 0].map { UInt8(size >> $0 & 255) } } + values
}

/// A data set of five images to train on and two to test on, each 3x2, of three classes.
enum TinyIDX {
  static let trainingPixels = (0..<30).map { UInt8($0 * 7) }
  static let testPixels = (0..<12).map { UInt8(255 - $0) }
  static let trainingLabels: [UInt8] = [2, 0, 1, 1, 2]
  static let testLabels: [UInt8] = [1, 0]

  /// The four files, decompressed.
  static let files: [String: [UInt8]] = [
    "a-images": idx([5, 3, 2], trainingPixels), "a-labels": idx([5], trainingLabels),
    "b-images": idx([2, 3, 2], testPixels), "b-labels": idx([2], testLabels),
  ]
  static let names = files.keys.sorted()
  static let mirrors = ["https://first.test/tiny/", "https://second.test/tiny/"]

  /// Where the files are on a mirror.
  static func published(on mirror: String) -> [String: [UInt8]] {
    Dictionary(uniqueKeysWithValues: files.map { ("\(mirror)\($0).gz", gzip($1)) })
  }

  static func source(
    _ files: [String: [UInt8]] = files, mirrors: [String] = mirrors, fetcher: any FileFetcher = NoNetwork()
  ) -> IDXDatasetSource {
    func file(_ name: String) -> IDXDatasetSource.File { .init(name, contentSHA256: sha256(files[name] ?? [])) }
    return source(mirrors: mirrors, fetcher: fetcher, file)
  }

  static func source(
    mirrors: [String] = mirrors, fetcher: any FileFetcher = NoNetwork(), _ file: (String) -> IDXDatasetSource.File
  ) -> IDXDatasetSource {
    IDXDatasetSource(
      card: DatasetCard(id: "tiny", title: "Tiny", summary: "seven rows", licence: "CC0"),
      classNames: ["ant", "bee", "cat"],
      files: .init(
        trainingImages: file("a-images"), trainingLabels: file("a-labels"), testImages: file("b-images"),
        testLabels: file("b-labels")),
      mirrors: mirrors, fetcher: fetcher)
  }

  /// A folder to be a data directory, with the four files in `tiny/` except for the `changed` ones; nil removes one.
  static func directory(_ changed: [String: [UInt8]?] = [:]) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for (name, bytes) in files.mapValues(Optional.some).merging(changed, uniquingKeysWith: { $1 }) {
      if let bytes { try folder.write(bytes, to: "tiny/\(name)") }
    }
    return folder
  }
}

/// A network that is down.
struct NoNetwork: FileFetcher {
  func fetch(
    _ address: String, receive: @escaping @Sendable (Data) throws -> Void,
    progress: @escaping @Sendable (Double?) -> Void
  ) async throws {
    throw FetchFailure("no route to host")
  }
}
