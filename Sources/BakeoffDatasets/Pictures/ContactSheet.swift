/// Pictures side by side in rows of `columns`, each enlarged `scale` times (nearest neighbour) with its label in small
/// letters underneath, on a dark page.
///
/// Every cell is as large as the largest picture or its caption needs; a label too long for twice the width of the
/// largest picture is cut and ends in `..`. A sheet with a colour picture is in colour. Traps unless there is at least
/// one picture and columns and scale are at least 1.
package func contactSheet(
  of pictures: [(picture: Picture, label: String)], columns: Int = 10, scale: Int = 3
) -> Picture {
  precondition(!pictures.isEmpty && columns >= 1 && scale >= 1, "a sheet has a picture, a column and a scale")
  let sheet = SheetLayout(pictures: pictures, columns: min(columns, pictures.count), scale: scale)
  let isColour = pictures.contains { $0.picture.channels == 3 }
  var page = Picture(height: sheet.pageHeight, width: sheet.pageWidth, shade: 48)
  if isColour { page = page.inColour }
  for (index, (picture, label)) in pictures.enumerated() {
    let corner = sheet.corner(index)
    let enlarged = (isColour ? picture.inColour : picture).enlarged(scale)
    page.paste(enlarged, row: corner.row, column: corner.column + (sheet.cellWidth - enlarged.width) / 2)
    let text = sheet.caption(label)
    guard !text.isEmpty else { continue }
    // Dots of the letters are laid on the page one by one, so that the page shows between them.
    let letters = Glyphs.picture(text).enlarged(SheetLayout.letterScale)
    let (top, left) = (corner.row + sheet.pictureHeight + sheet.gap, corner.column)
    for row in 0..<letters.height {
      for column in 0..<letters.width where letters[row, column] > 0 {
        for channel in 0..<page.channels {
          page[top + row, left + (sheet.cellWidth - letters.width) / 2 + column, channel] = 230
        }
      }
    }
  }
  return page
}

/// Where everything goes on a contact sheet, in pixels.
private struct SheetLayout {
  /// Pixels a dot of a letter is wide and high.
  static let letterScale = 2

  let columns: Int
  let rows: Int
  let pictureHeight: Int
  let cellWidth: Int
  /// Between a picture and its caption; twice that lies between cells and around the page.
  let gap = 4
  private let longestCaption: Int

  init(pictures: [(picture: Picture, label: String)], columns: Int, scale: Int) {
    self.columns = columns
    rows = (pictures.count + columns - 1) / columns
    let widest = pictures.reduce(0) { max($0, $1.picture.width) } * scale
    pictureHeight = pictures.reduce(0) { max($0, $1.picture.height) } * scale
    let letter = (Glyphs.width + 1) * Self.letterScale
    longestCaption = max(2 * widest / letter, 3)
    let longest = pictures.reduce(0) { max($0, $1.label.count) }
    cellWidth = max(widest, min(longest, longestCaption) * letter)
  }

  private var cellHeight: Int { pictureHeight + gap + Glyphs.height * Self.letterScale }
  var pageHeight: Int { 2 * gap + rows * (cellHeight + 2 * gap) }
  var pageWidth: Int { 2 * gap + columns * (cellWidth + 2 * gap) }

  /// The upper left corner of a cell.
  func corner(_ index: Int) -> (row: Int, column: Int) {
    (2 * gap + index / columns * (cellHeight + 2 * gap), 2 * gap + index % columns * (cellWidth + 2 * gap))
  }

  /// The label, cut to what a cell may hold.
  func caption(_ label: String) -> String {
    label.count <= longestCaption ? label : label.prefix(longestCaption - 2) + ".."
  }
}
