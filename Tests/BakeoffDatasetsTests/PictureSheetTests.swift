import BakeoffDatasets
import Testing

@Suite struct ContactSheetTests {
  private let white = Picture(height: 4, width: 6, shade: 255)

  @Test func everyPictureIsOnThePageWithItsCaption() {
    let black = Picture(height: 4, width: 6, shade: 0)
    let without = contactSheet(of: [(white, ""), (black, "")], columns: 2, scale: 3)
    #expect(without.bytes.count { $0 == 255 } == 4 * 6 * 9)
    #expect(without.bytes.count { $0 == 0 } == 4 * 6 * 9)
    let with = contactSheet(of: [(white, "7"), (black, "")], columns: 2, scale: 3)
    #expect(with.height == without.height)
    // The letter 7 has eleven dots of four pixels.
    #expect(with.bytes.count { $0 == 230 } == 11 * 4)
    #expect(with.bytes.count { $0 == 255 } == 4 * 6 * 9)
  }

  @Test func columnsAreFilledRowByRow() {
    let one = contactSheet(of: [(white, "a")], columns: 4)
    let three = contactSheet(of: Array(repeating: (white, "a"), count: 3), columns: 2)
    #expect(three.width > one.width && three.height > one.height)
    #expect(contactSheet(of: Array(repeating: (white, "a"), count: 3), columns: 3).height == one.height)
  }

  @Test func longLabelsAreCut() {
    let wide = contactSheet(of: [(white, "a label far too long")])
    #expect(wide.width == contactSheet(of: [(white, "another one, longer still than that")]).width)
  }

  @Test func aColourPictureMakesAColourSheet() {
    let red = Picture(height: 1, width: 1, channels: 3, bytes: [255, 0, 0])
    #expect(contactSheet(of: [(red, "r"), (white, "w")]).channels == 3)
  }

  @Test func unknownCharactersAreABox() {
    let box = contactSheet(of: [(white, "é")])
    #expect(box == contactSheet(of: [(white, "字")]))
    // The outline of 5 x 7 dots of four pixels.
    #expect(box.bytes.count { $0 == 230 } == 20 * 4)
  }

  @Test func everyPrintableCharacterHasALetterOfItsOwn() {
    let sheets = (UInt8(32)...126).map { code in
      contactSheet(of: [(white, String(Character(UnicodeScalar(code))))], scale: 1)
    }
    #expect(Set(sheets).count == 95)
    #expect(!sheets.contains(contactSheet(of: [(white, "é")], scale: 1)))
  }
}
