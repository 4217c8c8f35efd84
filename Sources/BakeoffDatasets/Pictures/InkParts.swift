/// The connected parts of the ink in a picture (neighbours on eight sides).
struct InkParts {
  /// One of them.
  struct Part {
    /// Its pixels, by their place in the picture.
    var pixels: [Int]
    /// The rows from its first to its last.
    var rows: ClosedRange<Int>
    /// The columns from its first to its last.
    var columns: ClosedRange<Int>
  }

  /// Every part, the largest first.
  private(set) var parts: [Part]
  private let height: Int
  private let width: Int

  /// Finds the parts of a mask of height x width pixels.
  init(_ mask: [Bool], height: Int, width: Int) {
    (self.height, self.width) = (height, width)
    var isLeft = mask
    parts = []
    for start in mask.indices where isLeft[start] {
      isLeft[start] = false
      var part = Part(
        pixels: [start], rows: start / width...start / width, columns: start % width...start % width)
      var next = 0
      while next < part.pixels.count {
        let (row, column) = (part.pixels[next] / width, part.pixels[next] % width)
        next += 1
        part.rows = min(part.rows.lowerBound, row)...max(part.rows.upperBound, row)
        part.columns = min(part.columns.lowerBound, column)...max(part.columns.upperBound, column)
        for y in max(0, row - 1)...min(height - 1, row + 1) {
          for x in max(0, column - 1)...min(width - 1, column + 1) where isLeft[y * width + x] {
            isLeft[y * width + x] = false
            part.pixels.append(y * width + x)
          }
        }
      }
      parts.append(part)
    }
    parts.sort { $0.pixels.count > $1.pixels.count }
  }

  /// Takes away what is no writing: a frame that reaches around the rest, edges of the sheet, and specks.
  mutating func dropFrameAndSpecks() {
    let isAround = { [height, width] (part: Part) in
      part.rows.count * 10 >= height * 8 && part.columns.count * 10 >= width * 8
    }
    let isEdge = { [height, width] (part: Part) in
      let touches =
        part.rows.lowerBound == 0 || part.rows.upperBound == height - 1 || part.columns.lowerBound == 0
        || part.columns.upperBound == width - 1
      let isLine = part.rows.count * 10 >= height * 9 || part.columns.count * 10 >= width * 9
      return touches && isLine
    }
    let inside = parts.filter { !isAround($0) && !isEdge($0) }
    // A large figure without anything else is no frame.
    let writing = inside.first.map { $0.pixels.count * 200 >= height * width } ?? false
    if writing { parts = inside }
    let largest = parts.first?.pixels.count ?? 0
    parts.removeAll { $0.pixels.count * 50 < largest }
  }

  /// Which pixels belong to a part.
  var mask: [Bool] {
    var mask = [Bool](repeating: false, count: height * width)
    for pixel in parts.lazy.flatMap(\.pixels) { mask[pixel] = true }
    return mask
  }

  /// The same with the pixels around each, which hold the soft edges of strokes.
  func widenedMask(by reach: Int) -> [Bool] {
    let mask = mask
    var wide = mask
    for index in mask.indices where mask[index] {
      let (row, column) = (index / width, index % width)
      for y in max(0, row - reach)...min(height - 1, row + reach) {
        for x in max(0, column - reach)...min(width - 1, column + reach) { wide[y * width + x] = true }
      }
    }
    return wide
  }

  /// How many figures stand side by side: parts of at least half the height of the tallest with a gap between them.
  var figures: Int {
    let tallest = parts.map(\.rows.count).max() ?? 0
    let tall = parts.filter { $0.rows.count * 2 >= tallest }.map(\.columns).sorted { $0.lowerBound < $1.lowerBound }
    var (count, end) = (0, -1)
    for columns in tall {
      // A stroke beside another one belongs to the same figure unless there is room between them.
      if end < 0 || columns.lowerBound > end + max(1, tallest / 10) { count += 1 }
      end = max(end, columns.upperBound)
    }
    return count
  }
}
