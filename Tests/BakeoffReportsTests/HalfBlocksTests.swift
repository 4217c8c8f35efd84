import BakeoffReports
import Testing

@Suite struct HalfBlocksTests {
  @Test func twoPixelsShareACharacter() {
    // Upper row: off on off on; lower row: off off on on.
    let bytes: [UInt8] = [0, 255, 0, 255, 0, 0, 255, 255]
    #expect(halfBlocks(bytes, height: 2, width: 4) == [" ▀▄█"])
  }

  @Test func anOddLastRowEndsOnBlack() {
    #expect(halfBlocks([255, 127, 128], height: 3, width: 1) == ["▀", "▀"])
  }

  @Test(arguments: PictureStyle.allCases)
  func aDigitTakesFourteenLinesOfTwentyEightColumns(style: PictureStyle) {
    let bytes = (0..<784).map { UInt8($0 % 256) }
    let lines = halfBlocks(bytes, height: 28, width: 28, style: style)
    #expect(lines.count == 14)
    #expect(lines.allSatisfy { visible($0).count == 28 })
  }

  @Test func asciiInkGrowsWithBrightness() {
    let ramp = (0..<10).map { UInt8($0 * 28) }
    #expect(halfBlocks(ramp + ramp, height: 2, width: 10, style: .ascii) == [" .:-=+*#%@"])
    #expect(halfBlocks([255, 0], height: 2, width: 1, style: .ascii) == ["="])
  }

  @Test func colourIsSetWhereItChangesAndResetAtTheEnd() {
    let lines = halfBlocks([10, 10, 20, 30], height: 2, width: 2, style: .colour)
    #expect(
      lines == ["\u{1B}[38;2;10;10;10m\u{1B}[48;2;20;20;20m▀\u{1B}[48;2;30;30;30m▀\u{1B}[0m"])
  }

  @Test func asManyPicturesStandSideBySideAsFit() {
    let pictures = (0..<5).map { (bytes: [UInt8](repeating: 255, count: 6), caption: "\($0)") }
    // Two pictures of three columns and a gap of two need eight columns.
    let lines = halfBlockRows(pictures, height: 2, width: 3, terminalWidth: 8)
    #expect(lines == ["0    1", "███  ███", "", "2    3", "███  ███", "", "4", "███"])
    #expect(halfBlockRows(pictures, height: 2, width: 3, terminalWidth: 7).count == 14)
    #expect(halfBlockRows(pictures, height: 2, width: 3, terminalWidth: 1).count == 14)
    #expect(halfBlockRows([], height: 2, width: 3).isEmpty)
  }

  @Test func captionsAreCutToThePicture() {
    let lines = halfBlockRows([(bytes: [0, 0], caption: "seven")], height: 1, width: 2, style: .ascii)
    #expect(lines == ["se", ""])
  }

  /// The line without escape codes.
  private func visible(_ line: String) -> String {
    line.replacing(/\u{1B}\[[0-9;]*m/, with: "")
  }
}
