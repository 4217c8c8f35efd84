import BakeoffCore
import BakeoffDatasets
import CZlib
import Foundation
import Testing

/// A grey JPEG of 3 x 5 pixels, made by Fixtures/make_jpegs.py.
private let jpeg =
  Data(
    base64Encoded:
      "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQH/wAALCAADAAUBAREA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/9oACAEBAAA/AP2w/ZQ/4Jh/sB/8K4i/4xZ+F/8Ay6f8uGpf88pf+onX/9k="
  ).map(Array.init) ?? []

/// The JPEG with APP1 segments of these bodies behind its first two bytes.
private func jpeg(with bodies: [[UInt8]]) -> [UInt8] {
  let segments = bodies.flatMap { body -> [UInt8] in
    let length = body.count + 2
    return [0xFF, 0xE1, UInt8(length >> 8), UInt8(length & 0xFF)] + body
  }
  return Array(jpeg.prefix(2)) + segments + jpeg.dropFirst(2)
}

/// A TIFF directory with a width, and an orientation of a type.
private func tiff(_ orientation: Int, isLittleEndian: Bool, type: Int = 3) -> [UInt8] {
  func number(_ value: Int, _ size: Int) -> [UInt8] {
    let digits = (0..<size).map { UInt8(value >> (8 * $0) & 0xFF) }
    return isLittleEndian ? digits : digits.reversed()
  }
  func entry(_ tag: Int, _ type: Int, _ value: Int) -> [UInt8] {
    let size = [1: 1, 3: 2, 4: 4][type] ?? 2
    let start: [UInt8] = number(tag, 2) + number(type, 2) + number(1, 4)
    return start + number(value, size) + [UInt8](repeating: 0, count: 4 - size)
  }
  let header: [UInt8] = Array(isLittleEndian ? "II".utf8 : "MM".utf8) + number(42, 2) + number(8, 4)
  let entries: [UInt8] = entry(0x0100, 3, 5) + entry(0x0112, type, orientation)
  return header + number(2, 2) + entries + number(0, 4)
}

/// A chunk of a PNG file.
private func pngChunk(_ type: String, _ body: [UInt8]) -> [UInt8] {
  func bigEndian(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(value >> (24 - 8 * $0) & 0xFF) } }
  let content = Array(type.utf8) + body
  return bigEndian(body.count) + content + bigEndian(Int(crc32(0, content, UInt32(content.count))))
}

private let exif = Array("Exif\0\0".utf8)

private func picture(_ file: [UInt8]) throws -> Picture { try Picture(encoded: file, place: "p") }

@Suite struct OrientationTests {
  /// What Pillow's `ImageOps.exif_transpose` makes of the picture.
  static let expected: [(orientation: Int, height: Int, bytes: [UInt8])] = [
    (1, 3, [8, 24, 40, 56, 72, 88, 104, 120, 136, 152, 168, 184, 200, 216, 232]),
    (2, 3, [72, 56, 40, 24, 8, 152, 136, 120, 104, 88, 232, 216, 200, 184, 168]),
    (3, 3, [232, 216, 200, 184, 168, 152, 136, 120, 104, 88, 72, 56, 40, 24, 8]),
    (4, 3, [168, 184, 200, 216, 232, 88, 104, 120, 136, 152, 8, 24, 40, 56, 72]),
    (5, 5, [8, 88, 168, 24, 104, 184, 40, 120, 200, 56, 136, 216, 72, 152, 232]),
    (6, 5, [168, 88, 8, 184, 104, 24, 200, 120, 40, 216, 136, 56, 232, 152, 72]),
    (7, 5, [232, 152, 72, 216, 136, 56, 200, 120, 40, 184, 104, 24, 168, 88, 8]),
    (8, 5, [72, 152, 232, 56, 136, 216, 40, 120, 200, 24, 104, 184, 8, 88, 168]),
  ]

  @Test(arguments: expected)
  func picturesAreTurnedAsTheyWereTaken(orientation: Int, height: Int, bytes: [UInt8]) throws {
    for isLittleEndian in [true, false] {
      for type in [1, 3, 4] {
        let turned = try picture(
          jpeg(with: [exif + tiff(orientation, isLittleEndian: isLittleEndian, type: type)]))
        #expect(turned == Picture(height: height, width: 15 / height, bytes: bytes), "type \(type)")
      }
    }
    let xmp = "<x tiff:Orientation=\"\(orientation)\"/>"
    let edited = try picture(jpeg(with: [Array("http://ns.adobe.com/xap/1.0/\0\(xmp)".utf8)]))
    #expect(edited == Picture(height: height, width: 15 / height, bytes: bytes))
  }

  @Test(arguments: expected)
  func colouredPicturesOfPNGAreTurnedToo(orientation: Int, height: Int, bytes: [UInt8]) throws {
    let upright = Picture(height: 3, width: 5, bytes: Self.expected[0].bytes).inColour
    let file = try upright.pngBytes()
    let chunk = pngChunk("eXIf", tiff(orientation, isLittleEndian: false))
    // Before the pixels, or behind them.
    for place in [33, file.count - 12] {
      let turned = try picture(Array(file.prefix(place)) + chunk + file.dropFirst(place))
      #expect(turned == Picture(height: height, width: 15 / height, bytes: bytes).inColour)
    }
  }

  @Test func whatSaysNothingThatCanBeReadChangesNothing() throws {
    let plain = try picture(jpeg)
    let good = exif + tiff(6, isLittleEndian: true)
    for length in 0..<good.count - 8 { #expect(try picture(jpeg(with: [Array(good.prefix(length))])) == plain) }
    for orientation in [0, 9, 255, 65535] {
      #expect(try picture(jpeg(with: [exif + tiff(orientation, isLittleEndian: true)])) == plain)
    }
    var farAway = good
    for index in 10..<14 { farAway[index] = 0xFF }
    #expect(try picture(jpeg(with: [farAway])) == plain)
    #expect(try picture(jpeg(with: [exif + Array("no TIFF at all".utf8)])) == plain)
  }

  /// Whatever is changed in it, it is read or passed over, and never a trap.
  @Test func damagedDirectoriesDoNoHarm() throws {
    let good = exif + tiff(6, isLittleEndian: false)
    for index in good.indices {
      for value: UInt8 in [0, 1, 0x7F, 0x80, 0xFF] {
        var damaged = good
        damaged[index] = value
        #expect(try picture(jpeg(with: [damaged])).bytes.count == 15)
      }
    }
  }

  @Test func aFolderHasTheSizeThatIsSeen() async throws {
    let folder = try TemporaryFolder()
    try folder.write(jpeg(with: [exif + tiff(6, isLittleEndian: true)]), to: "a/x.jpg")
    try folder.write(Picture(height: 5, width: 3, shade: 9).pngBytes(), to: "b/x.png")
    func load() async throws -> Dataset {
      try await standardSource("images:\(folder.path)").load(.init(dataDirectories: [], cacheDirectory: "/nonexistent"))
    }
    let dataset = try await load()
    #expect(dataset.examples.features.shape == FeatureShape(height: 5, width: 3) && dataset.notes.isEmpty)
    #expect(dataset.examples.features.bytes(ofRow: 0) == Self.expected[5].bytes)
    // Bytes behind the end change the digest as any do; so does another way up.
    try folder.write(jpeg(with: [exif + tiff(8, isLittleEndian: true)]), to: "a/x.jpg")
    #expect(try await load().provenance.sha256 != dataset.provenance.sha256)
  }
}
