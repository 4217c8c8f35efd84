import BakeoffCore
import BakeoffFiles

/// An IDX file of unsigned bytes, plain or gzip: the format of MNIST.
///
/// Header: two zero bytes, a type byte (0x08 = unsigned byte), a dimension count, then one big-endian 32-bit size a
/// dimension; the values follow, row-major (LeCun, "The MNIST database of handwritten digits").
struct IDXReader {
  /// The checksum a file has to have, in lower-case hexadecimal.
  enum Checksum: Hashable, Sendable {
    /// SHA-256 of the decompressed file; any gzip of it will do.
    case content(String)
    /// SHA-256 of the gzip file as its authors published it.
    case gzip(String)
  }

  /// The size of each dimension.
  let sizes: [Int]
  private let header: [UInt8]
  private let content: ContentReader

  /// Values in the file.
  var count: Int { sizes.reduce(1, *) }

  /// Reads the header of a file that has to have `dimensions` dimensions. Throws `DatasetError.malformed` where it is
  /// not such a file or too small for the sizes it claims, before anything of those sizes is allocated.
  init(_ file: InputFile, dimensions: Int) throws {
    let expected = "an IDX file of unsigned bytes with \(dimensions) dimension\(dimensions == 1 ? "" : "s")"
    let reader = try ContentReader(file, expected: expected)
    var header = [UInt8](repeating: 0, count: 4 + 4 * dimensions)
    let got = try header.withUnsafeMutableBytes { try reader.read(into: $0) }
    guard header.prefix(got).starts(with: [0, 0, 8, UInt8(dimensions)]) else {
      throw file.malformed(expected: expected, found: Self.description(header.prefix(got)))
    }
    guard got == header.count else {
      throw file.malformed(expected: "a header of \(header.count) bytes", found: "only \(got) bytes")
    }
    sizes = stride(from: 4, to: header.count, by: 4).map { offset in
      (0..<4).reduce(0) { $0 << 8 | Int(header[offset + $1]) }
    }
    content = reader
    try Self.check(sizes, of: content, headerCount: header.count)
    self.header = header
  }

  /// To be called once: fills `output` (as large as `count`) with the values; `accept` may refuse them before the
  /// checksum does. Throws `DatasetError.malformed` unless the file ends there and its checksum agrees. Returns the
  /// SHA-256 of the content.
  func read(
    into output: UnsafeMutableRawBufferPointer, checksum: Checksum,
    accept: (UnsafeRawBufferPointer) throws -> Void = { _ in }
  ) throws -> String {
    precondition(output.count == count, "the output is as large as the values")
    let got = try content.read(into: output)
    guard got == count else {
      throw content.file.malformed(expected: "\(count) values, as its header says", found: "only \(got)")
    }
    var byte: UInt8 = 0
    guard try withUnsafeMutableBytes(of: &byte, { try content.read(into: $0) }) == 0 else {
      throw content.file.malformed(expected: "\(count) values, as its header says", found: "more after them")
    }
    try accept(UnsafeRawBufferPointer(output))
    var hash = SHA256Hash()
    header.withUnsafeBytes { hash.update($0) }
    hash.update(UnsafeRawBufferPointer(output))
    let digest = hash.hexadecimal()
    try Self.compare(checksum, content: digest, of: content)
    return digest
  }

  private static func check(_ sizes: [Int], of content: ContentReader, headerCount: Int) throws {
    let file = content.file
    guard sizes.allSatisfy({ $0 > 0 }) else {
      throw file.malformed(expected: "at least 1 in each dimension", found: "the sizes \(title(sizes))")
    }
    let (count, overflow) = sizes.reduce((1, false)) { product, size in
      let (value, overflow) = product.0.multipliedReportingOverflow(by: size)
      return (value, product.1 || overflow)
    }
    guard !overflow, count <= content.largestContent - headerCount else {
      throw file.malformed(
        expected: "\(title(sizes)) values, as its header says",
        found: "a file of \(content.stored.count) bytes, too small to hold them")
    }
    let limit = content.isPacked ? InputFile.unpackLimit(packed: content.stored.count) : .max
    guard count <= limit else { throw file.unpacksToTooMuch(limit: limit) }
  }

  private static func compare(_ checksum: Checksum, content digest: String, of content: ContentReader) throws {
    switch checksum {
    case .content(let expected):
      guard digest == expected else {
        throw content.file.malformed(expected: "content with SHA-256 \(expected)", found: digest)
      }
    case .gzip(let expected):
      let digest = sha256(content.stored)
      guard digest == expected else {
        throw content.file.malformed(expected: "the published gzip file with SHA-256 \(expected)", found: digest)
      }
    }
  }

  private static func title(_ sizes: [Int]) -> String { sizes.map(String.init).joined(separator: "x") }

  private static func description(_ start: ArraySlice<UInt8>) -> String {
    let known = start.count >= 4 && start[0] == 0 && start[1] == 0
    guard known else { return contentDescription(start) }
    return "type byte \(start[2]) and \(start[3]) dimension\(start[3] == 1 ? "" : "s")"
  }
}

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
