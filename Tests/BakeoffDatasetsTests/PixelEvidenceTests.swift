import BakeoffCore
import BakeoffDatasets
import Testing

/// Columns are pixels where something says so.
struct PixelEvidenceTests {
  private let table: LoadedTable

  init() throws { table = try LoadedTable() }

  /// 20 rows of `width` whole numbers up to `most`, each of which comes up.
  private func text(_ width: Int, most: Int, name: (Int) -> String) -> String {
    (0..<width).map(name).joined(separator: ",") + ",class\n"
      + lines(20) { row in
        (0..<width).map { "\((row * width + $0) * 31 % (most + 1))" }.joined(separator: ",") + ",\(row % 2)"
      }
  }

  private func arePixels(_ text: String, _ arguments: String = "", kind: String = "csv") async throws -> Bool {
    let dataset = try await table.load(text, arguments, kind: kind)
    let areBytes = dataset.examples.features.buffer.element == .byte
    #expect(areBytes == dataset.notes("read as pixels"))
    return areBytes
  }

  @Test func wholeNumbersAloneAreNoPixels() async throws {
    let labs = text(70, most: 200) { $0 < 20 ? "flag_\($0)" : "lab_\($0)" }
    #expect(try await !arePixels(labs))
    #expect(
      try await table.load(labs).notes(
        "The 70 columns were read as numbers; if they are pixels, 0 black and 255 white, pixels=yes"))
    #expect(try await !arePixels(text(64, most: 200) { "lab_\($0)" }), "a square is not enough")
    #expect(
      try await !arePixels(text(64, most: 255) { $0 < 20 ? "flag_\($0)" : "lab_\($0)" }), "nor without one series")
    #expect(try await !arePixels(text(70, most: 255) { "v\($0)" }), "nor from 0 to 255")
  }

  @Test func namesOrASquareFromBlackToWhiteSayIt() async throws {
    #expect(try await arePixels(text(64, most: 255) { "v\($0)" }))
    #expect(try await arePixels(text(192, most: 255) { "v\($0)" }), "three channels")
    let names: [(Int) -> String] = [
      { "pixel\($0)" }, { "px_\($0)" }, { "\($0 / 10)x\($0 % 10)" }, { "r\($0 / 10)c\($0 % 10)" },
      { "pixel_\($0 / 10)_\($0 % 10)" },
    ]
    for name in names { #expect(try await arePixels(text(70, most: 200, name: name)), "\(name(12))") }
    let note = try await table.load(text(64, most: 255) { "v\($0)" }).notes.first { $0.contains("pixels") }
    #expect(
      note
        == "The 64 columns were read as pixels, as they are a square of one series, from 0 to 255: 0 is black and 255 white "
        + "(shape=HEIGHTxWIDTH makes pictures of them, pixels=no reads them as numbers).")
  }

  @Test func theUserDecides() async throws {
    let square = text(64, most: 255) { "v\($0)" }
    #expect(try await !arePixels(square, ",pixels=no"))
    #expect(try await table.load(square, ",pixels=no").columnNames.count == 64)
    #expect(try await arePixels(text(6, most: 200) { "v\($0)" }, ",pixels=yes"))
    #expect(try await arePixels(text(70, most: 200) { "lab_\($0)" }, ",shape=7x10"))
    #expect(
      await table.error("a,b,class\n1.3,2,x\n2,3,y\n", ",pixels=yes").contains("expected pixels, as pixels=yes says"))
    #expect(await table.error(square, ",pixels=no,shape=8x8").contains("shape= and pixels=no"))
  }

  /// The columns at the end that are zero everywhere are not written: MNIST has 780 there.
  @Test func sparseFilesMayLackTheLastPixels() async throws {
    func file(_ width: Int, most: Int) -> String {
      lines(20) { row in
        "\(row % 2) "
          + (1...width).map { "\($0):\(($0 == 1 && row == 0) ? 0 : (row * width + $0) * 31 % (most + 1))" }.joined(
            separator: " ")
      }
    }
    #expect(try await arePixels(file(97, most: 255), kind: "libsvm"))
    #expect(try await !arePixels(file(97, most: 200), kind: "libsvm"))
    #expect(try await !arePixels(file(85, most: 255), kind: "libsvm"))
    #expect(try await !arePixels(file(97, most: 255), ",pixels=no", kind: "libsvm"))
  }
}
