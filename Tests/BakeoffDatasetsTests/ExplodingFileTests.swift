import BakeoffCore
import BakeoffDatasets
import CZlib
import Foundation
import Testing

/// Small files that ask for a lot of memory or time: each is refused, in one line.
@Suite(.timeLimit(.minutes(2))) struct ExplodingFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func load(_ bytes: [UInt8], as name: String, kind: String) async throws -> Dataset {
    let path = try folder.write(bytes, to: name)
    return try await standardSource("\(kind):\(path)").load(
      .init(dataDirectories: [], cacheDirectory: "/nonexistent"))
  }

  private func expectRefusal(_ bytes: [UInt8], as name: String, kind: String, saying words: String) async throws {
    let error = await #expect(throws: DatasetError.self) { try await load(bytes, as: name, kind: kind) }
    let line = error.map { "\($0)" } ?? ""
    #expect(line.contains(words) && !line.contains("\n"), "\(line)")
  }

  @Test func whatUnpacksToAThousandTimesItsSizeIsRefused() async throws {
    let zeros = [UInt8](repeating: 0x30, count: (256 << 20) + 1)
    let packed = gzip(zeros)
    #expect(packed.count < 1_000_000)
    try await expectRefusal(packed, as: "zeros.csv.gz", kind: "csv", saying: "unpacked, for a packed file of this size")
    // The same as an archive of NumPy: a header of 128 bytes, then values.
    let header =
      Array("\u{1}\u{0}".utf8) + [118, 0]
      + Array(
        "{'descr': '|u1', 'fortran_order': False, 'shape': (134217728, 2), }".padding(
          toLength: 117, withPad: " ", startingAt: 0
        ).utf8) + [0x0A]
    let array = [0x93] + Array("NUMPY".utf8) + header + [UInt8](repeating: 0, count: 134_217_728 * 2)
    let archive = zip([("X.npy", array), ("y.npy", array)])
    try await expectRefusal(archive, as: "zeros.npz", kind: "npz", saying: "unpacked, for a packed file of this size")
  }

  @Test func aLineWithoutEndIsRefused() async throws {
    let line = Array(repeating: [UInt8](arrayLiteral: 0x31, 0x2C), count: (1 << 20) + 10).flatMap(\.self)
    try await expectRefusal(line, as: "line.csv", kind: "csv", saying: "at most 1,048,576 fields in a line")
  }

  @Test func anIndexFarOffIsRefused() async throws {
    let text = "1 2000000000:1\n2 1:1\n"
    try await expectRefusal(Array(text.utf8), as: "far.libsvm", kind: "libsvm", saying: "with the zeros written out")
  }

  /// Found by libFuzzer: 35 bytes that took 300 MB and half a second.
  @Test func aJPEGTooSmallForItsPixelsIsRefused() throws {
    let file: [UInt8] = [
      0xFF, 0xD8, 0xFF, 0xC2, 0x00, 0x11, 0x08, 0x53, 0x65, 0x11, 0x08, 0x03, 0x01, 0x22, 0x00, 0x02, 0x11, 0x4E, 0x03,
      0x11, 0x01, 0xFF, 0xDA, 0x00, 0x0C, 0x03, 0x01, 0x00, 0x02, 0x10, 0x03, 0x7E, 0x00, 0x8E, 0xFF,
    ]
    let error = #expect(throws: DatasetError.self) { try Picture(encoded: file, place: "p.jpg") }
    #expect(error.map { "\($0)" }?.contains("a file too small for its 4360 x 21349 pixels") == true)
  }

  @Test(arguments: [
    "(1152921504606846976,)", "(1152921504606846976, 0)", "(4294967296, 4294967296, 4294967296)",
    "(99999999999999999999,)",
  ])
  func anArrayThatPromisesMoreThanThereIsIsRefused(shape: String) async throws {
    let text = "{'descr': '<f4', 'fortran_order': False, 'shape': \(shape), }".padding(
      toLength: 117, withPad: " ", startingAt: 0)
    let array = [0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0] + Array(text.utf8) + [0x0A, 1, 2, 3, 4]
    try await expectRefusal(zip([("X.npy", array), ("y.npy", array)]), as: "a.npz", kind: "npz", saying: "expected")
  }

  // MARK: Pictures

  private func refusePicture(_ bytes: [UInt8], saying words: String) {
    let error = #expect(throws: DatasetError.self) { try Picture(encoded: bytes, place: "p.png") }
    #expect(error.map { "\($0)" }?.contains(words) == true, "\(String(describing: error))")
  }

  @Test func aChunkThatAnnouncesGigabytesIsNotBelieved() {
    let text =
      png([("IHDR", ihdr(width: 4, height: 4))]) + [0x7F, 0xFF, 0xFF, 0xFF] + Array("tEXtxxxxxxxxxxxxxxxx".utf8)
    refusePicture(text, saying: "cut short")
  }

  @Test func manyPixelsInFewBytesAreRefused() {
    let bytes = png([
      ("IHDR", ihdr(width: 9000, height: 9000)), ("IDAT", [0x78, 0x9C, 3, 0, 0, 0, 0, 1]), ("IEND", []),
    ])
    refusePicture(bytes, saying: "too small for its 9000 x 9000 pixels")
  }

  @Test func chunksThatMakeNoDifferenceAreLeftAlone() throws {
    let plain = try png([("IHDR", ihdr(width: 2, height: 1)), ("IDAT", zlib([0, 64, 192])), ("IEND", [])])
    // Chromaticities of nothing, which libpng reckons with for minutes, a damaged profile, and a text.
    let odd: [(String, [UInt8])] = [
      ("cHRM", [UInt8](repeating: 0, count: 28) + [0, 0, 0xA0, 0xE6]), ("iCCP", Array("x".utf8) + [0, 0, 1, 2, 3]),
      ("zTXt", Array("k".utf8) + [0, 0] + (try zlib([UInt8](repeating: 0x61, count: 1 << 20)))),
    ]
    let decorated = try png(
      [("IHDR", ihdr(width: 2, height: 1))] + odd + [("IDAT", zlib([0, 64, 192])), ("IEND", [])])
    #expect(try Picture(encoded: decorated, place: "d").bytes == Picture(encoded: plain, place: "p").bytes)
    #expect(try Picture(encoded: plain, place: "p").bytes == [64, 192])
  }

  /// A PNG file of these chunks.
  private func png(_ chunks: [(String, [UInt8])]) -> [UInt8] {
    [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
      + chunks.flatMap { type, body -> [UInt8] in
        let content = Array(type.utf8) + body
        return bigEndian(body.count) + content + bigEndian(Int(crc32(0, content, UInt32(content.count))))
      }
  }

  private func ihdr(width: Int, height: Int) -> [UInt8] { bigEndian(width) + bigEndian(height) + [8, 0, 0, 0, 0] }

  private func bigEndian(_ number: Int) -> [UInt8] { [24, 16, 8, 0].map { UInt8(number >> $0 & 255) } }

  private func zlib(_ bytes: [UInt8]) throws -> [UInt8] {
    var size = compressBound(UInt(bytes.count))
    var packed = [UInt8](repeating: 0, count: Int(size))
    try #require(compress2(&packed, &size, bytes, UInt(bytes.count), 9) == Z_OK)
    return Array(packed.prefix(Int(size)))
  }

  /// A zip archive of deflated files.
  private func zip(_ files: [(name: String, content: [UInt8])]) -> [UInt8] {
    func little(_ number: Int, _ size: Int) -> [UInt8] { (0..<size).map { UInt8(number >> (8 * $0) & 255) } }
    var (archive, directory): ([UInt8], [UInt8]) = ([], [])
    for (name, content) in files {
      let packed = deflated(content)
      let checksum = content.withUnsafeBufferPointer { Int(crc32_z(0, $0.baseAddress, $0.count)) }
      let sizes = little(checksum, 4) + little(packed.count, 4) + little(content.count, 4)
      let common = little(20, 2) + little(0, 2) + little(8, 2) + little(0, 4) + sizes + little(name.utf8.count, 2)
      directory +=
        [0x50, 0x4B, 1, 2] + little(20, 2) + common + [UInt8](repeating: 0, count: 12) + little(archive.count, 4)
        + Array(name.utf8)
      archive += [0x50, 0x4B, 3, 4] + common + little(0, 2) + Array(name.utf8) + packed
    }
    return archive + directory + [0x50, 0x4B, 5, 6] + little(0, 4) + little(files.count, 2) + little(files.count, 2)
      + little(directory.count, 4) + little(archive.count, 4) + little(0, 2)
  }
}
