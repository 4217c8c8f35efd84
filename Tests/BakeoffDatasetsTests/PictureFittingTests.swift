import BakeoffCore
import BakeoffDatasets
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
    let row = try picture.fitted(to: FeatureShape(height: height, width: width))
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

  @Test func aPictureOfThatSizeIsTakenAsItIs() throws {
    let bytes: [UInt8] = [255, 250, 0, 255, 9, 255]
    #expect(try fitted(Picture(height: 3, width: 2, bytes: bytes), height: 3, width: 2).bytes == bytes)
    let colour = Picture(height: 2, width: 1, channels: 3, bytes: [255, 0, 0, 0, 0, 255])
    #expect(try fitted(colour, height: 2, width: 1).bytes == [76, 29])
    let row = try colour.grey.fitted(to: FeatureShape(height: 2, width: 1, channels: 3))
    #expect(row.bytes(ofRow: 0) == [76, 76, 76, 29, 29, 29])
  }

  @Test func darkInkOnPaperBecomesLightOnDark() throws {
    let picture = try fitted(Self.seven)
    #expect(picture.bytes.max() == 245)
    #expect(!picture.hasLightBackground)
    #expect(picture[0, 0] == 0 && picture[27, 27] == 0)
    #expect(picture.bytes.filter { $0 > 0 }.count == 20 * 15 - 16 * 11)
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

  @Test func lightInkIsNotInverted() throws {
    let inverted = Picture(height: 120, width: 90, bytes: Self.seven.bytes.map { 255 - $0 })
    #expect(inverted.hasLightBackground == false)
    #expect(try fitted(inverted) == fitted(Self.seven))
  }

  @Test func colourIsScaledAndNothingElse() throws {
    let left: [UInt8] = [200, 100, 0, 100, 100, 0]
    let right: [UInt8] = [0, 0, 255, 0, 0, 253]
    let picture = Picture(height: 2, width: 4, channels: 3, bytes: left + right + left + right)
    let row = try picture.fitted(to: FeatureShape(height: 3, width: 2, channels: 3))
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
