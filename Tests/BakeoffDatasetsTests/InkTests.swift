import BakeoffCore
import BakeoffDatasets
import Foundation
import Testing

/// A JPEG of 16 x 16 pixels of four inks in four squares, made by Fixtures/make_jpegs.py.
private let inks =
  Data(
    base64Encoded:
      "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwACAQEBAQECAQEBAgICAgIEAwICAgIFBAQDBAYFBgYGBQYGBgcJCAYHCQcGBggLCAkKCgoKCgYICwwLCgwJCgoK/8AAFAgAEAAQBEMRAE0RAFkRAEsRAP/EAB8AAAEFAQEBAQEBAAAAAAAAAAABAgMEBQYHCAkKC//EALUQAAIBAwMCBAMFBQQEAAABfQECAwAEEQUSITFBBhNRYQcicRQygZGhCCNCscEVUtHwJDNicoIJChYXGBkaJSYnKCkqNDU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6g4SFhoeIiYqSk5SVlpeYmZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV1tfY2drh4uPk5ebn6Onq8fLz9PX29/j5+v/aAA4EQwBNAFkASwAAPwD9/K/fyv38r9/K/gDooor+/wAr+f8Ar+AOvz/rwev0Qr+pSv536//Z"
  ).map(Array.init) ?? []

/// What Pillow makes of the file with `transform` in the last byte of Adobe's segment.
private struct Reading {
  let transform: UInt8
  /// In the middle of each square.
  let colours: [[UInt8]]
  let greys: [UInt8]
  /// Of all values.
  let sum: Int
  let greySum: Int
}

private let readings = [
  Reading(
    transform: 0, colours: [[255, 255, 255], [0, 255, 255], [191, 95, 0], [49, 42, 36]], greys: [255, 179, 113, 43],
    sum: 108_032, greySum: 37_760),
  Reading(
    transform: 2, colours: [[0, 134, 0], [77, 255, 30], [134, 0, 1], [0, 17, 0]], greys: [79, 176, 40, 10],
    sum: 41_472, greySum: 19_520),
]

@Suite struct InkTests {
  /// With 2 in its last byte, Adobe's segment says that the numbers are luminance and colour differences of inks.
  @Test(arguments: readings) fileprivate func inksBecomeColours(_ reading: Reading) throws {
    var file = inks
    file[17] = reading.transform
    let picture = try Picture(encoded: file, place: "p")
    #expect(picture.channels == 3 && picture.height == 16 && picture.width == 16)
    let places = [(4, 4), (4, 12), (12, 4), (12, 12)]
    #expect(places.map { row, column in (0..<3).map { picture[row, column, $0] } } == reading.colours)
    #expect(picture.bytes.reduce(0) { $0 + Int($1) } == reading.sum)
    let grey = try Picture(encoded: file, place: "p", channels: 1)
    #expect(places.map { grey[$0, $1] } == reading.greys)
    #expect(grey.bytes.reduce(0) { $0 + Int($1) } == reading.greySum)
  }

  @Test func bytesThatBelongToNoPixelArePassedOverAndSaid() async throws {
    let folder = try TemporaryFolder()
    let whole = try Picture(encoded: inks, place: "p")
    func inserting(_ bytes: [UInt8], at place: Int) -> [UInt8] { inks[..<place] + bytes + inks[place...] }
    let end = inks.count - 2
    let files: [[UInt8]] = [
      inserting([0x12, 0x34], at: end), inserting([UInt8](repeating: 0x55, count: 500), at: end),
      inserting([0xAB], at: 18), inks + [1, 2], inks + [UInt8](repeating: 0, count: 4000),
    ]
    for file in files { #expect(try Picture(encoded: file, place: "p") == whole) }
    try folder.write(files[2], to: "a/x.jpg")
    try folder.write(inks, to: "b/x.jpg")
    let dataset = try await standardSource("images:\(folder.path)").load(
      .init(dataDirectories: [], cacheDirectory: "/nonexistent"))
    #expect(
      dataset.notes == [
        "1 picture has bytes that belong to no pixel (a/x.jpg): read, but they may have been damaged."
      ])
  }

  /// Where pixels are damaged, that bytes are left over at the end is no excuse.
  @Test func aPictureThatIsCutOffIsRefusedWhateverFollows() throws {
    for length in [inks.count - 30, inks.count - 60] {
      let file = Array(inks.prefix(length)) + [0xFF, 0xD9, 1, 2, 0xFF, 0xD9]
      #expect(throws: DatasetError.self) { try Picture(encoded: file, place: "p") }
    }
  }

  @Test func aKindThatIsNotReadIsNoDamage() throws {
    var lossless = inks
    let frame = try #require(lossless.indices.first { lossless[$0] == 0xFF && lossless[$0 + 1] == 0xC0 })
    lossless[frame + 1] = 0xC3
    let error = #expect(throws: DatasetError.self) { try Picture(encoded: lossless, place: "p") }
    let line = try #require(error).description
    #expect(line.contains("a JPEG picture of a usual kind") && !line.contains("a whole one"), "\(line)")
  }
}
