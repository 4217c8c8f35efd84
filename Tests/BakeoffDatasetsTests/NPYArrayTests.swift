import BakeoffCore
import BakeoffDatasets
import BakeoffFiles
import Foundation
import Testing

struct NPYArrayTests {
  private let fixtures: NPYFixtures
  private let folder: TemporaryFolder

  init() throws {
    fixtures = try NPYFixtures.load()
    folder = try TemporaryFolder()
  }

  private func array(_ data: some Sequence<UInt8>) throws -> NPYArray {
    try NPYArray(mapping: folder.write(Array(data), to: "\(UUID().uuidString).npy"))
  }

  @Test func readsEveryTypeAndOrder() throws {
    #expect(fixtures.numbers.count == 28)
    for (kind, data) in fixtures.numbers {
      let array = try array(data)
      #expect(array.shape == [2, 3], "\(kind)")
      #expect(array.integers() == [0, 1, 2, 250, 4, 5], "\(kind)")
      #expect(array.floats() == [0, 1, 2, 250, 4, 5], "\(kind)")
      let buffer = try #require(array.featureBuffer())
      #expect(buffer.element == (kind.hasPrefix("u1") ? .byte : .float), "\(kind)")
      let floats = Features(shape: FeatureShape(features: 3), buffer: buffer).floats()
      #expect(floats == [0, 1, 2, 250, 4, 5].map { buffer.element == .byte ? $0 * (1 / 255) : $0 }, "\(kind)")
    }
  }

  @Test func readsSignedNumbers() throws {
    for (kind, data) in fixtures.signed {
      #expect(try array(data).integers() == [0, -1, 2, -120, 4, 5], "\(kind)")
      #expect(try array(data).floats() == [0, -1, 2, -120, 4, 5], "\(kind)")
    }
  }

  @Test func bringsFortranOrderToRowMajor() throws {
    let array = try array(fixtures.cube)
    #expect(array.shape == [2, 3, 4])
    #expect(array.integers() == Array(0..<24))
  }

  @Test func readsTextTruthValuesAndSingleValues() throws {
    #expect(try array(fixtures.words).texts() == ["ant", "", "bumble bee", "größe"])
    #expect(try array(fixtures.bigEndianWords).texts() == ["ant", "", "bumble bee", "größe"])
    #expect(try array(fixtures.words).integers() == nil)
    #expect(try array(fixtures.words).floats() == nil)
    #expect(try array(fixtures.words).featureBuffer() == nil)
    #expect(try array(fixtures.bool).integers() == [1, 0, 1])
    #expect(try array(fixtures.bool).texts() == nil)
    #expect(try array(fixtures.single).shape == [])
    #expect(try array(fixtures.single).integers() == [7])
  }

  @Test func fractionsAreNoIntegers() throws {
    let path = folder.path + "/f.npy"
    try NPYArray.write([1, 2.5, -3] as [Float], to: path)
    #expect(try NPYArray(mapping: path).integers() == nil)
    #expect(try NPYArray(mapping: path).floats() == [1, 2.5, -3])
  }

  @Test func writesWhatNumPyWrites() throws {
    let path = folder.path + "/sub/a.npy"
    let bytes: [UInt8] = [0, 1, 2, 250, 4, 5]
    try NPYArray.write(bytes, shape: [2, 3], to: path)
    #expect(try folder.bytes(of: "sub/a.npy").suffix(6) == bytes[...])
    #expect(try folder.bytes(of: "sub/a.npy").count == fixtures.numbers["u1"]?.count)
    try NPYArray.write(bytes.map(Float.init), shape: [2, 3], to: path)
    #expect(try NPYArray(mapping: path).floats() == [0, 1, 2, 250, 4, 5])
    try NPYArray.write(bytes.map(Double.init), to: path)
    #expect(try NPYArray(mapping: path).floats() == [0, 1, 2, 250, 4, 5])
    try NPYArray.write([-7, .max, .min], to: path)
    #expect(try NPYArray(mapping: path).integers() == [-7, .max, .min])
    #expect(folder.files == ["sub/a.npy"])
  }

  @Test func aFeatureBufferKeepsTheMappingAlive() throws {
    let path = folder.path + "/a.npy"
    let floats = (0..<20_000).map(Float.init)
    try NPYArray.write(floats, shape: [100, 200], to: path)
    let buffer = try #require(try NPYArray(mapping: path).featureBuffer())
    try FileManager.default.removeItem(atPath: path)
    #expect(Features(shape: FeatureShape(features: 200), buffer: buffer).floats() == floats)
  }

  @Test func aFileThatCannotBeWrittenIsNamed() throws {
    let file = try folder.write([1], to: "file")
    let error = #expect(throws: WriteFailure.self) { try NPYArray.write([1], to: file + "/a.npy") }
    #expect(error?.description.contains("\(file) cannot be written") == true)
  }

  private func error(_ bytes: some Sequence<UInt8>) throws -> String {
    let error = try #require(throws: DatasetError.self) { try array(bytes) }
    guard case .malformed(let place, _, _, _) = error else { return "not malformed" }
    #expect(place.hasPrefix(folder.path))
    return error.description
  }

  @Test func refusesWhatIsNoArray() throws {
    let good = Array(try #require(fixtures.numbers["f4"]))
    #expect(try error([]).contains("expected a NumPy array, found an empty file"))
    #expect(try error(Array("<html></html>".utf8)).contains("found an HTML page"))
    #expect(try error(good[..<6] + [9] + good[7...]).contains("version 1 to 3"))
    #expect(try error(good[..<50]).contains("expected a header of 128 bytes, found 50 bytes"))
    #expect(try error(good.dropLast()).contains("expected 2x3 values of 4 bytes, as its header says, found 23 bytes"))
    #expect(try error(good + [0]).contains("found 25 bytes"))
    #expect(try error(fixtures.records).contains("records of several fields"))
    #expect(try array(fixtures.half).doubles() != nil)
    #expect(try error(replace("'shape'", by: "'shaqe'", in: good)).contains("expected a NumPy header with 'descr'"))
    #expect(try error(shaped("(999999999999999999, 999999999999999999)")).contains("found 24 bytes"))
    #expect(throws: DatasetError.self) { try NPYArray(mapping: folder.path + "/none.npy") }
    #expect(throws: DatasetError.self) { try NPYArray(mapping: folder.path) }
  }

  @Test(arguments: ["(99999999999999999999, 3)", "(2, 3, 99999999999999999999)", "(2,, 3)", "(, 6)", "(2 3)", "(L, 6)"])
  func refusesASizeThatIsNoNumber(shape: String) throws {
    let expected = "expected a shape of whole numbers up to 9223372036854775807, found \(shape)"
    #expect(try error(shaped(shape)).contains(expected))
  }

  @Test(arguments: ["(2,3)", "(2, 3,)", "(2L, 3L)", "( 2 , 3, )"])
  func readsTheSizesAsPythonWritesThem(shape: String) throws {
    #expect(try array(shaped(shape)).shape == [2, 3])
  }

  /// Six floats that are said to have another shape.
  private func shaped(_ shape: String) throws -> [UInt8] {
    replace("(2, 3)", by: shape, in: Array(try #require(fixtures.numbers["f4"])))
  }

  /// Replaces text in a header, taking from its padding what it needs.
  private func replace(_ old: String, by new: String, in bytes: [UInt8]) -> [UInt8] {
    guard let range = bytes.firstRange(of: Array(old.utf8)) else { return bytes }
    var header = bytes[..<128]
    header.replaceSubrange(range, with: new.utf8)
    return Array(header.prefix(127)) + [10] + bytes[128...]
  }
}
