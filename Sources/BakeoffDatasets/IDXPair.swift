import BakeoffCore

/// Images and their labels in two IDX files whose headers agree.
struct IDXPair {
  private let images: IDXReader
  private let labels: IDXReader
  private let labelsFile: InputFile

  /// Reads both headers. Throws `DatasetError.malformed` where one is not what it should be, or the counts differ.
  init(images imagesFile: InputFile, labels labelsFile: InputFile) throws {
    images = try IDXReader(imagesFile, dimensions: 3)
    labels = try IDXReader(labelsFile, dimensions: 1)
    self.labelsFile = labelsFile
    guard images.sizes[0] == labels.count else {
      throw labelsFile.malformed(
        expected: "\(images.sizes[0]) labels, one for each image in \(imagesFile.name)", found: "\(labels.count)")
    }
  }

  /// The number of images.
  var count: Int { images.sizes[0] }
  /// The shape of one image.
  var shape: FeatureShape { FeatureShape(height: images.sizes[1], width: images.sizes[2]) }

  /// To be called once: writes the pixels (count x shape.count bytes) to `pixels`, and returns the labels,
  /// 0..<classCount, and the SHA-256 of the content of each file. Throws `DatasetError.malformed`.
  func read(
    into pixels: Slice<UnsafeMutableRawBufferPointer>, classCount: Int, _ imagesEntry: IDXDatasetSource.File,
    _ labelsEntry: IDXDatasetSource.File
  ) throws -> (labels: [Int], digests: [String]) {
    let imagesDigest = try images.read(
      into: UnsafeMutableRawBufferPointer(rebasing: pixels), checksum: imagesEntry.checksum)
    var values = [UInt8](repeating: 0, count: labels.count)
    let labelsDigest = try values.withUnsafeMutableBytes { bytes in
      try labels.read(into: bytes, checksum: labelsEntry.checksum) { values in
        guard let row = values.firstIndex(where: { $0 >= classCount }) else { return }
        throw labelsFile.malformed(
          "label \(row)", expected: "a class in 0...\(classCount - 1)", found: "\(values[row])")
      }
    }
    return (values.map(Int.init), [imagesDigest, labelsDigest])
  }
}
