import BakeoffCore
import BakeoffDatasets
import Foundation
import Testing

/// Pictures made to look like the rows of a data set.
struct PictureFittingTests {
  /// A dark seven on white paper: strokes of 12 pixels in a box of 60 x 45, high up on the left.
  private static let seven: Picture = {
    var picture = Picture(height: 120, width: 90, shade: 255)
    for row in 0..<60 {
      for column in 0..<45 where row < 12 || column >= 33 { picture[5 + row, 3 + column] = 10 }
    }
    return picture
  }()

  private func fitted(_ picture: Picture, height: Int = 28, width: Int = 28) throws -> Picture {
    let row = try picture.fitted(to: FeatureShape(height: height, width: width)).row
    return Picture(height: height, width: width, bytes: row.bytes(ofRow: 0) ?? [])
  }

  /// Rows and columns from the first to the last that has any ink.
  private func box(_ picture: Picture) -> (height: Int, width: Int) {
    let rows = (0..<picture.height).filter { row in (0..<picture.width).contains { picture[row, $0] > 0 } }
    let columns = (0..<picture.width).filter { column in (0..<picture.height).contains { picture[$0, column] > 0 } }
    return ((rows.last ?? -1) - (rows.first ?? 0) + 1, (columns.last ?? -1) - (columns.first ?? 0) + 1)
  }

  private func centreOfMass(_ picture: Picture) -> (row: Double, column: Double) {
    var (mass, row, column) = (0.0, 0.0, 0.0)
    for y in 0..<picture.height {
      for x in 0..<picture.width {
        let shade = Double(picture[y, x])
        (mass, row, column) = (mass + shade, row + shade * (Double(y) + 0.5), column + shade * (Double(x) + 0.5))
      }
    }
    return (row / mass, column / mass)
  }

  @Test func aRowOfThatFormIsTakenAsItIs() throws {
    let row = try fitted(Self.seven)
    #expect(try fitted(row) == row)
    #expect(try fitted(Picture(height: 28, width: 28, bytes: row.bytes.map { 255 - $0 })) == row)
  }

  @Test func coloursThatFitAreTakenAsTheyAre() throws {
    let colour = Picture(height: 2, width: 1, channels: 3, bytes: [255, 0, 0, 0, 0, 255])
    let row = try colour.grey.fitted(to: FeatureShape(height: 2, width: 1, channels: 3)).row
    #expect(row.bytes(ofRow: 0) == [76, 76, 76, 29, 29, 29])
  }

  @Test func darkInkOnPaperBecomesLightOnDark() throws {
    let picture = try fitted(Self.seven)
    #expect(picture.bytes.max() == 255)
    #expect(picture[0, 0] == 0 && picture[27, 27] == 0)
    #expect(picture.bytes.filter { $0 > 0 }.count == 20 * 15 - 16 * 11)
  }

  /// The same figure on other paper.
  struct Kind: Sendable, CustomTestStringConvertible {
    let title: String
    let level: @Sendable (_ shade: Double, _ row: Int, _ column: Int) -> Double
    var testDescription: String { title }
  }

  /// `shade` is 0 for ink and 1 for paper.
  @Test(arguments: [
    Kind(title: "light on dark") { shade, _, _ in 250 - 240 * shade },
    Kind(title: "grey paper") { shade, row, column in 90 + 70 * shade + Double((row * 7 + column * 5) % 5) },
    Kind(title: "light on grey") { shade, _, _ in 200 - 80 * shade },
    Kind(title: "shaded from one side") { shade, _, column in (250 - 1.6 * Double(column)) * (0.3 + 0.7 * shade) },
    Kind(title: "shaded from a corner") { shade, row, column in
      (250 - Double(row) - 0.5 * Double(column)) * (0.2 + 0.8 * shade)
    },
    Kind(title: "black frame at the edge") { shade, row, column in
      row < 4 || column < 4 || row >= 156 || column >= 126 ? 0 : 255 * shade
    },
    Kind(title: "black frame inside the edge") { shade, row, column in
      let distance = min(row, column, 159 - row, 129 - column)
      return (6...9).contains(distance) ? 0 : 255 * shade
    },
  ])
  func theFigureIsFoundOnAnyPaper(kind: Kind) throws {
    let wide = Picture(
      height: 160, width: 130,
      bytes: (0..<160 * 130).map { index in
        let (row, column) = (index / 130 - 20, index % 130 - 20)
        let isInk =
          (0..<120).contains(row) && (0..<90).contains(column) && Self.seven[max(0, row), max(0, column)] < 100
        return UInt8(max(0, min(255, kind.level(isInk ? 0 : 1, index / 130, index % 130))))
      })
    let (found, expected) = (try fitted(wide), try fitted(Self.seven))
    let difference = zip(found.bytes, expected.bytes).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
    // Without the figure it would be 40 levels.
    #expect(Double(difference) / 784 < 15, "\(kind.title): \(Double(difference) / 784) levels a pixel")
  }

  @Test func ofTransparentInkTheShapeIsSeenWhateverItsColour() throws {
    let expected = try fitted(Self.seven)
    for name in ["white", "black"] {
      let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appending(path: "Fixtures/transparent-\(name).png").path
      let picture = try fitted(try Picture(file: file, paper: .contrasting))
      let difference = zip(picture.bytes, expected.bytes).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
      #expect(Double(difference) / 784 < 6, "\(name)")
    }
  }

  @Test func whatIsOddAboutAPictureIsSaid() throws {
    func notes(_ picture: Picture) throws -> [String] {
      try picture.fitted(to: FeatureShape(height: 28, width: 28)).notes
    }
    #expect(try notes(Self.seven).isEmpty)
    #expect(try notes(Picture(height: 50, width: 40, shade: 200))[0].contains("looks blank"))
    let faint = Picture(height: 120, width: 90, bytes: Self.seven.bytes.map { 200 + $0 / 10 })
    #expect(try notes(faint)[0].contains("hardly stands out"))
    var two = Picture(height: 120, width: 180, shade: 255)
    two.paste(Self.seven, row: 0, column: 0)
    two.paste(Self.seven, row: 0, column: 90)
    #expect(try notes(two)[0].contains("2 figures side by side"))
  }

  @Test func darkOnLightRowsGetDarkOnLightPictures() throws {
    let light = try Self.seven.fitted(to: FeatureShape(height: 28, width: 28)).row.bytes(ofRow: 0) ?? []
    let dark = try Self.seven.fitted(to: FeatureShape(height: 28, width: 28), isDarkOnLight: true).row
    #expect(dark.bytes(ofRow: 0) == light.map { 255 - $0 })
    #expect(dark.isDarkOnLight && !Features(shape: FeatureShape(height: 28, width: 28), bytes: light).isDarkOnLight)
  }

  @Test(arguments: [(28, 28, 20, 15), (56, 28, 27, 20), (14, 42, 10, 8)])
  func inkFillsABoxAndIsCentredByItsMass(height: Int, width: Int, boxHeight: Int, boxWidth: Int) throws {
    let picture = try fitted(Self.seven, height: height, width: width)
    #expect(box(picture) == (boxHeight, boxWidth))
    let centre = centreOfMass(picture)
    // Pixels are whole, so that half of one may be missing.
    #expect(abs(centre.row - Double(height) / 2) <= 0.501)
    #expect(abs(centre.column - Double(width) / 2) <= 0.501)
  }

  @Test func colourIsScaledAndNothingElse() throws {
    let left: [UInt8] = [200, 100, 0, 100, 100, 0]
    let right: [UInt8] = [0, 0, 255, 0, 0, 253]
    let picture = Picture(height: 2, width: 4, channels: 3, bytes: left + right + left + right)
    let row = try picture.fitted(to: FeatureShape(height: 3, width: 2, channels: 3)).row
    #expect(row.bytes(ofRow: 0) == Array(repeating: [150, 100, 0, 0, 0, 254], count: 3).flatMap(\.self))
  }

  @Test(arguments: [0, 31, 255] as [UInt8])
  func aBlankPictureHasNoInk(shade: UInt8) throws {
    #expect(try fitted(Picture(height: 50, width: 40, shade: shade)) == Picture(height: 28, width: 28, shade: 0))
  }

  @Test(arguments: [
    FeatureShape(features: 784), FeatureShape(height: 1, width: 4, channels: 3),
    FeatureShape(height: 28, width: 28, channels: 2), FeatureShape(height: 2, width: 2, channels: 4),
  ])
  func aShapeThatIsNoPictureIsRefused(shape: FeatureShape) throws {
    let error = try #require(throws: ConfigurationError.self) { try Self.seven.fitted(to: shape) }
    #expect(error.description.contains("rows of \(shape)"))
    #expect(!error.description.contains { $0.isNewline })
  }
}
